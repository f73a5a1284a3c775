package dev.halcyon.engine.media;

import dev.halcyon.engine.LiveSpeech;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.sound.SoundModels;
import dev.halcyon.engine.sound.SpeechCollector;
import dev.halcyon.engine.sound.SpeechCollector.Speech;
import dev.halcyon.engine.sound.Transcriber;
import dev.halcyon.engine.video.SoundSink;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Listens to a film that is followed: windows of up to 28 seconds, each ending where it is quiet,
 * go through voice activity, speech to text and the policy's text stages, which read the window
 * before along with it, so that nothing hides in a seam. The decoder waits meanwhile, so that no
 * queue grows. Confined to one thread.
 */
final class LiveListening {
  private static final int RATE = SoundSink.RATE;

  /** A window this long ends at the next quiet second. */
  private static final int ENOUGH = 8 * RATE;

  /** A window ends here at the latest, at its quietest place: speech to text hears 30 seconds. */
  private static final int MOST = 28 * RATE;

  /** Where that place is looked for, from the end. */
  private static final int SEARCHED = 8 * RATE;

  private static final int QUIET_PIECE = RATE / 4;

  /** A second is quiet below a tenth of the window's mean energy. */
  private static final double QUIET = 0.1;

  /** The window before is read along if it is no older. */
  private static final double MEMORY_SECONDS = 60;

  /** For one window; speech is written down in a tenth of its length. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final double LEAST_UNCLEAR = 1;

  private final SoundModels models;
  private final List<Stage> text;
  private final ScanRequest request;
  private final Consumer<LiveSpeech> listener;
  private final short[] window = new short[MOST + RATE];
  private int filled;
  private double begins;
  private Transcript before = Transcript.SILENT;

  /**
   * Prepares to listen.
   *
   * @param request names the policy, region and surface that everything is judged under
   */
  LiveListening(
      SoundModels models, List<Stage> text, ScanRequest request, Consumer<LiveSpeech> listener) {
    this.models = models;
    this.text = text;
    this.request = request;
    this.listener = listener;
  }

  /** The next second or less of sound. */
  void sound(double atSeconds, short[] samples) throws InterruptedException {
    boolean joins = Math.abs(atSeconds - (begins + (double) filled / RATE)) < 0.05;
    if (!joins) {
      flush(filled);
      begins = atSeconds;
    }
    System.arraycopy(samples, 0, window, filled, samples.length);
    filled += samples.length;
    if (filled >= ENOUGH && isQuiet(samples)) {
      flush(filled);
    } else if (filled >= MOST) {
      flush(quietest());
    }
  }

  /** Listens to what is left. */
  void end() throws InterruptedException {
    flush(filled);
  }

  private boolean isQuiet(short[] last) {
    return energy(last, 0, last.length) <= QUIET * energy(window, 0, filled);
  }

  /** The middle of the quietest quarter of a second of those that may be cut in. */
  private int quietest() {
    int best = filled;
    double least = Double.MAX_VALUE;
    for (int at = filled - SEARCHED; at + QUIET_PIECE <= filled; at += QUIET_PIECE / 4) {
      double energy = energy(window, at, at + QUIET_PIECE);
      if (energy < least) {
        least = energy;
        best = at + QUIET_PIECE / 2;
      }
    }
    return best;
  }

  private static double energy(short[] samples, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) samples[i] * samples[i];
    }
    return sum / Math.max(1, to - from);
  }

  private void flush(int end) throws InterruptedException {
    if (end > 0) {
      hear(Arrays.copyOf(window, end));
      System.arraycopy(window, end, window, 0, filled - end);
      filled -= end;
      begins += (double) end / RATE;
    }
  }

  private void hear(short[] samples) throws InterruptedException {
    SpeechCollector collector = models.collector();
    collector.block(samples);
    Speech speech = collector.finish();
    if (speech.stretches().isEmpty()) {
      return;
    }
    double to = begins + (double) samples.length / RATE;
    Instant stop = Instant.now().plus(PATIENCE);
    ScanContext context = new ScanContext(request, stop);
    SpeechFindings findings = new SpeechFindings(context, text);
    Transcript said = Transcript.SILENT;
    try {
      Transcriber.Result result =
          models.transcriber().transcribe(speech, () -> Instant.now().isAfter(stop));
      said = moved(result.transcript());
      if (result.seconds() < speech.seconds()) {
        findings.unheard("sound.time: not all of what was said was written down in time");
      } else if (said.unclearSeconds() >= LEAST_UNCLEAR) {
        findings.unheard(
            String.format(
                Locale.ROOT,
                "sound.unclear: %.0f seconds of speech could not be understood",
                said.unclearSeconds()));
      }
      if (!said.segments().isEmpty()) {
        findings.read("", withBefore(said));
        before = said;
      }
    } catch (UserProblem e) {
      findings.failed(e.problem());
    }
    StageOutcome outcome = findings.outcome(models.ref(), "");
    listener.accept(
        new LiveSpeech(
            begins,
            to,
            said,
            outcome.scores(),
            outcome.evidence(),
            outcome.floor(),
            outcome.note()));
  }

  /** With the film's times instead of the window's. */
  private Transcript moved(Transcript transcript) {
    return new Transcript(
        transcript.language(),
        transcript.segments().stream()
            .map(
                each ->
                    new Transcript.Segment(
                        begins + each.from(), begins + each.to(), each.text(), each.confidence()))
            .toList(),
        transcript.unclearSeconds());
  }

  private Transcript withBefore(Transcript said) {
    List<Transcript.Segment> all = new ArrayList<>();
    boolean recent =
        before.language().equals(said.language())
            && begins - before.segments().getLast().to() < MEMORY_SECONDS;
    if (recent) {
      all.addAll(before.segments());
    }
    all.addAll(said.segments());
    return new Transcript(said.language(), all, said.unclearSeconds());
  }
}
