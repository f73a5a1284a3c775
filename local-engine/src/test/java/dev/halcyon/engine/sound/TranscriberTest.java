package dev.halcyon.engine.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.sound.SpeechCollector.Speech;
import dev.halcyon.engine.testing.SharedData;
import dev.halcyon.engine.testing.Sounds;
import dev.halcyon.engine.worker.MediaWorker;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From sound to text with the shipped models. */
class TranscriberTest {
  private static MediaWorker worker;
  private static SoundModels models;

  @BeforeAll
  static void start() {
    worker = new MediaWorker(false, MediaLimits.standard(Duration.ofMinutes(1)));
    models = SoundModels.shipped();
  }

  @AfterAll
  static void stop() {
    worker.close();
    models.close();
  }

  private static Speech speech(short[] sound) {
    SpeechCollector collector = models.collector();
    collector.block(sound);
    return collector.finish();
  }

  private static Transcript written(short[] sound) throws InterruptedException {
    return models.transcriber().transcribe(speech(sound), () -> false).transcript();
  }

  private static short[] sentence(int number) throws InterruptedException {
    return Sounds.decoded(worker, Sounds.sentence(number));
  }

  private static short[] joined(short[]... parts) {
    return Sounds.joined(List.of(parts));
  }

  /** Words wrong of words said. */
  private static double errors(int[] numbers, double decibels) throws InterruptedException {
    int wrong = 0;
    int all = 0;
    for (int number : numbers) {
      short[] sound = sentence(number);
      short[] heard = decibels > 90 ? sound : Sounds.noisy(sound, decibels, number);
      List<String> said = Sounds.words(Sounds.sentences().get(number));
      wrong += Sounds.errors(said, Sounds.words(written(heard).text()));
      all += said.size();
    }
    return (double) wrong / all;
  }

  @Test
  void theSpeechOfThePresidentIsWrittenWordForWord() throws Exception {
    byte[] file = Files.readAllBytes(SharedData.file("media/speech/jfk.flac"));
    Transcript transcript = written(Sounds.decoded(worker, file));
    assertThat(transcript.language()).isEqualTo("en");
    assertThat(String.join(" ", Sounds.words(transcript.text())))
        .isEqualTo(
            "and so my fellow americans ask not what your country can do for you"
                + " ask what you can do for your country");
    assertThat(transcript.segments().getLast().to()).isCloseTo(11, within(0.6));
  }

  @Test
  void spokenSentencesAreWrittenWithFewErrors() throws Exception {
    int[] some = {2, 6, 9, 10, 12, 14, 18, 21, 25, 29};
    assertThat(errors(some, 99)).isLessThanOrEqualTo(0.15);
  }

  @Test
  @Tag("long")
  void allThirtySentencesKeepTheirFiguresWithAndWithoutNoise() throws Exception {
    int[] all = java.util.stream.IntStream.range(0, 30).toArray();
    assertThat(errors(all, 99)).isLessThanOrEqualTo(0.15);
    assertThat(errors(all, 15)).isLessThanOrEqualTo(0.25);
  }

  @Test
  void silenceHumAndNoiseYieldNothing() throws Exception {
    short[] hum = new short[16_000 * 20];
    short[] noise = new short[16_000 * 20];
    Random random = new Random(5);
    for (int i = 0; i < hum.length; i++) {
      hum[i] = (short) (4000 * Math.sin(2 * Math.PI * 50 * i / 16_000.0));
      noise[i] = (short) (random.nextGaussian() * 2000);
    }
    for (short[] sound : List.of(new short[16_000 * 40], hum, noise)) {
      assertThat(written(sound)).isEqualTo(Transcript.SILENT);
    }
  }

  @Test
  void musicYieldsNothing() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      Transcript transcript = written(Sounds.music(20, seed));
      assertThat(transcript.segments()).isEmpty();
      assertThat(transcript.unclearSeconds()).isZero();
    }
  }

  @Test
  void speechBetweenSilencesKeepsItsSeconds() throws Exception {
    short[] gap = new short[16_000 * 10];
    short[] first = sentence(10);
    short[] second = sentence(21);
    Transcript transcript = written(joined(gap, first, gap, second, gap));
    double firstEnd = 10 + first.length / 16_000.0;
    double secondFrom = firstEnd + 10;
    assertThat(transcript.segments()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(transcript.segments().getFirst().from()).isCloseTo(10, within(0.7));
    assertThat(transcript.segments().getFirst().to()).isCloseTo(firstEnd, within(0.8));
    assertThat(transcript.segments().getLast().from()).isCloseTo(secondFrom, within(0.8));
  }

  @Test
  void longSoundIsWrittenInWindowsWithoutLossOrRepetition() throws Exception {
    int[] numbers = {1, 2, 6, 9, 12, 14, 18, 20, 21, 25, 28, 29, 24, 19};
    List<short[]> parts = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (int number : numbers) {
      parts.add(sentence(number));
      parts.add(new short[16_000 / 2]);
      said.addAll(Sounds.words(Sounds.sentences().get(number)));
    }
    short[] sound = Sounds.joined(parts);
    assertThat(sound.length).as("longer than one window").isGreaterThan(31 * 16_000);
    Transcript transcript = written(sound);
    List<String> words = Sounds.words(transcript.text());
    assertThat(Sounds.errors(said, words)).isLessThanOrEqualTo(said.size() / 4);
    double last = 0;
    for (Transcript.Segment segment : transcript.segments()) {
      assertThat(segment.from()).isGreaterThanOrEqualTo(last - 0.1);
      assertThat(segment.to()).isGreaterThanOrEqualTo(segment.from());
      last = segment.to();
    }
    assertThat(last).isCloseTo(sound.length / 16_000.0, within(1.5));
  }

  @Test
  void theSameSoundGivesTheSameText() throws Exception {
    short[] sound = Sounds.noisy(sentence(3), 5, 1);
    assertThat(written(sound)).isEqualTo(written(sound));
  }

  @Test
  void whatIsOutOfTimeIsLeftOutAndCounted() throws Exception {
    Speech speech = speech(sentence(2));
    Transcriber.Result result = models.transcriber().transcribe(speech, () -> true);
    assertThat(result.seconds()).isZero();
    assertThat(result.transcript().segments()).isEmpty();
    assertThat(speech.seconds()).isGreaterThan(1);
  }

  @Test
  void anInterruptedTranscriptionEnds() throws Exception {
    Speech speech = speech(sentence(2));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> models.transcriber().transcribe(speech, () -> false))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void wordsDoNotShowWhereThingsAreLogged() {
    Transcript transcript =
        new Transcript("en", List.of(new Transcript.Segment(0, 1, "secret words", 1)), 0);
    assertThat(transcript.toString()).doesNotContain("secret");
    assertThat(transcript.segments().getFirst().toString()).doesNotContain("secret");
    assertThat(transcript.text()).isEqualTo("secret words");
  }
}
