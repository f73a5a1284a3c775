package dev.halcyon.app.reasoning;

import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.StepKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a rationale into the reader's language. Every figure comes from the rationale; this only
 * words it. Immutable, safe for any thread.
 */
public final class ArgumentComposer {
  /** Longest quote shown in a link, code units. */
  private static final int QUOTE = 48;

  /** What evidence points into. */
  private record Spoken(String text, List<MediaInfo> media) {
    Optional<Double> at(String mediaId, int frame) {
      return media.stream()
          .filter(part -> part.mediaId().equals(mediaId))
          .flatMap(part -> part.keyframes().stream())
          .filter(keyframe -> keyframe.index() == frame)
          .map(Keyframe::atSeconds)
          .findFirst();
    }
  }

  private final Words words;
  private final ScoreWords scores;

  public ArgumentComposer(Words words) {
    this.words = words;
    this.scores = new ScoreWords(words);
  }

  /**
   * @param text the item's original text, for quotes
   * @param media its parts, for when a keyframe is
   */
  public Argument compose(Rationale rationale, String text, List<MediaInfo> media) {
    Spoken spoken = new Spoken(text, media);
    Clause clause = rationale.clause();
    return new Argument(
        conclusion(rationale),
        clause == null ? null : words.say("reasoning.clause", clause.id(), clause.title()),
        clause == null ? "" : clause.definition(),
        rationale.category() == null
            ? ""
            : words.say("reasoning.confidence", rationale.confidence()),
        rationale.steps().stream().map(step -> step(step, spoken)).toList(),
        rationale.exceptions(),
        words.say("reasoning.origin", words.name(rationale.source()), policy(rationale.policy())));
  }

  /** "Halcyon default, version 2", with the region where an overlay applied. */
  public String policy(PolicyRef policy) {
    String overlay = policy.overlay();
    return overlay == null
        ? words.say("policy.ref", policy.id(), String.valueOf(policy.version()))
        : words.say("policy.ref_overlay", policy.id(), String.valueOf(policy.version()), overlay);
  }

  private String conclusion(Rationale rationale) {
    Category category = rationale.category();
    return switch (rationale.verdict()) {
      case BLOCK ->
          category == null
              ? words.say("reasoning.conclude.block")
              : words.say("reasoning.conclude.block_category", scores.inline(category));
      case REVIEW ->
          category == null
              ? words.say("reasoning.conclude.review")
              : words.say("reasoning.conclude.review_category", scores.inline(category));
      case ALLOW -> words.say("reasoning.conclude.allow");
      case UNKNOWN -> words.say("reasoning.conclude.unknown");
    };
  }

  private Argument.Step step(RationaleStep step, Spoken spoken) {
    Map<String, Argument.Link> links = new LinkedHashMap<>();
    for (Evidence evidence : step.evidence()) {
      Argument.Link link = new Argument.Link(step.number(), link(evidence, spoken), evidence);
      links.putIfAbsent(link.words() + place(evidence), link);
    }
    Category category = step.category();
    return new Argument.Step(
        step.number(),
        category == null ? Category.UNKNOWN : category,
        sentence(step),
        code(step),
        step.kind() == StepKind.QUOTE_STRUCK ? step.label() : "",
        new ArrayList<>(links.values()));
  }

  /** What stands apart for those who look it up. */
  private String code(RationaleStep step) {
    return switch (step.kind()) {
      case STAGE_FAILED, NOT_SUPPORTED -> StageNote.of(words, step.label()).code();
      case INJECTION_MARKED -> step.label();
      default -> "";
    };
  }

  private static String place(Evidence evidence) {
    return evidence instanceof Evidence.Words spot ? "@" + spot.start() : "";
  }

  private String sentence(RationaleStep step) {
    String stage = scores.stage(step.stage());
    return switch (step.kind()) {
      case RULE_MATCHED -> words.say("step.rule_matched", step.label());
      case BANK_MATCHED -> words.say("step.bank_matched", step.reference());
      case SCORE_OVER_THRESHOLD, SCORE_UNDER_THRESHOLD -> scored(stage, step);
      case NOT_SUPPORTED -> words.say("step.not_supported", stage, note(step));
      case STAGE_FAILED -> words.say("step.stage_failed", stage, note(step));
      case UNSURE -> words.say("step.unsure", stage, note(step));
      case REPORTED -> words.say("step.reported", count(step.label()));
      case SIMILAR_DECIDED -> words.say("step.similar_decided", action(step.label()));
      case JUDGED -> judged(step);
      case REASONED -> words.say("step.reasoned", step.label());
      case CLAUSE_WEIGHED -> words.say("step.clause_weighed", step.reference(), step.label());
      case EXCEPTION_APPLIES -> words.say("step.exception_applies", step.reference(), step.label());
      case EXCEPTION_REJECTED ->
          words.say("step.exception_rejected", step.reference(), step.label());
      case QUOTE_STRUCK -> words.say("step.quote_struck");
      case INJECTION_MARKED -> words.say("step.injection_marked");
      case UNKNOWN -> words.say("step.unknown", step.label());
    };
  }

  /** What a language model would do; whatever this version does not know is no opinion. */
  private String judged(RationaleStep step) {
    CategoryScore score = step.score();
    double sure = score == null ? 0 : score.score();
    return switch (step.label()) {
      case "allow" -> words.say("step.judged.allow", step.reference(), sure);
      case "review" -> words.say("step.judged.review", step.reference(), sure);
      case "block" -> words.say("step.judged.block", step.reference(), sure);
      default -> words.say("step.judged.none", step.reference());
    };
  }

  private String note(RationaleStep step) {
    return StageNote.of(words, step.label()).sentence();
  }

  private String scored(String stage, RationaleStep step) {
    CategoryScore score = step.score();
    if (score != null && !ScoreWords.speaks(score)) {
      return words.say("step.scored_nothing", stage);
    }
    return score == null
        ? words.say("step.scored_without", stage, step.label())
        : words.say("step.scored", stage, scores.say(score));
  }

  private static int count(String label) {
    try {
      return Integer.parseInt(label.strip());
    } catch (NumberFormatException _) {
      return 1;
    }
  }

  private String action(String label) {
    return words.find("decisionaction." + label.toLowerCase(java.util.Locale.ROOT)).orElse(label);
  }

  /** Why a stage has no score: a sentence, and the engine's code apart from it. */
  StageNote silence(Assessment assessment) {
    String stage = scores.stage(assessment.stage());
    String why =
        switch (assessment.status()) {
          case NOT_SUPPORTED -> words.say("silence.not_supported", stage);
          case FAILED -> words.say("silence.failed", stage);
          case TIMED_OUT -> words.say("silence.timed_out", stage);
          case OK, UNKNOWN -> words.say("silence.unknown", stage);
        };
    StageNote note = StageNote.of(words, assessment.note());
    return note.isEmpty() || assessment.status() == AssessmentStatus.TIMED_OUT
        ? new StageNote(why, note.code())
        : new StageNote(words.say("silence.with_note", why, note.sentence()), note.code());
  }

  private String link(Evidence evidence, Spoken spoken) {
    return switch (evidence) {
      case Evidence.Words spot -> quote(spot, spoken.text());
      case Evidence.Region region -> region(region, spoken);
      case Evidence.Frame frame ->
          frame.atSeconds() > 0 || frame.frame() > 0
              ? words.say("link.frame", ScoreWords.clock(frame.atSeconds()))
              : words.say("link.picture");
      case Evidence.Seconds seconds -> seconds(seconds);
      case Evidence.Unrecognised _ -> words.say("link.unrecognised");
    };
  }

  /** By the clock, as the strip says it; by its number where nobody knows when the frame is. */
  private String region(Evidence.Region region, Spoken spoken) {
    Integer frame = region.frame();
    if (frame == null) {
      return words.say("link.region", region.label());
    }
    return spoken
        .at(region.mediaId(), frame)
        .map(seconds -> words.say("link.region_at", region.label(), ScoreWords.clock(seconds)))
        .orElseGet(() -> words.say("link.region_frame", region.label(), frame + 1));
  }

  private String seconds(Evidence.Seconds spot) {
    String from = ScoreWords.clock(spot.from());
    String to = ScoreWords.clock(spot.to());
    return from.equals(to) ? from : words.say("link.seconds", from, to);
  }

  private String quote(Evidence.Words spot, String text) {
    int start = Math.clamp(spot.start(), 0, text.length());
    int end = Math.clamp(spot.end(), start, text.length());
    boolean longer = end - start > QUOTE;
    if (longer) {
      end = start + QUOTE;
      end -= Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
    }
    String quoted = text.substring(start, end).replaceAll("\\s+", " ").strip();
    return words.say(longer ? "link.words_cut" : "link.words", quoted);
  }
}
