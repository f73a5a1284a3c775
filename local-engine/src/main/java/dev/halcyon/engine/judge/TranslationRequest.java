package dev.halcyon.engine.judge;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Threshold;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text that somebody wants to read in another language, with what is known of it: that decides
 * whether a model may see it at all, and on which machine. Immutable.
 *
 * @param language of the text, {@code und} where it is not known
 * @param to the language wanted, as ISO 639 writes it
 * @param young whether its author is believed to be under age, or it stands where minors are
 * @param said what the stages said of the item
 * @param named categories that people named: in reports, orders, earlier decisions
 */
public record TranslationRequest(
    String text,
    String language,
    String to,
    String region,
    boolean young,
    ResolvedPolicy policy,
    List<Assessment> said,
    Set<Category> named) {
  /** The share of the review threshold at which child_safety counts as suspected. */
  private static final double SUSPECTED = 0.25;

  /** The same where a stage told no threshold. */
  private static final double SUSPECTED_AT = 0.1;

  /** Stages that read a text for every category; where none did, child_safety cannot be told. */
  private static final Set<String> READERS = Set.of("text.linear", "text.deep");

  public TranslationRequest {
    said = List.copyOf(said);
    named = Set.copyOf(named);
  }

  /** Whether child_safety is suspected by anything that is known: then no model sees the text. */
  boolean childSafety() {
    Set<Category> suspects = suspects();
    if (suspects.contains(Category.CHILD_SAFETY) || young && suspects.contains(Category.SEXUAL)) {
      return true;
    }
    return said.stream()
        .flatMap(assessment -> assessment.scores().stream())
        .filter(score -> score.category() == Category.CHILD_SAFETY)
        .anyMatch(score -> score.score() >= suspectedFrom(score));
  }

  private static double suspectedFrom(CategoryScore score) {
    @Nullable Threshold threshold = score.threshold();
    return threshold == null ? SUSPECTED_AT : SUSPECTED * threshold.review();
  }

  private Set<Category> suspects() {
    EnumSet<Category> suspects = EnumSet.noneOf(Category.class);
    suspects.addAll(named);
    for (Assessment assessment : said) {
      assessment.evidence().stream().map(Evidence::category).forEach(suspects::add);
      for (CategoryScore score : assessment.scores()) {
        @Nullable Threshold threshold = score.threshold();
        if (threshold != null && score.score() >= threshold.review()) {
          suspects.add(score.category());
        }
      }
    }
    suspects.remove(Category.UNKNOWN);
    return suspects;
  }

  /** Whether the text may be sent to another machine, by the same rules as for a judge. */
  boolean mayLeave() {
    @Nullable JudgePolicy judge = policy.judge();
    boolean read =
        said.stream()
            .anyMatch(
                each -> READERS.contains(each.stage()) && each.status() == AssessmentStatus.OK);
    if (judge == null || judge.mayLeave().isEmpty() || !read || childSafety()) {
      return false;
    }
    Set<Category> suspects = suspects();
    if (!suspects.isEmpty()) {
      return judge.mayLeave().containsAll(suspects);
    }
    // It may be about anything, so everything must be free to go.
    return policy.categories().stream()
        .map(CategoryPolicy::category)
        .filter(each -> each != Category.CHILD_SAFETY)
        .allMatch(judge.mayLeave()::contains);
  }

  /** Without the text, which is content. */
  @Override
  public String toString() {
    return "TranslationRequest[" + language + " to " + to + "]";
  }
}
