package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.FilmFrames;
import dev.halcyon.engine.FilmFrames.Frame;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.RenditionStyle.Effect;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films as the worker plays them. */
class FilmPlayTest {
  private static final int FPS = 10;
  private static final int FRAMES = 30;
  private static final RenditionStyle MOSAIC = RenditionStyle.of(Effect.MOSAIC, 1);

  @TempDir static Path folder;
  private static MediaWorker worker;
  private static MediaSource film;

  /** Each frame is of one gray that tells its number. */
  @BeforeAll
  static void start() throws Exception {
    worker = new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(60)));
    film =
        Sources.of(
            "video/mp4",
            Clip.of(160, 96, FPS)
                .bytes(folder, ".mp4", FRAMES, (i, rgb) -> Arrays.fill(rgb, (byte) (20 + 7 * i))));
  }

  @AfterAll
  static void stop() {
    worker.close();
  }

  private static void await(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain until " + what).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static List<Frame> all(FilmFrames frames) {
    List<Frame> found = new ArrayList<>();
    await(
        "the film is over",
        () -> {
          frames.next().ifPresent(found::add);
          return frames.isOver();
        });
    return found;
  }

  private static long number(Frame frame) {
    return Math.round(((frame.argb()[0] & 0xff) - 20) / 7.0);
  }

  @Test
  void everyFrameComesOnceInOrderWithItsTime() {
    try (FilmFrames frames = worker.play(film, 0, 0, MOSAIC)) {
      List<Frame> found = all(frames);
      assertThat(found).hasSize(FRAMES);
      for (int i = 0; i < FRAMES; i++) {
        assertThat(found.get(i).atSeconds()).isCloseTo(i / (double) FPS, within(0.01));
        assertThat(number(found.get(i))).as("frame %d", i).isEqualTo(i);
      }
      assertThat(frames.endSeconds()).get().satisfies(e -> assertThat(e).isBetween(2.9, 3.2));
      assertThat(frames.problem()).isEmpty();
    }
  }

  @Test
  void fromATimeTheFrameInSightThenIsTheFirst() {
    for (double from : new double[] {0.25, 1.0, 2.07, 2.95, 100}) {
      try (FilmFrames frames = worker.play(film, from, 0, MOSAIC)) {
        Frame first = all(frames).getFirst();
        assertThat(number(first))
            .as("at %.2f s", from)
            .isEqualTo((long) Math.min(FRAMES - 1, Math.floor(from * FPS + 0.02)));
      }
    }
  }

  @Test
  void framesCanBeSpacedForPlayingFast() {
    try (FilmFrames frames = worker.play(film, 0, 0.4, MOSAIC)) {
      assertThat(all(frames)).extracting(FilmPlayTest::number).startsWith(0L, 4L, 8L, 12L);
    }
  }

  @Test
  void noMoreThanAFewAreMadeAheadAndAStoppedFilmLeavesTheWorkerToOthers() throws Exception {
    List<Long> before;
    try (FilmFrames frames = worker.play(film, 0, 0, MOSAIC)) {
      await("some are made", () -> frames.waiting() == FilmFrames.AHEAD);
      before = worker.processIds();
      assertThat(frames.isOver()).isFalse();
    }
    assertThat(worker.picture(film, 1, RenditionStyle.DEFAULT).bytes()).isNotEmpty();
    try (FilmFrames again = worker.play(film, 2, 0, MOSAIC)) {
      assertThat(all(again)).hasSize(10);
    }
    assertThat(worker.processIds()).as("no worker was lost").containsAll(before);
  }

  @Test
  void everyFrameIsFilteredBeforeItIsHere() throws Exception {
    MediaSource stripes =
        Sources.of(
            "video/mp4",
            Clip.of(160, 96, FPS)
                .bytes(
                    folder,
                    ".mp4",
                    8,
                    (i, rgb) -> {
                      for (int p = 0; p < rgb.length; p++) {
                        rgb[p] = (byte) (p / 3 % 8 < 4 ? 255 : 0);
                      }
                    }));
    try (FilmFrames frames = worker.play(stripes, 0, 0, RenditionStyle.of(Effect.BLUR, 1))) {
      for (Frame frame : all(frames)) {
        for (int x = 1; x < frame.width(); x++) {
          int step = Math.abs((frame.argb()[x] & 0xff) - (frame.argb()[x - 1] & 0xff));
          assertThat(step).as("an edge at %d", x).isLessThan(40);
        }
      }
    }
    assertThatThrownBy(() -> worker.play(film, 0, 0, RenditionStyle.SHARP))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFilmThatCannotBeReadSaysWhy() {
    try (FilmFrames frames = worker.play(Sources.of("video/mp4", new byte[4000]), 0, 0, MOSAIC)) {
      await("it failed", () -> frames.problem().isPresent());
      assertThat(frames.problem().get().code()).startsWith("media.");
      assertThat(frames.next()).isEmpty();
      assertThat(frames.isOver()).isTrue();
    }
  }
}
