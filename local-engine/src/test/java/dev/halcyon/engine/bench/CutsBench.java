package dev.halcyon.engine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.CutFilm;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.SharedData;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.opentest4j.TestAbortedException;

/**
 * Measures how well scene cuts and flashes are found: on fifty generated films with five hundred
 * known cuts, on single frames hidden in several encodings, and on the reference clips where they
 * are beside the checkout.
 */
public final class CutsBench {
  private static final PrintStream OUT = System.out;
  private static final int FILMS = 50;
  private static final List<Integer> FLASHES = List.of(33, 58, 91, 118);

  private final MediaWorker worker =
      new MediaWorker(false, MediaLimits.standard(Duration.ofMinutes(5)));
  private final Path folder;
  private int known;
  private int right;
  private int wrong;
  private int gradual;
  private int gradualSeen;

  private CutsBench(Path folder) {
    this.folder = folder;
  }

  /**
   * Runs the measurements.
   *
   * @param args {@code --show} prints each cut that was missed or made up, {@code --held-out} takes
   *     fifty other films, which no threshold was set by, {@code --flashes} leaves the films out
   */
  public static void main(String[] args) throws Exception {
    try (Scratch scratch = Scratch.make()) {
      CutsBench bench = new CutsBench(scratch.folder());
      try {
        if (!List.of(args).contains("--flashes")) {
          bench.films(
              List.of(args).contains("--held-out") ? FILMS : 0, List.of(args).contains("--show"));
        }
        bench.flashes();
        bench.references();
      } finally {
        bench.worker.close();
      }
    }
  }

  private byte[] encoded(Clip clip, String ending, int frames, Clip.Painter painter)
      throws IOException {
    Path file = clip.write(folder.resolve("film" + ending), frames, painter);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  private MediaInfo scanned(byte[] film) throws Exception {
    MediaInfo info = worker.decode(Sources.of("video/mp4", film)).info();
    if (info.problem() != null) {
      throw new IOException("the bench's own film failed: " + info.problem());
    }
    return info;
  }

  private static List<Integer> cuts(MediaInfo info, double fps) {
    return info.keyframes().stream()
        .filter(Keyframe::cut)
        .map(each -> (int) Math.round(each.atSeconds() * fps))
        .toList();
  }

  private void films(int first, boolean show) throws Exception {
    byte[][] scenes = CutFilm.scenes();
    for (int i = first; i < first + FILMS; i++) {
      CutFilm film = CutFilm.of(i, scenes);
      Clip clip = Clip.of(CutFilm.WIDTH, CutFilm.HEIGHT, CutFilm.FPS);
      MediaInfo info = scanned(encoded(clip, ".mp4", film.frames(), film::paint));
      count(film, info, show ? "film " + i : null);
    }
    double precision = (double) right / (right + wrong);
    double recall = (double) right / known;
    OUT.printf("%d films, %d known cuts, %d dissolves and fades%n", FILMS, known, gradual);
    figure("cuts.precision", 100 * precision, "%");
    figure("cuts.recall", 100 * recall, "%");
    figure("cuts.f1", 100 * 2 * precision * recall / (precision + recall), "%");
    figure("cuts.gradual-seen", 100.0 * gradualSeen / gradual, "%");
  }

  private void count(CutFilm film, MediaInfo info, String name) {
    List<Integer> open = new ArrayList<>(film.cuts());
    known += open.size();
    for (int found : cuts(info, CutFilm.FPS)) {
      if (open.removeIf(cut -> Math.abs(cut - found) <= 1)) {
        right++;
      } else {
        wrong++;
        say(name, "none at", film, found);
      }
    }
    open.forEach(cut -> say(name, "missed at", film, cut));
    for (int[] mixed : film.gradual()) {
      gradual++;
      // Whoever looks at the strip must meet the new scene within a second of its coming.
      boolean seen =
          info.keyframes().stream()
              .mapToDouble(each -> each.atSeconds() * CutFilm.FPS)
              .anyMatch(at -> at >= mixed[1] - 1 && at <= mixed[1] + CutFilm.FPS);
      gradualSeen += seen ? 1 : 0;
    }
  }

  private static void say(String name, String what, CutFilm film, int frame) {
    if (name != null) {
      OUT.printf("  %s: %s %d (%s)%n", name, what, frame, film.describe(frame));
    }
  }

  private void flashes() throws Exception {
    byte[] plain = new byte[CutFilm.WIDTH * CutFilm.HEIGHT * 3];
    byte[] hidden = new byte[plain.length];
    Painting.copy(Painting.scene(1, CutFilm.WIDTH, CutFilm.HEIGHT), plain);
    Painting.copy(Painting.scene(4, CutFilm.WIDTH, CutFilm.HEIGHT), hidden);
    int all = 0;
    int seen = 0;
    for (String[] how :
        new String[][] {
          {"libopenh264", ".mp4", "0"},
          {"mpeg4", ".mp4", "4"},
          {"mpeg4", ".avi", "0"},
          {"mpeg2video", ".ts", "2"},
          {"libvpx", ".webm", "0"},
          {"libvpx-vp9", ".webm", "0"},
          {"libaom-av1", ".mkv", "0"}
        }) {
      // The whole picture, a quarter of it, and a twentieth.
      for (int share : new int[] {1, 4, 20}) {
        int wide = (int) (CutFilm.WIDTH / Math.sqrt(share));
        int high = (int) (CutFilm.HEIGHT / Math.sqrt(share));
        Clip clip =
            Clip.of(CutFilm.WIDTH, CutFilm.HEIGHT, CutFilm.FPS)
                .encoder(how[0])
                .bFrames(Integer.parseInt(how[2]))
                .option("sc_threshold", "1000000000")
                .option("cpu-used", "8");
        byte[] film =
            encoded(
                clip,
                how[1],
                150,
                (i, rgb) -> {
                  System.arraycopy(plain, 0, rgb, 0, rgb.length);
                  for (int y = 0; FLASHES.contains(i) && y < high; y++) {
                    int at = ((y + 30) % CutFilm.HEIGHT * CutFilm.WIDTH) * 3;
                    System.arraycopy(hidden, at, rgb, at, wide * 3);
                  }
                });
        int found = seen(scanned(film));
        all += FLASHES.size();
        seen += found;
        if (found < FLASHES.size()) {
          OUT.printf("  %s%s, 1/%d of the picture: %d of 4%n", how[0], how[1], share, found);
        }
      }
    }
    figure("cuts.flashes", 100.0 * seen / all, "%");
    try (InputStream in = Clip.class.getResourceAsStream("/films/hidden-flashes.mp4")) {
      figure("cuts.flashes.adversarial", 25.0 * seen(scanned(in.readAllBytes())), "%");
    }
  }

  private static int seen(MediaInfo info) {
    return (int)
        FLASHES.stream()
            .filter(
                flash ->
                    info.keyframes().stream()
                        .anyMatch(each -> Math.abs(each.atSeconds() * CutFilm.FPS - flash) < 0.51))
            .count();
  }

  private void references() throws Exception {
    for (String name : List.of("testvideo.mp4", "fades.mp4")) {
      try {
        JsonNode expected =
            new ObjectMapper()
                .readTree(SharedData.file("media/video/cuts.json").toFile())
                .get(name);
        String[] rate = expected.get("fps").asText().split("/");
        double fps =
            Double.parseDouble(rate[0]) / (rate.length > 1 ? Double.parseDouble(rate[1]) : 1);
        byte[] film = Files.readAllBytes(SharedData.file("media/video/" + name));
        OUT.printf("%s: expected %s, found %s%n", name, expected, cuts(scanned(film), fps));
      } catch (TestAbortedException e) {
        OUT.println(e.getMessage());
      }
    }
  }

  private static void figure(String name, double value, String unit) {
    OUT.printf(Locale.ROOT, "figure %s %.1f %s%n", name, value, unit);
  }
}
