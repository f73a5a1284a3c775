package dev.halcyon.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sounds;
import dev.halcyon.engine.worker.MediaWorker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code keyframes --live}: a recording that still grows, and standard input. */
@Timeout(180)
class LiveKeyframesTest {
  @TempDir Path folder;
  private byte[] film;

  @BeforeEach
  void makeAFilmOfThreeScenes() throws Exception {
    film =
        Clip.of(160, 96, 10)
            .encoder("mpeg2video")
            .option("g", "10")
            .bytes(
                folder,
                ".ts",
                60,
                (i, rgb) ->
                    Painting.copy(Painting.scene(i < 14 ? 1 : i < 27 ? 2 : 3, 160, 96), rgb));
  }

  private static List<JsonNode> cuts(List<JsonNode> frames) {
    return frames.stream().filter(each -> each.path("cut").booleanValue()).toList();
  }

  /** Tells when something that is waited for was printed. */
  private static final class Watched extends ByteArrayOutputStream {
    private final String wanted;
    private final CountDownLatch seen = new CountDownLatch(1);

    Watched(String wanted) {
      this.wanted = wanted;
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
      if (toString(StandardCharsets.UTF_8).contains(wanted)) {
        seen.countDown();
      }
    }
  }

  @Test
  void keyframesOfAGrowingFileArePrintedWhileItGrows() throws Exception {
    Ran ran = growing("recording.ts", film, film.length * 7 / 10, "\"cut\":true");
    List<JsonNode> cuts = cuts(ran.json());
    assertThat(cuts).hasSize(2);
    assertThat(cuts.get(1).path("seconds").doubleValue()).isCloseTo(2.7, within(0.06));
    assertThat(cuts.get(1).path("scores").isObject()).isTrue();
    assertThat(ran.json().getLast().path("same").isInt()).as("the last scene goes on").isTrue();
    assertThat(ran.err()).contains("keyframes and 0 stretches").contains("nothing more came");
  }

  @Test
  void whatIsSaidInAGrowingSoundFileIsPrintedWhileItGrows() throws Exception {
    short[] sound = new short[30 * Sounds.RATE];
    short[] sentence;
    try (MediaWorker worker =
        new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(60)))) {
      sentence = Sounds.decoded(worker, Sounds.sentence(12));
    }
    System.arraycopy(sentence, 0, sound, 2 * Sounds.RATE, sentence.length);
    System.arraycopy(sentence, 0, sound, 20 * Sounds.RATE, sentence.length);
    byte[] wav = Sounds.wav(sound);

    Ran ran = growing("recording.wav", wav, wav.length * 6 / 10, "\"said\"");

    List<JsonNode> said = ran.json();
    assertThat(said).hasSize(2);
    for (JsonNode each : said) {
      assertThat(Sounds.words(each.path("said").textValue())).contains("volunteers");
      assertThat(each.path("language").textValue()).isEqualTo("en");
      assertThat(each.path("scores").isObject()).isTrue();
      assertThat(each.path("to").doubleValue()).isGreaterThan(each.path("from").doubleValue());
    }
    assertThat(said.getFirst().path("from").doubleValue()).isBetween(0.0, 2.1);
    assertThat(said.getLast().path("to").doubleValue()).isBetween(22.0, 30.1);
    assertThat(ran.err()).contains("0 keyframes and 2 stretches of speech in 30.0 seconds");
  }

  /** Follows a file that gets its rest when something of its beginning was printed. */
  private Ran growing(String name, byte[] all, int first, String printed) throws Exception {
    Path file = Files.write(folder.resolve(name), Arrays.copyOf(all, first));
    Watched out = new Watched(printed);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] arguments = {"keyframes", "--live", file.toString(), "--patience", "5"};
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<Integer> running =
          other.submit(
              () ->
                  CommandLine.run(
                      arguments,
                      InputStream.nullInputStream(),
                      out,
                      new PrintStream(err, true, StandardCharsets.UTF_8)));
      assertThat(out.seen.await(60, TimeUnit.SECONDS)).as(printed).isTrue();
      Files.write(file, Arrays.copyOfRange(all, first, all.length), StandardOpenOption.APPEND);
      assertThat(running.get(60, TimeUnit.SECONDS)).as(err.toString()).isZero();
    }
    return new Ran(0, out.toString(StandardCharsets.UTF_8), err.toString());
  }

  @Test
  void standardInputIsFollowedToItsEnd() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        CommandLine.run(
            new String[] {"keyframes", "--live", "-", "--fast"},
            new ByteArrayInputStream(film),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(code).as(err.toString()).isZero();
    assertThat(cuts(new Ran(0, out.toString(StandardCharsets.UTF_8), "").json())).hasSize(2);
    assertThat(err.toString()).doesNotContain("nothing more came");
  }

  @Test
  void wrongUsesAreNamed() throws Exception {
    Path file = Files.write(folder.resolve("film.ts"), film);
    String name = file.toString();
    assertThat(Ran.with("", "keyframes", "--live", name, "--out", "x").code()).isEqualTo(2);
    assertThat(Ran.with("", "keyframes", "--live", name, "--patience", "soon").err())
        .contains("'soon'");
    assertThat(Ran.with("", "keyframes", "--live", name, "--patience", "0").code()).isEqualTo(2);
    assertThat(Ran.with("", "keyframes", name, "--patience", "3").code()).isEqualTo(2);
    Ran missing = Ran.with("", "keyframes", "--live", folder.resolve("none.ts").toString());
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("no such file");
    assertThat(Ran.with("no film at all", "keyframes", "--live", "-").code()).isEqualTo(1);
  }
}
