package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.SoundStream;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sounds;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.video.SoundFacts;
import dev.halcyon.engine.video.SoundSink;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the worker makes of sound, good and hostile. */
class SoundDecodingTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static MediaWorker worker;

  @BeforeAll
  static void startWorker() {
    worker = new MediaWorker(false, MediaLimits.standard(LONG));
  }

  @AfterAll
  static void stopWorker() {
    worker.close();
  }

  private record Heard(SoundFacts facts, short[] samples) {}

  private static Heard listen(byte[] file) throws InterruptedException {
    List<short[]> blocks = new ArrayList<>();
    SoundSink sink =
        block -> {
          assertThat(block.length).isBetween(1, SoundSink.BLOCK);
          blocks.add(block);
        };
    SoundFacts facts = worker.listen(Sources.of("audio/x", file), sink, LONG);
    return new Heard(facts, Sounds.joined(blocks));
  }

  private static Problem refused(byte[] file) {
    UserProblem[] caught = new UserProblem[1];
    assertThatThrownBy(() -> listen(file))
        .isInstanceOfSatisfying(UserProblem.class, each -> caught[0] = each);
    assertThat(caught[0].problem().message()).isNotBlank();
    assertThat(caught[0].problem().remedy()).isNotBlank();
    return caught[0].problem();
  }

  private static void goodSoundIsStillHeard() throws InterruptedException {
    assertThat(listen(Sounds.sentence(24)).facts.shortfall()).isEmpty();
  }

  private static short[] tone(int samples, int rate, double hertz) {
    short[] tone = new short[samples];
    for (int i = 0; i < samples; i++) {
      tone[i] = (short) (10_000 * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return tone;
  }

  private static double loudness(short[] samples) {
    double sum = 0;
    for (short sample : samples) {
      sum += (double) sample * sample;
    }
    return Math.sqrt(sum / samples.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "water.ogg",
        "water.mp3",
        "water.aac",
        "water.m4a",
        "water.flac",
        "water.wav",
        "water.webm",
        "water.mka",
        "water.amr"
      })
  void everyFormatComesOutAsMonoAtSixteenKilohertz(String name) throws Exception {
    Heard heard = listen(Sounds.file(name));
    assertThat(heard.facts.present()).isTrue();
    assertThat(heard.facts.shortfall()).isEmpty();
    assertThat(heard.facts.seconds()).isCloseTo(2.29, within(0.15));
    assertThat(heard.samples).hasSize((int) heard.facts.samples());
    assertThat(loudness(heard.samples)).isBetween(1500.0, 8000.0);
  }

  @Test
  void samplesOfAPlainFileArriveUnchanged() throws Exception {
    short[] tone = tone(40_000, 16_000, 440);
    Heard heard = listen(Sounds.wav(tone));
    assertThat(heard.samples).isEqualTo(tone);
    assertThat(heard.facts.rate()).isEqualTo(16_000);
  }

  @Test
  void stereoAtAnotherRateIsMixedAndResampled() throws Exception {
    short[] left = tone(96_000, 48_000, 440);
    short[] both = new short[192_000];
    for (int i = 0; i < left.length; i++) {
      both[2 * i] = left[i];
      both[2 * i + 1] = left[i];
    }
    Heard heard = listen(Sounds.wav(both, 2, 48_000, both.length * 2L));
    assertThat(heard.facts.channels()).isEqualTo(2);
    assertThat(heard.facts.seconds()).isCloseTo(2, within(0.01));
    assertThat(loudness(heard.samples)).isCloseTo(loudness(left), within(200.0));
  }

  @Test
  void soundThatCancelsInTheSumOfItsChannelsIsHeardAllTheSame() throws Exception {
    short[] left = tone(32_000, 16_000, 300);
    short[] both = new short[64_000];
    for (int i = 0; i < left.length; i++) {
      both[2 * i] = left[i];
      both[2 * i + 1] = (short) -left[i];
    }
    Heard heard = listen(Sounds.wav(both, 2, 16_000, both.length * 2L));
    assertThat(loudness(heard.samples)).isCloseTo(loudness(left), within(200.0));
  }

  @Test
  void aFileWithoutSoundSaysSo(@TempDir Path folder) throws Exception {
    byte[] film = Clip.of(64, 48, 25).bytes(folder, ".mp4", 25, (i, rgb) -> rgb[i] = (byte) i);
    assertThat(listen(film).facts).isEqualTo(SoundFacts.NONE);
    byte[] picture = Painting.file(Painting.scene(1, 64, 48), "png");
    assertThat(listen(picture).facts).isEqualTo(SoundFacts.NONE);
  }

  @Test
  void lengthIsLimitedAndTheResultSaysSo() throws Exception {
    MediaLimits tight = new MediaLimits(1 << 20, 1 << 20, 1 << 20, 100, 2, 10, LONG);
    List<short[]> blocks = new ArrayList<>();
    try (MediaWorker strict = new MediaWorker(false, tight)) {
      byte[] file = Sounds.wav(tone(5 * 16_000, 16_000, 440));
      SoundFacts facts = strict.listen(Sources.of("audio/wav", file), blocks::add, LONG);
      assertThat(facts.seconds()).isEqualTo(2);
      assertThat(facts.shortfall().orElseThrow().code()).isEqualTo("media.partial");
    }
    assertThat(Sounds.joined(blocks)).hasSize(32_000);
  }

  @Test
  void aHeaderThatClaimsHoursCostsWhatIsThere() throws Exception {
    byte[] file = Sounds.wav(tone(16_000, 16_000, 440), 1, 16_000, 3L * 3600 * 32_000);
    Heard heard = listen(file);
    assertThat(heard.facts.seconds()).isEqualTo(1);
    assertThat(heard.facts.shortfall().orElseThrow().code()).isEqualTo("media.partial");
    goodSoundIsStillHeard();
  }

  @Test
  void impossibleShapesAreProblems() throws Exception {
    short[] tone = tone(16_000, 16_000, 440);
    assertThat(refused(Sounds.wav(tone, 0, 16_000, 32_000)).code()).startsWith("media.");
    assertThat(refused(Sounds.wav(tone, 1, 0, 32_000)).code()).startsWith("media.");
    assertThat(refused(Sounds.wav(tone, 1, 1, 32_000)).code()).startsWith("media.");
    assertThat(refused(Sounds.wav(tone, 1000, 16_000, 32_000)).code()).startsWith("media.");
    assertThat(refused(Sounds.wav(new short[0])).code()).startsWith("media.");
    goodSoundIsStillHeard();
  }

  @ParameterizedTest
  @ValueSource(strings = {"water.mp3", "water.aac", "water.m4a", "water.flac", "water.ogg"})
  void aFileCutOffAnywhereIsAProblemOrWhatWasThere(String name) throws Exception {
    byte[] whole = Sounds.file(name);
    for (double share : new double[] {0.01, 0.1, 0.5, 0.9}) {
      byte[] part = Arrays.copyOf(whole, Math.max(1, (int) (whole.length * share)));
      try {
        assertThat(listen(part).facts.seconds()).isLessThan(2.4);
      } catch (UserProblem e) {
        assertThat(e.problem().code())
            .as("%s cut off at %s", name, share)
            .isIn("media.truncated", "media.damaged", "media.type", "media.codec");
      }
    }
    goodSoundIsStillHeard();
  }

  @Test
  void aPlainFileCutOffIsFlagged() throws Exception {
    byte[] whole = Sounds.wav(tone(10 * 16_000, 16_000, 440));
    SoundFacts facts = listen(Arrays.copyOf(whole, whole.length / 2)).facts;
    assertThat(facts.seconds()).isCloseTo(5, within(0.01));
    assertThat(facts.shortfall().orElseThrow().code()).isEqualTo("media.partial");
  }

  @Test
  void damagedSoundNeverCostsMoreThanItsOwnResult() throws Exception {
    fuzz(60, 21);
  }

  @Test
  @Tag("long")
  void aStormOfDamagedSoundNeverCostsMoreThanItsOwnResult() throws Exception {
    fuzz(2000, 22);
  }

  private static void fuzz(int rounds, long seed) throws InterruptedException {
    Random random = new Random(seed);
    List<byte[]> seeds = new ArrayList<>();
    for (String name :
        List.of(
            "water.ogg",
            "water.mp3",
            "water.aac",
            "water.m4a",
            "water.flac",
            "water.wav",
            "water.webm",
            "water.mka",
            "water.amr")) {
      seeds.add(Sounds.file(name));
    }
    for (int round = 0; round < rounds; round++) {
      byte[] file = seeds.get(random.nextInt(seeds.size())).clone();
      for (int i = random.nextInt(20); i >= 0; i--) {
        int reach = random.nextBoolean() ? Math.min(200, file.length) : file.length;
        file[random.nextInt(reach)] = (byte) random.nextInt(256);
      }
      try {
        listen(file);
      } catch (UserProblem e) {
        assertThat(e.problem().code()).as("round %d of seed %d", round, seed).startsWith("media.");
      }
    }
    goodSoundIsStillHeard();
  }

  @Test
  void aSoundFileIsStillNoticedByTheScanOfPictures() throws Exception {
    DecodedMedia decoded = worker.decode(Sources.of("audio/aac", Sounds.file("water.aac")));
    assertThat(decoded.info().state()).isEqualTo(MediaState.READY);
    assertThat(decoded.info().detectedType()).isEqualTo("audio/aac");
    assertThat(decoded.info().hasSound()).isTrue();
  }

  private static short[] heard(SoundStream stream) throws InterruptedException {
    List<short[]> blocks = new ArrayList<>();
    Optional<short[]> next = stream.take();
    while (next.isPresent()) {
      blocks.add(next.get());
      next = stream.take();
    }
    return Sounds.joined(blocks);
  }

  @Test
  void whoListensHearsWhatTheStagesHearFromATimeOn() throws InterruptedException {
    byte[] file = Sounds.wav(tone(160_000, SoundSink.RATE, 440));
    short[] whole = listen(file).samples;
    try (SoundStream stream = worker.hear(Sources.of("audio/wav", file), 3.25)) {
      assertThat(heard(stream)).isEqualTo(Arrays.copyOfRange(whole, 52_000, 160_000));
      assertThat(stream.problem()).isEmpty();
    }
    try (SoundStream stream = worker.hear(Sources.of("audio/wav", file), 99)) {
      assertThat(heard(stream)).as("past the end").isEmpty();
      assertThat(stream.problem()).isEmpty();
    }
  }

  @Test
  void soundThatNobodyTakesWaitsAndLettingItGoKeepsTheWorker() throws InterruptedException {
    byte[] file = Sounds.wav(tone(60 * SoundSink.RATE, SoundSink.RATE, 300));
    List<Long> before = worker.processIds();
    SoundStream stream = worker.hear(Sources.of("audio/wav", file), 0);
    assertThat(stream.take()).isPresent();
    assertThat(stream.take()).isPresent();
    assertThat(stream.waiting()).isLessThanOrEqualTo(SoundStream.AHEAD);
    stream.close();
    assertThat(stream.take()).isEmpty();
    goodSoundIsStillHeard();
    assertThat(worker.processIds()).containsAll(before);
  }

  @Test
  void soundThatCannotBeDecodedSaysWhyToWhoListens() throws InterruptedException {
    byte[] file = "no sound at all, whatever it says it is".getBytes(StandardCharsets.UTF_8);
    try (SoundStream stream = worker.hear(Sources.of("audio/wav", file), 0)) {
      assertThat(heard(stream)).isEmpty();
      assertThat(stream.problem())
          .hasValueSatisfying(each -> assertThat(each.code()).startsWith("media."));
    }
  }
}
