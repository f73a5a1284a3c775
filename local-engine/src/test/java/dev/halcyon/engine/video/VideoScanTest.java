package dev.halcyon.engine.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.SharedData;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scan of a video finds. */
class VideoScanTest extends ScanFixture {

  @Test
  void hardCutsAreFoundAtTheirFrameAndEachSecondHasItsKeyframe() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 25)
            .bytes(folder, ".mp4", 130, (i, rgb) -> show(i < 37 ? 0 : i < 98 ? 1 : 2, rgb));
    MediaInfo info = scanned(file).info();
    assertThat(info.problem()).isNull();
    assertThat(info.state()).isEqualTo(MediaState.READY);
    assertThat(info.detectedType()).isEqualTo("video/mp4");
    assertThat(info.seconds()).isCloseTo(5.2, within(0.05));
    assertThat(info.hasSound()).isFalse();
    assertThat(cuts(info)).hasSize(2);
    assertThat(cuts(info).get(0)).isCloseTo(37 / 25.0, within(0.001));
    assertThat(cuts(info).get(1)).isCloseTo(98 / 25.0, within(0.001));
    assertThat(info.keyframes().stream().map(Keyframe::atSeconds))
        .contains(0.0, 1.0, 2.0, 3.0, 4.0, 5.0);
  }

  @ParameterizedTest
  @CsvSource({"mpeg4,.mp4,4", "mpeg4,.mkv,0", "libvpx,.webm,0", "mpeg2video,.ts,2", "mpeg4,.avi,0"})
  void singleFrameFlashesAreOnTheStripWhateverTheEncodingHides(
      String encoder, String ending, int bFrames) throws Exception {
    // No scene detection and long runs of frames that nothing refers to: a decoder that skips those
    // never sees the flashes.
    Set<Integer> flashes = Set.of(33, 58, 91, 118);
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 25)
            .encoder(encoder)
            .bFrames(bFrames)
            .option("sc_threshold", "1000000000")
            .option("b_strategy", "0")
            .bytes(folder, ending, 150, (i, rgb) -> show(flashes.contains(i) ? 4 : 0, rgb));
    DecodedMedia decoded = scanned(file);
    assertThat(decoded.info().problem()).isNull();
    byte[] hidden = tensor(scenes[4]);
    byte[] shown = tensor(scenes[0]);
    for (int flash : flashes) {
      int at = nearest(decoded.info(), flash / 25.0);
      assertThat(decoded.info().keyframes().get(at).atSeconds())
          .as("a keyframe for the flash at frame %d", flash)
          .isCloseTo(flash / 25.0, within(0.021));
      byte[] tensor = decoded.frames().get(at).rgb224();
      assertThat(distance(tensor, hidden))
          .as("the keyframe shows the hidden picture")
          .isLessThan(distance(tensor, shown));
    }
  }

  /** Nearest-neighbour, good enough to tell two scenes apart. */
  private static byte[] tensor(byte[] scene) {
    byte[] out = new byte[224 * 224 * 3];
    for (int y = 0; y < 224; y++) {
      for (int x = 0; x < 224; x++) {
        int from = (y * HEIGHT / 224 * WIDTH + x * WIDTH / 224) * 3;
        System.arraycopy(scene, from, out, (y * 224 + x) * 3, 3);
      }
    }
    return out;
  }

  private static int nearest(MediaInfo info, double at) {
    int best = 0;
    for (Keyframe keyframe : info.keyframes()) {
      if (Math.abs(keyframe.atSeconds() - at)
          < Math.abs(info.keyframes().get(best).atSeconds() - at)) {
        best = keyframe.index();
      }
    }
    return best;
  }

  @Test
  void timesOfAVideoWithVaryingFrameRateAreItsOwn() throws Exception {
    // The first 30 frames last 0.04 s, the next 0.12 s; the cut at frame 40 is shown at 2.4 s.
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 25)
            .encoder("mpeg4")
            .shownAt(i -> i < 30 ? i * 10 : 300 + (i - 30) * 30)
            .bytes(folder, ".mp4", 60, (i, rgb) -> show(i < 40 ? 0 : 1, rgb));
    MediaInfo info = scanned(file).info();
    assertThat(cuts(info)).hasSize(1);
    assertThat(cuts(info).getFirst()).isCloseTo((300 + 10 * 30) / 250.0, within(0.001));
  }

  @Test
  void aRotatedVideoIsShownUpright() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 25)
            .encoder("mpeg4")
            .rotated(90)
            .bytes(
                folder,
                ".mp4",
                10,
                (i, rgb) -> {
                  // Red above blue as stored; turned clockwise, red comes to lie at the right.
                  Arrays.fill(rgb, (byte) 0);
                  for (int p = 0; p < WIDTH * HEIGHT; p++) {
                    rgb[p * 3 + (p < WIDTH * HEIGHT / 2 ? 0 : 2)] = (byte) 255;
                  }
                });
    DecodedMedia decoded = scanned(file);
    assertThat(decoded.info().width()).isEqualTo(HEIGHT);
    assertThat(decoded.info().height()).isEqualTo(WIDTH);
    byte[] rgb = decoded.frames().getFirst().rgb224();
    int right = (112 * 224 + 190) * 3;
    assertThat(rgb[right] & 0xff).as("red at the right").isGreaterThan(180);
    assertThat(decoded.frames().getFirst().rendition().height())
        .isGreaterThan(decoded.frames().getFirst().rendition().width());
  }

  @Test
  void theFrameOfATimeIsTheOneOfTheStrip() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 25)
            .bytes(folder, ".mp4", 100, (i, rgb) -> show(i < 60 ? 0 : 1, rgb));
    var source = Sources.of("video/mp4", file);
    RenditionStyle style = new RenditionStyle(0, false, 320);
    byte[] before = pixels(worker.picture(source, 59 / 25.0, style).bytes());
    byte[] after = pixels(worker.picture(source, 60 / 25.0, style).bytes());
    assertThat(distance(before, scenes[0])).isLessThan(12);
    assertThat(distance(after, scenes[1])).isLessThan(12);
  }

  @Test
  void aVideoWithoutItsIndexIsAClearProblem() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 25).bytes(folder, ".mp4", 50, (i, rgb) -> show(i / 10 % 4, rgb));
    MediaInfo info = scanned(Arrays.copyOf(file, file.length / 2)).info();
    assertThat(info.state()).isEqualTo(MediaState.FAILED);
    assertThat(info.problem()).isNotNull();
    assertThat(info.problem().code()).isEqualTo("media.truncated");
    assertThat(info.problem().remedy()).isNotBlank();
  }

  @Test
  void aVideoCutOffInTheMiddleGivesWhatIsThereAndSaysSo() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 25)
            .encoder("mpeg2video")
            .option("g", "12")
            .bytes(folder, ".ts", 200, (i, rgb) -> show(i / 25 % 8, rgb));
    MediaInfo whole = scanned(file).info();
    MediaInfo half = scanned(Arrays.copyOf(file, file.length / 2)).info();
    assertThat(whole.problem()).isNull();
    assertThat(half.state()).isEqualTo(MediaState.READY);
    assertThat(half.keyframes()).isNotEmpty();
    assertThat(half.seconds()).isLessThan(whole.seconds());
  }

  @Test
  void anMp4WithItsIndexFirstCutOffInTheMiddleSaysSo() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 25)
            .indexFirst()
            .bytes(folder, ".mp4", 200, (i, rgb) -> show(i / 25 % 8, rgb));
    MediaInfo half = scanned(Arrays.copyOf(file, file.length * 6 / 10)).info();
    assertThat(half.state()).isEqualTo(MediaState.READY);
    assertThat(half.keyframes()).isNotEmpty();
    assertThat(half.problem()).isNotNull();
    assertThat(half.problem().code()).isEqualTo("media.partial");
  }

  @Test
  void aVideoBeyondTheLimitsIsLookedAtInPartAndSaysSo() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 25).bytes(folder, ".mp4", 100, (i, rgb) -> show(i / 30, rgb));
    MediaLimits few =
        new MediaLimits(1 << 30, 1 << 20, 1 << 22, 50, 3600, 600, Duration.ofSeconds(60));
    try (MediaWorker strict = new MediaWorker(false, few)) {
      MediaInfo info = strict.decode(Sources.of("video/mp4", file)).info();
      assertThat(info.state()).isEqualTo(MediaState.READY);
      assertThat(info.problem()).isNotNull();
      assertThat(info.problem().code()).isEqualTo("media.partial");
      assertThat(info.seconds()).isCloseTo(2.0, within(0.1));
    }
  }

  @Test
  void aFileOfSoundAloneHasNoStripAndSaysWhatItIs() throws Exception {
    byte[] wav = Files.readAllBytes(wav(folder));
    MediaInfo info = scanned(wav).info();
    assertThat(info.state()).isEqualTo(MediaState.READY);
    assertThat(info.kind()).isEqualTo(Modality.AUDIO);
    assertThat(info.detectedType()).isEqualTo("audio/wav");
    assertThat(info.hasSound()).isTrue();
    assertThat(info.seconds()).isCloseTo(1.0, within(0.01));
    assertThat(info.keyframes()).isEmpty();
  }

  private static Path wav(Path folder) throws IOException {
    byte[] samples = new byte[16000 * 2];
    var format = new javax.sound.sampled.AudioFormat(16000, 16, 1, true, false);
    Path file = folder.resolve("tone.wav");
    try (var in =
        new javax.sound.sampled.AudioInputStream(
            new java.io.ByteArrayInputStream(samples), format, 16000)) {
      javax.sound.sampled.AudioSystem.write(
          in, javax.sound.sampled.AudioFileFormat.Type.WAVE, file.toFile());
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({"testvideo.mp4", "fades.mp4"})
  void theCutsOfTheReferenceClipsAreFound(String name) throws Exception {
    byte[] file = Files.readAllBytes(SharedData.file("media/video/" + name));
    JsonNode expected =
        new ObjectMapper().readTree(SharedData.file("media/video/cuts.json").toFile()).get(name);
    String[] rate = expected.get("fps").asText().split("/");
    double fps = Double.parseDouble(rate[0]) / (rate.length > 1 ? Double.parseDouble(rate[1]) : 1);
    List<Double> cuts = cuts(scanned(file).info());
    for (JsonNode cut : expected.get("content_cuts")) {
      assertThat(cuts)
          .as("the cut at frame %s", cut)
          .anyMatch(at -> Math.abs(at * fps - cut.asInt()) <= 1.01);
    }
    int most = expected.has("adaptive_cuts") ? expected.get("adaptive_cuts").size() : 0;
    assertThat(cuts).as("no cut where there is none").hasSizeLessThanOrEqualTo(most);
  }
}
