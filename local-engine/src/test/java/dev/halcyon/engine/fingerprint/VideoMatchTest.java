package dev.halcyon.engine.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.SharedData;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.MediaWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoMatchTest {
  private static MediaPrint.Frame frame(int number, long bits, int quality) {
    return new MediaPrint.Frame(
        number, number / 30.0, new PdqFingerprint(new PdqHash(bits, 0, 0, 0), quality));
  }

  @Test
  void shareIsCountedOverTheFramesOfTheSideItIsNamedAfter() {
    List<MediaPrint.Frame> clip = List.of(frame(0, 0, 100), frame(1, 1, 100));
    List<MediaPrint.Frame> film = new ArrayList<>(clip);
    for (int i = 2; i < 8; i++) {
      film.add(new MediaPrint.Frame(i, i, new PdqFingerprint(new PdqHash(-1, -1, -1, i), 100)));
    }
    VideoMatch clipInFilm = VideoMatch.of(clip, film, 31, 50);
    assertThat(clipInFilm).isEqualTo(new VideoMatch(1, 0.25, 2, 8));
    assertThat(VideoMatch.of(film, clip, 31, 50)).isEqualTo(new VideoMatch(0.25, 1, 8, 2));
  }

  @Test
  void thirtyOneBitsMatchAndThirtyTwoDoNot() {
    List<MediaPrint.Frame> query = List.of(frame(0, 0, 100));
    List<MediaPrint.Frame> at31 = List.of(frame(0, (1L << 31) - 1, 100));
    List<MediaPrint.Frame> at32 = List.of(frame(0, (1L << 32) - 1, 100));
    assertThat(VideoMatch.of(query, at31, 31, 50).queryShare()).isEqualTo(1);
    assertThat(VideoMatch.of(query, at32, 31, 50).queryShare()).isZero();
  }

  @Test
  void framesOfLowQualityCountOnNeitherSide() {
    List<MediaPrint.Frame> query = List.of(frame(0, 0, 49), frame(1, 0, 50));
    assertThat(VideoMatch.of(query, query, 31, 50)).isEqualTo(new VideoMatch(1, 1, 1, 1));
    assertThat(VideoMatch.of(query, List.of(frame(0, 0, 10)), 31, 50))
        .isEqualTo(new VideoMatch(0, 0, 1, 0));
  }

  private static List<MediaPrint.Frame> reference(String name) throws IOException {
    List<MediaPrint.Frame> frames = new ArrayList<>();
    for (String line : Files.readAllLines(SharedData.file("media/vpdq/" + name + ".txt"))) {
      String[] part = line.split(",");
      frames.add(
          new MediaPrint.Frame(
              Long.parseLong(part[0]),
              Double.parseDouble(part[3]),
              new PdqFingerprint(PdqHash.parse(part[2]), Integer.parseInt(part[1]))));
    }
    return frames;
  }

  @ParameterizedTest
  @ValueSource(strings = {"doorknob-hd-no-bar", "pattern-sd-with-small-logo-bar"})
  void everyFrameAgreesWithTheReference(String name) throws IOException, InterruptedException {
    List<MediaPrint.Frame> expected = reference(name);
    Path file = SharedData.file("media/vpdq/" + name + ".mp4");
    try (MediaWorker worker = new MediaWorker(false, MediaLimits.standard(Duration.ofMinutes(2)))) {
      MediaPrint.Video video =
          (MediaPrint.Video)
              worker.fingerprint(Sources.of("video/mp4", Files.readAllBytes(file)), 0);
      assertThat(video.complete()).isTrue();
      assertThat(video.frames()).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        MediaPrint.Frame ours = video.frames().get(i);
        MediaPrint.Frame theirs = expected.get(i);
        assertThat(ours.number()).isEqualTo(theirs.number());
        assertThat(ours.atSeconds()).isCloseTo(theirs.atSeconds(), Offset.offset(0.002));
        if (theirs.print().quality() >= 80) {
          assertThat(ours.print().hash().distance(theirs.print().hash())).isLessThanOrEqualTo(10);
        }
      }
      assertThat(VideoMatch.of(video.frames(), expected, 31, 50).queryShare()).isEqualTo(1);
    }
  }

  @Test
  void referenceVideosAreToldApartAndRelatedOnesFound() throws IOException {
    List<MediaPrint.Frame> plain = reference("chair-20-sd-bar");
    List<MediaPrint.Frame> other = reference("pattern-sd-with-small-logo-bar");
    assertThat(VideoMatch.of(plain, plain, 31, 50).queryShare()).isEqualTo(1);
    assertThat(VideoMatch.of(plain, other, 31, 50).queryShare()).isZero();
  }
}
