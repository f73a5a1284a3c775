package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.testing.StormSeeds;
import dev.halcyon.protocol.Keyframe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A keyframe that shows nothing new is a time and no picture; cuts and flashes always are one. */
class KeyframeReuseTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 180;
  private static MediaWorker worker;
  private static byte[][] scenes;
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    worker = new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(60)));
    scenes = new byte[4][WIDTH * HEIGHT * 3];
    for (int i = 0; i < scenes.length; i++) {
      Painting.copy(Painting.scene(i, WIDTH, HEIGHT), scenes[i]);
    }
  }

  @AfterAll
  static void stop() {
    worker.close();
  }

  private DecodedMedia decoded(int frames, Clip.Painter painter) throws Exception {
    byte[] film = Clip.of(WIDTH, HEIGHT, 10).bytes(folder, ".mp4", frames, painter);
    DecodedMedia decoded = worker.decode(Sources.of("video/mp4", film));
    assertThat(decoded.info().problem()).isNull();
    assertThat(decoded.frames()).hasSameSizeAs(decoded.info().keyframes());
    return decoded;
  }

  private static int pictures(List<DecodedMedia.Frame> frames) {
    Set<DecodedMedia.Frame> all = Collections.newSetFromMap(new IdentityHashMap<>());
    all.addAll(frames);
    return all.size();
  }

  private static void show(int scene, byte[] rgb) {
    System.arraycopy(scenes[scene], 0, rgb, 0, rgb.length);
  }

  @Test
  void aStillSceneIsOnePictureSeenEverySecond() throws Exception {
    DecodedMedia still = decoded(95, (i, rgb) -> show(1, rgb));
    assertThat(still.frames()).hasSize(10);
    assertThat(pictures(still.frames())).isEqualTo(1);
    assertThat(still.frames().getFirst().print().usable()).isTrue();
  }

  @Test
  void aSceneThatComesBackIsCutToAndHasItsOwnPicture() throws Exception {
    DecodedMedia film = decoded(60, (i, rgb) -> show(i / 20 == 1 ? 2 : 1, rgb));
    List<Keyframe> cuts = film.info().keyframes().stream().filter(Keyframe::cut).toList();
    assertThat(cuts).hasSize(2);
    assertThat(pictures(film.frames())).isEqualTo(3);
    DecodedMedia.Frame back = film.frames().get(cuts.get(1).index());
    assertThat(back).isNotSameAs(film.frames().getFirst());
    assertThat(film.frames().getLast()).as("the seconds after it refer to it").isSameAs(back);
  }

  @Test
  void aSmallThingThatAppearsInAStillSceneHasItsOwnPicture() throws Exception {
    // A ninetieth of the picture, which moves fewer bits of the hash than a match allows.
    DecodedMedia film =
        decoded(
            60,
            (i, rgb) -> {
              show(1, rgb);
              int strength = Math.clamp((i - 20) * 12, 0, 80);
              for (int y = 60; y < 86; y++) {
                for (int x = 100 * 3; x < 124 * 3; x++) {
                  int at = y * WIDTH * 3 + x;
                  rgb[at] = (byte) Math.min(255, (rgb[at] & 0xff) + strength);
                }
              }
            });
    DecodedMedia.Frame first = film.frames().getFirst();
    DecodedMedia.Frame last = film.frames().getLast();
    assertThat(first.print().hash().distance(last.print().hash())).isLessThanOrEqualTo(31);
    assertThat(last).isNotSameAs(first);
  }

  @Test
  void everyFlashIsAPictureAlsoInAnEncodeThatHidesThem() throws Exception {
    DecodedMedia film =
        worker.decode(Sources.of("video/mp4", StormSeeds.resource("/films/hidden-flashes.mp4")));
    for (int flash : new int[] {33, 58, 91, 118}) {
      assertThat(film.info().keyframes())
          .as("frame %d", flash)
          .anySatisfy(
              each -> {
                assertThat(each.atSeconds()).isBetween(flash / 25.0 - 0.01, flash / 25.0 + 0.01);
                assertThat(each.cut()).isTrue();
              });
    }
  }

  @Test
  void trustedMaterialIsLookedAtInLessDetail() throws Exception {
    byte[] film = StormSeeds.resource("/films/hidden-flashes.mp4");
    DecodedMedia fast = worker.decode(Sources.of("video/mp4", film).asTrusted());
    assertThat(fast.info().problem()).isNull();
    assertThat(fast.info().seconds()).isBetween(5.5, 6.1);
    DecodedMedia whole = worker.decode(Sources.of("video/mp4", film));
    assertThat(fast.info().keyframes().stream().filter(Keyframe::cut).count())
        .as("what fast mode is blind to")
        .isLessThan(whole.info().keyframes().stream().filter(Keyframe::cut).count());
  }
}
