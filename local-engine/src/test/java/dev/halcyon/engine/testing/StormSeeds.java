package dev.halcyon.engine.testing;

import dev.halcyon.assets.Assets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small whole file of every format and coding that the engine reads, to be damaged. */
public final class StormSeeds {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;

  private StormSeeds() {}

  /**
   * Makes the files.
   *
   * @param folder for what is written on the way
   */
  public static List<byte[]> make(Path folder) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String format : List.of("jpg", "png", "gif", "bmp")) {
      seeds.add(Painting.file(Painting.scene(2, WIDTH, HEIGHT), format));
    }
    seeds.add(PictureFiles.cmykJpeg(WIDTH, HEIGHT));
    seeds.add(PictureFiles.sixteenBitPng(WIDTH, HEIGHT, 200, 30, 60));
    seeds.add(PictureFiles.withOrientation(seeds.getFirst(), 6));
    seeds.add(Assets.bytes("sample/media/photo-cat.jpg"));
    for (String[] how :
        new String[][] {
          {"gif", ".gif"},
          {"apng", ".apng"},
          {"libwebp_anim", ".webp"},
          {"libaom-av1", ".avif"},
          {"libaom-av1", ".mkv"},
          {"libaom-av1", ".mp4"},
          {"libopenh264", ".mp4"},
          {"libopenh264", ".mkv"},
          {"libopenh264", ".ts"},
          {"libopenh264", ".avi"},
          {"libopenh264", ".flv"},
          {"libvpx", ".webm"},
          {"libvpx-vp9", ".webm"},
          {"libvpx-vp9", ".mp4"},
          {"mpeg4", ".mp4"},
          {"mpeg4", ".avi"},
          {"mpeg2video", ".ts"},
          {"mpeg2video", ".mpg"},
          {"mjpeg", ".avi"},
          {"ffv1", ".mkv"}
        }) {
      seeds.add(film(folder, how[0], how[1], 14));
    }
    seeds.add(film(folder, "libaom-av1", ".avif", 1));
    seeds.add(film(folder, "libwebp_anim", ".webp", 1));
    for (String name : List.of("numbered-h264.mp4", "numbered-h264.ts", "numbered-hevc.mkv")) {
      seeds.add(resource("/films/" + name));
    }
    for (String ending : List.of("ogg", "mp3", "aac", "m4a", "flac", "wav", "webm", "mka", "amr")) {
      seeds.add(Sounds.file("water." + ending));
    }
    return seeds;
  }

  private static byte[] film(Path folder, String encoder, String ending, int frames)
      throws IOException {
    byte[][] scenes = new byte[2][WIDTH * HEIGHT * 3];
    Painting.copy(Painting.scene(3, WIDTH, HEIGHT), scenes[0]);
    Painting.copy(Painting.scene(5, WIDTH, HEIGHT), scenes[1]);
    return Clip.of(WIDTH, HEIGHT, 10)
        .encoder(encoder)
        .option("cpu-used", "8")
        .bytes(
            folder,
            ending,
            frames,
            (i, rgb) -> System.arraycopy(scenes[i * 2 / 14 % 2], 0, rgb, 0, rgb.length));
  }

  /** A file of the test resources. */
  public static byte[] resource(String name) throws IOException {
    try (InputStream in = StormSeeds.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the test resource " + name + " is missing");
      }
      return in.readAllBytes();
    }
  }
}
