package dev.halcyon.engine.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.LiveEnd;
import dev.halcyon.engine.LiveKeyframe;
import dev.halcyon.engine.LiveListener;
import dev.halcyon.engine.LiveSource;
import dev.halcyon.engine.LiveSpeech;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sounds;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.video.Care;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sound of a film that still comes: written down and judged while it does. */
@Timeout(180)
class LiveListeningTest {
  private static final int FPS = 10;
  private static final int SECONDS = 36;

  /** Where the sentence with the word that nobody may say begins. */
  private static final int FIRST = 2;

  private static final int SECOND = 22;

  @TempDir private static Path folder;
  private static RescanEngine engine;
  private static byte[] film;
  private static short[] sound;

  @BeforeAll
  static void makeAFilmInWhichSomebodySpeaksTwice() throws Exception {
    engine = RescanEngine.start(EngineOptions.forServer());
    sound = new short[SECONDS * Sounds.RATE];
    try (MediaWorker worker =
        new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(60)))) {
      short[] sentence = Sounds.decoded(worker, Sounds.sentence(12));
      System.arraycopy(sentence, 0, sound, FIRST * Sounds.RATE, sentence.length);
      System.arraycopy(sentence, 0, sound, SECOND * Sounds.RATE, sentence.length);
    }
    film = film(sound);
  }

  private static byte[] film(short[] sound) throws Exception {
    byte[] scene = new byte[160 * 96 * 3];
    Painting.copy(Painting.scene(1, 160, 96), scene);
    return Clip.of(160, 96, FPS)
        .sound(sound)
        .bytes(
            folder,
            ".mkv",
            SECONDS * FPS,
            (i, rgb) -> System.arraycopy(scene, 0, rgb, 0, rgb.length));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static ResolvedPolicy forbidding(String term) {
    PolicyRule rule =
        new PolicyRule(
            "spoken-1",
            "A word nobody may say",
            RuleKind.DICTIONARY,
            Category.VIOLENCE,
            null,
            List.of(),
            Verdict.BLOCK,
            1,
            List.of(term),
            true);
    return Scans.withRules(Scans.policy(2), List.of(rule));
  }

  /** Keeps what it is told, and tells when something was said. */
  private static final class Kept implements LiveListener {
    private final List<LiveKeyframe> keyframes = new CopyOnWriteArrayList<>();
    private final List<LiveSpeech> speeches = new CopyOnWriteArrayList<>();
    private final CountDownLatch spoke = new CountDownLatch(1);

    @Override
    public void keyframe(LiveKeyframe keyframe) {
      keyframes.add(keyframe);
    }

    @Override
    public void speech(LiveSpeech speech) {
      speeches.add(speech);
      spoke.countDown();
    }
  }

  private static LiveEnd watch(LiveSource source, ResolvedPolicy policy, LiveListener kept)
      throws InterruptedException {
    return engine.watch(source, Care.EVERY_FRAME, Scans.text("", null, policy), kept);
  }

  private static List<Evidence.Seconds> broken(LiveSpeech speech) {
    return speech.evidence().stream()
        .filter(each -> each.source().startsWith("rule:"))
        .map(Evidence.Seconds.class::cast)
        .toList();
  }

  @Test
  void whatIsSaidIsJudgedWindowByWindowWithTheFilmsSeconds() throws Exception {
    Kept kept = new Kept();
    LiveEnd end =
        watch(Sources.live(new ByteArrayInputStream(film)), forbidding("volunteers"), kept);
    assertThat(end.problem()).isEmpty();
    assertThat(kept.keyframes).isNotEmpty();
    assertThat(kept.speeches).hasSize(2);
    LiveSpeech first = kept.speeches.getFirst();
    assertThat(first.said().text().toLowerCase(java.util.Locale.ROOT)).contains("volunteers");
    assertThat(first.floor()).isEqualTo(Verdict.BLOCK);
    assertThat(broken(first))
        .singleElement()
        .satisfies(each -> assertThat(each.from()).isBetween(FIRST - 0.6, FIRST + 1.0))
        .satisfies(each -> assertThat(each.to()).isBetween(FIRST + 1.0, FIRST + 4.0));
    LiveSpeech second = kept.speeches.getLast();
    assertThat(second.from()).isBetween((double) FIRST, (double) SECOND);
    assertThat(broken(second))
        .as("the window before is read along")
        .anySatisfy(each -> assertThat(each.from()).isBetween(SECOND - 0.6, SECOND + 1.0))
        .anySatisfy(each -> assertThat(each.from()).isBetween(FIRST - 0.6, FIRST + 1.0));
  }

  @Test
  void whatIsSaidIsHandedOnWhileTheFilmStillComes() throws Exception {
    Kept kept = new Kept();
    assertThat(watch(waiting(film, kept), Scans.policy(2), kept).problem()).isEmpty();
    assertThat(kept.speeches).hasSize(2);
  }

  /** Sends its second half when something of the first was handed on. */
  private static LiveSource waiting(byte[] all, Kept kept) {
    ByteArrayInputStream bytes = new ByteArrayInputStream(all);
    int gate = all.length / 2;
    return new LiveSource() {
      private int sent;

      @Override
      public String declaredType() {
        return "application/octet-stream";
      }

      @Override
      public int read(ByteBuffer into) throws InterruptedException {
        if (sent >= gate && !kept.spoke.await(100, TimeUnit.SECONDS)) {
          throw new AssertionError("nothing was handed on before the second half came");
        }
        byte[] some = new byte[Math.min(4096, into.remaining())];
        int read = bytes.read(some, 0, some.length);
        into.put(some, 0, Math.max(0, read));
        sent += Math.max(0, read);
        return read;
      }
    };
  }

  @Test
  void soundAloneIsFollowedAndJudgedWhileItComes() throws Exception {
    Kept kept = new Kept();
    LiveEnd end = watch(waiting(Sounds.wav(sound), kept), forbidding("volunteers"), kept);
    assertThat(end.problem()).isEmpty();
    assertThat(end.type()).isEqualTo("audio/wav");
    assertThat(end.keyframes()).isZero();
    assertThat(end.seconds()).isBetween(SECONDS - 0.1, SECONDS + 0.1);
    assertThat(kept.keyframes).isEmpty();
    assertThat(kept.speeches).hasSize(2);
    assertThat(kept.speeches).allMatch(each -> each.floor() == Verdict.BLOCK);
    assertThat(broken(kept.speeches.getLast()))
        .anySatisfy(each -> assertThat(each.from()).isBetween(SECOND - 0.6, SECOND + 1.0));
  }

  @Test
  void aTornStreamOfSoundGivesWhatCameBefore() throws Exception {
    Kept kept = new Kept();
    byte[] flac = Sounds.sentence(12);
    byte[] torn = java.util.Arrays.copyOf(flac, flac.length * 3 / 4);
    LiveEnd end = watch(Sources.live(new ByteArrayInputStream(torn)), Scans.policy(2), kept);
    assertThat(end.type()).isEqualTo("audio/flac");
    assertThat(kept.speeches).hasSize(1);
    assertThat(kept.speeches.getFirst().said().text()).isNotBlank();
  }

  @Test
  void soundAloneIsRefusedWhereNobodyListens() {
    assertThatThrownBy(
            () ->
                engine.watch(
                    Sources.live(new ByteArrayInputStream(Sounds.sentence(12))),
                    Care.EVERY_FRAME,
                    keyframe -> {}))
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("media.sound"));
  }

  @Test
  void silenceIsNoSpeechAndAFilmWithoutSoundIsOnlySeen() throws Exception {
    for (short[] sound : new short[][] {new short[SECONDS * Sounds.RATE], {}}) {
      Kept kept = new Kept();
      LiveEnd end =
          watch(Sources.live(new ByteArrayInputStream(film(sound))), Scans.policy(2), kept);
      assertThat(end.problem()).isEmpty();
      assertThat(kept.keyframes).isNotEmpty();
      assertThat(kept.speeches).isEmpty();
    }
  }

  @Test
  void speechWithoutAPauseIsCutWhereItIsQuietAndLosesNoSentence() throws Exception {
    short[] sound = new short[SECONDS * Sounds.RATE];
    int at = 0;
    int said = 0;
    try (MediaWorker worker =
        new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(60)))) {
      for (int i = 0; at < sound.length; i++) {
        short[] sentence = Sounds.decoded(worker, Sounds.sentence(i % 30));
        int n = Math.min(sentence.length, sound.length - at);
        System.arraycopy(sentence, 0, sound, at, n);
        at += n;
        said += at < sound.length ? Sounds.words(Sounds.sentences().get(i % 30)).size() : 0;
      }
    }
    Kept kept = new Kept();
    watch(Sources.live(new ByteArrayInputStream(film(sound))), Scans.policy(2), kept);
    assertThat(kept.speeches).hasSizeGreaterThan(1);
    for (int i = 1; i < kept.speeches.size(); i++) {
      assertThat(kept.speeches.get(i).from()).isEqualTo(kept.speeches.get(i - 1).to());
    }
    int written =
        kept.speeches.stream().mapToInt(each -> Sounds.words(each.said().text()).size()).sum();
    assertThat(written).isGreaterThan(said * 8 / 10);
  }
}
