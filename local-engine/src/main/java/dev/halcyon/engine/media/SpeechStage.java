package dev.halcyon.engine.media;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RiskTimeline;
import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.sound.SoundDrawing;
import dev.halcyon.engine.sound.SoundModels;
import dev.halcyon.engine.sound.SpeechCollector;
import dev.halcyon.engine.sound.SpeechCollector.Speech;
import dev.halcyon.engine.sound.Transcriber;
import dev.halcyon.engine.video.SoundFacts;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * {@code sound.speech}: writes down what is said in each media part, notes the transcript on the
 * analysis and has the policy's text stages read it, with seconds as evidence. Speech that was not
 * heard or not understood is never cleared. Safe for any thread.
 */
final class SpeechStage implements Stage {
  static final String NAME = "sound.speech";

  /** Share of the time left that decoding may take; writing down takes the rest. */
  private static final int DECODING = 2;

  /** Time kept back for the text stages. */
  private static final Duration RESERVE = Duration.ofMillis(500);

  /** Unclear speech below this is a cough, seconds. */
  private static final double LEAST_UNCLEAR = 1;

  private final MediaWorker worker;
  private final SoundModels models;
  private final List<Stage> text;

  /**
   * A stage.
   *
   * @param text the stages that read transcripts, where the policy names them
   */
  SpeechStage(MediaWorker worker, SoundModels models, List<Stage> text) {
    this.worker = worker;
    this.models = models;
    this.text = List.copyOf(text);
  }

  /** Whether the policy of a scan has sound listened to. */
  static boolean listens(ScanContext context) {
    return context.request().policy().stages().stream().anyMatch(each -> each.stage().equals(NAME));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tier tier() {
    return Tier.CLASSIFIER;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    return context.analyses().stream().anyMatch(each -> audible(each.info()));
  }

  private static boolean audible(MediaInfo info) {
    return info.state() == MediaState.READY && info.hasSound();
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    SpeechFindings findings = new SpeechFindings(context, text);
    InputHash hash = new InputHash();
    for (int i = 0; i < context.analyses().size(); i++) {
      if (audible(context.analyses().get(i).info())) {
        MediaSource source = context.request().media().get(i);
        hash.add(source.mediaId().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try {
          Speech speech = listen(source, context, findings, i);
          Transcript transcript = written(speech, context, findings);
          MediaAnalysis heard = context.analyses().get(i).with(transcript);
          context.analyses().set(i, heard);
          List<RiskTimeline.Span> spoken = findings.read(source.mediaId(), transcript);
          context.analyses().set(i, heard.withSpoken(spoken));
        } catch (UserProblem e) {
          findings.failed(e.problem());
        }
      }
    }
    return findings.outcome(models.ref(), hash.hex());
  }

  /** The speech of a part; what the sound looks like is noted on the way. */
  private Speech listen(MediaSource source, ScanContext context, SpeechFindings findings, int part)
      throws InterruptedException {
    SpeechCollector collector = models.collector();
    SoundDrawing drawing = new SoundDrawing();
    Duration left = Duration.between(Instant.now(), context.deadline());
    Duration most = left.dividedBy(DECODING);
    SoundFacts facts =
        worker.listen(
            source,
            samples -> {
              drawing.block(samples);
              collector.block(samples);
            },
            most);
    facts.shortfall().ifPresent(findings::unheard);
    context.analyses().set(part, context.analyses().get(part).withSound(drawing.finish()));
    Speech speech = collector.finish();
    if (speech.cut()) {
      findings.unheard("sound.long: only the first half hour of speech was written down");
    }
    return speech;
  }

  private Transcript written(Speech speech, ScanContext context, SpeechFindings findings)
      throws InterruptedException {
    if (speech.stretches().isEmpty()) {
      // Nobody speaks: the large models stay unloaded.
      return Transcript.SILENT;
    }
    Instant stop = context.deadline().minus(RESERVE);
    Transcriber.Result result =
        models.transcriber().transcribe(speech, () -> Instant.now().isAfter(stop));
    if (result.seconds() < speech.seconds()) {
      findings.unheard(
          String.format(
              Locale.ROOT,
              "sound.time: only %.0f of %.0f seconds of speech were written down in time",
              result.seconds(),
              speech.seconds()));
    }
    if (result.transcript().unclearSeconds() >= LEAST_UNCLEAR) {
      findings.unheard(
          String.format(
              Locale.ROOT,
              "sound.unclear: %.0f seconds of speech could not be understood",
              result.transcript().unclearSeconds()));
    }
    return result.transcript();
  }
}
