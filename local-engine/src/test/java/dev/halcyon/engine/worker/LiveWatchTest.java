package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.LiveEnd;
import dev.halcyon.engine.LiveSource;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sounds;
import dev.halcyon.engine.video.Care;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Films that are followed while they come: whole, late, torn, stalled, hostile. */
@Timeout(120)
class LiveWatchTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 96;
  private static final int FPS = 10;
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

  private record Shown(int index, double at, boolean cut, OptionalInt same, boolean pictured) {}

  /** A sender of pieces; from the one numbered {@code gate} on it waits until it is let go on. */
  private static final class Sender implements LiveSource {
    private final byte[] bytes;
    private final int piece;
    private final int gate;
    private final int end;
    private final CountDownLatch open = new CountDownLatch(1);
    private int at;
    private int pieces;

    Sender(byte[] bytes, int piece, int gate, int end) {
      this.bytes = bytes;
      this.piece = piece;
      this.gate = gate;
      this.end = end;
    }

    static Sender of(byte[] bytes) {
      return new Sender(bytes, 1777, Integer.MAX_VALUE, -1);
    }

    @Override
    public String declaredType() {
      return "video/mp2t";
    }

    @Override
    public int read(ByteBuffer into) throws InterruptedException {
      if (pieces++ >= gate) {
        open.await();
      }
      int n = Math.min(Math.min(piece, bytes.length - at), into.remaining());
      if (n == 0) {
        return end;
      }
      into.put(bytes, at, n);
      at += n;
      return n;
    }
  }

  private final List<Shown> shown = new CopyOnWriteArrayList<>();
  private final CountDownLatch firstCut = new CountDownLatch(1);

  private void see(
      int index, double at, boolean cut, OptionalInt same, Optional<DecodedMedia.Frame> frame) {
    shown.add(new Shown(index, at, cut, same, frame.isPresent()));
    if (cut) {
      firstCut.countDown();
    }
  }

  private LiveEnd watch(LiveSource source) throws InterruptedException {
    return worker.watch(source, Care.EVERY_FRAME, this::see);
  }

  /** Three scenes, the third of them the first again; its second one begins at frame 14. */
  private byte[] film(String encoder, String ending) throws IOException {
    return Clip.of(WIDTH, HEIGHT, FPS)
        .encoder(encoder)
        .option("g", "10")
        .bytes(
            folder,
            ending,
            60,
            (i, rgb) ->
                System.arraycopy(scenes[i < 14 ? 0 : i < 27 ? 1 : 0], 0, rgb, 0, rgb.length));
  }

  private List<Double> cuts() {
    return shown.stream().filter(Shown::cut).map(Shown::at).toList();
  }

  @ParameterizedTest
  @CsvSource({"mpeg2video,.ts", "libopenh264,.mkv", "libvpx,.webm", "libopenh264,.flv"})
  void aStreamHasTheKeyframesOfTheWholeFilm(String encoder, String ending) throws Exception {
    LiveEnd end = watch(Sender.of(film(encoder, ending)));
    assertThat(end.problem()).isEmpty();
    assertThat(end.stalled()).isFalse();
    assertThat(end.keyframes()).isEqualTo(shown.size());
    assertThat(end.seconds()).isCloseTo(5.9, within(0.2));
    assertThat(shown).extracting(Shown::index).isSorted().doesNotHaveDuplicates().startsWith(0);
    assertThat(cuts()).hasSize(2);
    assertThat(cuts().get(0)).isCloseTo(1.4, within(0.06));
    assertThat(cuts().get(1)).isCloseTo(2.7, within(0.06));
    assertThat(shown)
        .allSatisfy(each -> assertThat(each.same().isPresent()).isNotEqualTo(each.pictured()));
    assertThat(shown.getLast().same()).as("the scene is still the one before").isPresent();
  }

  @Test
  void keyframesComeBeforeTheStreamEnds() throws Exception {
    byte[] film = film("mpeg2video", ".ts");
    Sender sender = new Sender(film, 1777, film.length * 7 / 10 / 1777, -1);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<LiveEnd> watching = other.submit(() -> watch(sender));
      assertThat(firstCut.await(60, TimeUnit.SECONDS)).as("the cut at 1.4 s").isTrue();
      assertThat(watching.isDone()).isFalse();
      sender.open.countDown();
      assertThat(watching.get(60, TimeUnit.SECONDS).problem()).isEmpty();
      assertThat(cuts()).hasSize(2);
    }
  }

  @Test
  void aStreamCutOffInTheMiddleOfAFrameGivesWhatCameBefore() throws Exception {
    byte[] film = film("mpeg2video", ".ts");
    LiveEnd end = watch(Sender.of(Arrays.copyOf(film, film.length * 6 / 10 + 77)));
    assertThat(end.keyframes()).isGreaterThanOrEqualTo(3);
    assertThat(end.seconds()).isBetween(2.0, 5.0);
    assertThat(cuts()).isNotEmpty();
  }

  @Test
  void aStreamThatStallsEndsThereAndSaysSo() throws Exception {
    byte[] film = film("libopenh264", ".mkv");
    Sender sender = new Sender(Arrays.copyOf(film, film.length / 2), 500, Integer.MAX_VALUE, 0);
    LiveEnd end = watch(sender);
    assertThat(end.stalled()).isTrue();
    assertThat(end.keyframes()).isPositive();
  }

  @Test
  void aSenderThatStartsAgainDoesNotStopTheClock() throws Exception {
    byte[] film = film("mpeg2video", ".ts");
    byte[] twice = Arrays.copyOf(film, film.length * 2);
    System.arraycopy(film, 0, twice, film.length, film.length);
    LiveEnd end = watch(Sender.of(twice));
    assertThat(end.seconds()).isGreaterThan(10);
    assertThat(shown).extracting(Shown::at).isSorted();
    assertThat(cuts()).as("both rounds").hasSizeGreaterThanOrEqualTo(4);
  }

  private static String refused(MediaWorker worker, byte[] bytes) {
    UserProblem[] caught = new UserProblem[1];
    assertThatThrownBy(
            () -> worker.watch(Sender.of(bytes), Care.EVERY_FRAME, (a, b, c, d, e) -> {}))
        .isInstanceOfSatisfying(UserProblem.class, problem -> caught[0] = problem);
    assertThat(caught[0].remedy()).isNotBlank();
    return caught[0].code();
  }

  @Test
  void whatCannotBeFollowedIsRefusedWithTheReason() throws Exception {
    assertThat(refused(worker, new byte[0])).isEqualTo("media.empty");
    assertThat(refused(worker, "#EXTM3U\nhttp://127.0.0.1/x".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("media.type");
    assertThat(refused(worker, Painting.file(Painting.scene(1, 64, 48), "jpg")))
        .isEqualTo("media.live");
    assertThat(refused(worker, Sounds.sentence(1))).as("nobody listens").isEqualTo("media.sound");
    Random random = new Random(1);
    byte[] noise =
        Clip.of(WIDTH, HEIGHT, FPS)
            .encoder("mpeg4")
            .bytes(folder, ".mp4", 40, (i, rgb) -> random.nextBytes(rgb));
    assertThat(noise.length).as("more than an input remembers").isGreaterThan(200_000);
    assertThat(refused(worker, noise))
        .as("an index at the end is not there yet")
        .isIn("media.truncated", "media.damaged");
    assertThat(watch(Sender.of(film("mpeg2video", ".ts"))).problem()).isEmpty();
  }

  @Test
  void aWatcherWhoGivesUpEndsTheWork() throws Exception {
    byte[] film = film("mpeg2video", ".ts");
    Sender sender = new Sender(film, 1777, film.length * 7 / 10 / 1777, -1);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<LiveEnd> watching = other.submit(() -> watch(sender));
      assertThat(firstCut.await(60, TimeUnit.SECONDS)).isTrue();
      watching.cancel(true);
      other.shutdown();
      assertThat(other.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(watch(Sender.of(film)).problem()).as("the next is fine").isEmpty();
  }
}
