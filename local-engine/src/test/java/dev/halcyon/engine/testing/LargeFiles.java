package dev.halcyon.engine.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pictures of 100 million pixels and films of 8K, small as files. */
public final class LargeFiles {
  private static final int SIDE = 10_000;
  private static final String FILM = "testsrc2=s=7680x4320:r=10";
  private static final String PICTURE = "testsrc2=s=10000x10000:r=1";

  private LargeFiles() {}

  /** Made here, of one colour. */
  public static Map<String, byte[]> made(Path folder) throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("PNG", PictureFiles.png(SIDE, SIDE, 8, 2, PictureFiles.bomb(301L << 20)));
    all.put("PNG of 16 bits", PictureFiles.png(SIDE, SIDE, 16, 6, PictureFiles.bomb(801L << 20)));
    all.put("CMYK JPEG", PictureFiles.cmykJpeg(SIDE, SIDE));
    all.put("progressive JPEG", PictureFiles.progressiveJpeg(SIDE, SIDE, 3, 2));
    all.put("gray progressive JPEG", PictureFiles.progressiveJpeg(SIDE, SIDE, 1, 1));
    byte[] noise = new byte[7680 * 4320 * 3];
    for (String[] how : new String[][] {{"libvpx-vp9", ".webm"}, {"mjpeg", ".avi"}}) {
      all.put(
          "8K " + how[0],
          Clip.of(7680, 4320, 10)
              .encoder(how[0])
              .option("deadline", "realtime")
              .option("cpu-used", "8")
              .bytes(
                  folder, how[1], 4, (i, rgb) -> System.arraycopy(noise, 0, rgb, 0, rgb.length)));
    }
    return all;
  }

  /** Of 100 million pixels, and more than 512 MB hold. */
  public static byte[] interlacedPng() throws IOException {
    byte[] png = PictureFiles.png(SIDE, SIDE, 16, 6, PictureFiles.bomb(801L << 20));
    png[28] = 1;
    return png;
  }

  /** Likewise: a decoder holds six bytes of coefficients for each pixel. */
  public static byte[] progressiveJpeg() throws IOException {
    return PictureFiles.progressiveJpeg(SIDE, SIDE, 3, 1);
  }

  /** Pictures of 100 million pixels that need more than 512 MB. */
  public static Map<String, byte[]> tooLarge() throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("interlaced PNG of 16 bits", interlacedPng());
    all.put("progressive JPEG 4:4:4", progressiveJpeg());
    all.put("progressive CMYK JPEG", PictureFiles.progressiveJpeg(SIDE, SIDE, 4, 1));
    return all;
  }

  /**
   * Made by the command {@code ffmpeg}, whose encoders the bundled library lacks; none where there
   * is no such command, and without those it cannot make.
   */
  public static Map<String, byte[]> byCommand(Path folder)
      throws IOException, InterruptedException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (String each :
        List.of(
            "jpg|JPEG|" + PICTURE + "|-frames:v 1 -pix_fmt yuvj420p",
            "jpg|JPEG 4:4:4|" + PICTURE + "|-frames:v 1 -pix_fmt yuvj444p",
            "png|PNG RGBA|" + PICTURE + "|-frames:v 1 -pix_fmt rgba",
            "png|PNG of 16 bits|" + PICTURE + "|-frames:v 1 -pix_fmt rgb48be",
            "webp|WebP|" + PICTURE + "|-frames:v 1 -c:v libwebp -pix_fmt yuv420p",
            "webp|WebP without loss|"
                + PICTURE
                + "|-frames:v 1 -c:v libwebp -lossless 1 -compression_level 0 -pix_fmt bgra",
            "gif|GIF|" + PICTURE + "|-frames:v 1",
            "avif|AVIF|"
                + PICTURE
                + "|-frames:v 1 -c:v libaom-av1 -still-picture 1 -cpu-used 8 -pix_fmt yuv420p",
            "mp4|H.264, 1 reference|"
                + FILM
                + "|-frames:v 20 -c:v libx264 -preset ultrafast -refs 1 -pix_fmt yuv420p",
            "mp4|H.264, 6 references|"
                + FILM
                + "|-frames:v 20 -c:v libx264 -preset veryfast -refs 6 -bf 3 -pix_fmt yuv420p",
            "mp4|H.265|" + FILM + "|-frames:v 20 -c:v libx265 -preset ultrafast -pix_fmt yuv420p",
            "webm|VP9|" + FILM + "|-frames:v 20 -c:v libvpx-vp9 -deadline realtime -cpu-used 8",
            "mp4|AV1|" + FILM + "|-frames:v 20 -c:v libsvtav1 -preset 12 -pix_fmt yuv420p")) {
      String[] part = each.split("\\|");
      Path file = folder.resolve("large." + part[0]);
      List<String> command =
          new java.util.ArrayList<>(
              List.of("ffmpeg", "-loglevel", "quiet", "-y", "-f", "lavfi", "-i", part[2]));
      command.addAll(List.of(part[3].split(" ")));
      command.add(file.toString());
      try {
        Process made =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (made.waitFor() == 0) {
          all.put(part[1], Files.readAllBytes(file));
        }
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // No such command here.
        return all;
      }
    }
    return all;
  }
}
