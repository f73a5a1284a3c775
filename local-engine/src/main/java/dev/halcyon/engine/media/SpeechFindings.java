package dev.halcyon.engine.media;

import dev.halcyon.engine.RiskTimeline;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the text stages say of the transcripts of one scan, gathered: the highest score of each
 * category, the sternest verdict, and words turned into the seconds at which they were said.
 * Confined to the thread of one scan.
 */
final class SpeechFindings {
  private final ScanContext context;
  private final List<Stage> text;
  private final Map<Category, Double> scores = new EnumMap<>(Category.class);
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Verdict floor = Verdict.ALLOW;
  private AssessmentStatus status = AssessmentStatus.OK;

  SpeechFindings(ScanContext context, List<Stage> text) {
    this.context = context;
    this.text = text;
  }

  /** A part that could not be listened to. */
  void failed(Problem problem) {
    notes.add(problem.code() + ": " + problem.message());
    status = AssessmentStatus.FAILED;
  }

  /** Something of a part that was not heard: a person listens. */
  void unheard(Problem problem) {
    unheard(problem.code() + ": " + problem.message());
  }

  void unheard(String note) {
    notes.add(note);
    floor = Thresholds.sterner(floor, Verdict.REVIEW);
  }

  /**
   * Has the policy's text stages read what was said in one media part.
   *
   * @return how risky the seconds are in which something was said
   */
  List<RiskTimeline.Span> read(String mediaId, Transcript transcript) throws InterruptedException {
    ScanContext said = asText(transcript);
    List<RiskTimeline.Span> spans = new ArrayList<>();
    for (StageSpec spec : context.request().policy().stages()) {
      for (Stage stage : text) {
        if (stage.name().equals(spec.stage()) && stage.appliesTo(said)) {
          StageOutcome outcome = stage.assess(said);
          add(stage.name(), outcome, mediaId, transcript);
          spans.addAll(spans(outcome, mediaId, transcript));
        }
      }
    }
    return spans;
  }

  /**
   * The seconds of the words that support a score: those that support it most have all of it, the
   * others as much less as they weigh less.
   */
  private static List<RiskTimeline.Span> spans(
      StageOutcome outcome, String mediaId, Transcript transcript) {
    Map<Category, Double> heaviest = new EnumMap<>(Category.class);
    outcome.evidence().forEach(each -> heaviest.merge(each.category(), each.weight(), Math::max));
    Map<Category, Double> worst = new EnumMap<>(Category.class);
    outcome.scores().forEach(each -> worst.merge(each.category(), each.score(), Math::max));
    List<RiskTimeline.Span> spans = new ArrayList<>();
    for (Evidence each : outcome.evidence()) {
      double most = heaviest.get(each.category());
      if (most > 0 && heard(each, mediaId, transcript) instanceof Evidence.Seconds seconds) {
        double score = worst.getOrDefault(each.category(), 0.0) * each.weight() / most;
        spans.add(
            new RiskTimeline.Span(
                each.category(), seconds.from(), seconds.to(), Math.clamp(score, 0, 1)));
      }
    }
    return spans;
  }

  private ScanContext asText(Transcript transcript) {
    ScanRequest whole = context.request();
    ScanRequest request =
        new ScanRequest(
            whole.itemId(),
            transcript.text(),
            transcript.language(),
            whole.region(),
            whole.surface(),
            whole.audience(),
            whole.author(),
            whole.conversation(),
            List.of(),
            List.of(),
            whole.reports(),
            whole.history(),
            whole.policy(),
            whole.deadline());
    ScanContext said = new ScanContext(request, context.deadline());
    said.language(transcript.language());
    return said;
  }

  private void add(String stage, StageOutcome outcome, String mediaId, Transcript transcript) {
    floor = Thresholds.sterner(floor, outcome.floor());
    switch (outcome.status()) {
      case OK -> {
        outcome.scores().forEach(each -> scores.merge(each.category(), each.score(), Math::max));
        outcome.evidence().forEach(each -> evidence.add(heard(each, mediaId, transcript)));
      }
      case NOT_SUPPORTED -> {
        notes.add(stage + " of what was said: " + outcome.note());
        floor = Thresholds.sterner(floor, context.request().policy().unsupportedLanguage());
      }
      case FAILED, TIMED_OUT, UNKNOWN -> unheard(stage + " of what was said: " + outcome.note());
    }
  }

  /** The seconds of the segments in which the words lie. */
  static Evidence heard(Evidence evidence, String mediaId, Transcript transcript) {
    if (!(evidence instanceof Evidence.Words words) || transcript.segments().isEmpty()) {
      return evidence;
    }
    double from = transcript.segments().getLast().from();
    double to = 0;
    int at = 0;
    for (Transcript.Segment segment : transcript.segments()) {
      int end = at + segment.text().length();
      if (words.start() < end && words.end() > at) {
        from = Math.min(from, segment.from());
        to = Math.max(to, segment.to());
      }
      at = end + 1;
    }
    return new Evidence.Seconds(
        words.category(),
        words.weight(),
        words.source(),
        mediaId,
        from,
        Math.max(from, to),
        words.label());
  }

  StageOutcome outcome(ModelRef model, String inputHash) {
    // A part that failed says nothing, but what the others said still counts.
    Verdict least =
        status == AssessmentStatus.OK ? floor : Thresholds.sterner(floor, Verdict.REVIEW);
    boolean spoke = !scores.isEmpty();
    return new StageOutcome(
        spoke ? AssessmentStatus.OK : status,
        String.join(" ", notes),
        least,
        scores.entrySet().stream()
            .map(each -> new CategoryScore(each.getKey(), each.getValue(), null))
            .toList(),
        evidence,
        model,
        inputHash);
  }
}
