package dev.halcyon.engine.text;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Judges text that was found inside media (read in a picture, heard in a recording) as the item's
 * own text is judged: by the text stages that the policy lists, under its rules and thresholds.
 * Safe for any thread.
 */
public final class TextTiers {
  /** A text of fewer letters is too short to have a language, and asks nobody to look. */
  private static final int FEWEST_LETTERS = 15;

  private final List<Stage> stages;
  private final LanguageIdentifier languages = new LanguageIdentifier();

  /**
   * Text stages to judge by.
   *
   * @param stages those of the engine, in cascade order
   */
  public TextTiers(List<Stage> stages) {
    this.stages = List.copyOf(stages);
  }

  /**
   * What the text stages said.
   *
   * @param floor what they conclude whatever the thresholds say; for a language that the model does
   *     not know, what the policy says of such text
   * @param scores the highest of each category over the stages, thresholds null
   * @param evidence spans of the text that was handed in
   * @param note what could not be said, or the empty string
   */
  public record Reading(
      String language,
      Verdict floor,
      List<CategoryScore> scores,
      List<Evidence.Words> evidence,
      String note) {
    public Reading {
      scores = List.copyOf(scores);
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * Judges a text.
   *
   * @param item what it was found in: gives policy, place, and the language where the text is too
   *     short to tell
   * @throws InterruptedException when the deadline passed
   */
  public Reading read(ScanContext item, String text) throws InterruptedException {
    ScanContext found = new ScanContext(of(item.request(), text), item.deadline());
    found.language(language(item, text));
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    List<Evidence.Words> evidence = new ArrayList<>();
    Verdict floor = Verdict.ALLOW;
    String note = "";
    for (Stage stage : stages) {
      boolean listed =
          item.request().policy().stages().stream()
              .anyMatch(spec -> spec.stage().equals(stage.name()));
      if (!listed || !stage.appliesTo(found)) {
        continue;
      }
      StageOutcome outcome = stage.assess(found);
      floor = Thresholds.sterner(floor, outcome.floor());
      outcome.scores().forEach(each -> scores.merge(each.category(), each.score(), Math::max));
      outcome.evidence().forEach(each -> addWords(each, evidence));
      if (outcome.status() == AssessmentStatus.NOT_SUPPORTED) {
        note = outcome.note();
        floor = Thresholds.sterner(floor, unsupported(item, text));
      }
    }
    return new Reading(
        found.language(),
        floor,
        scores.entrySet().stream()
            .map(entry -> new CategoryScore(entry.getKey(), entry.getValue(), null))
            .toList(),
        evidence,
        note);
  }

  private static void addWords(Evidence evidence, List<Evidence.Words> to) {
    if (evidence instanceof Evidence.Words words) {
      to.add(words);
    }
  }

  private static Verdict unsupported(ScanContext item, String text) {
    return text.codePoints().filter(Character::isLetter).count() < FEWEST_LETTERS
        ? Verdict.ALLOW
        : item.request().policy().unsupportedLanguage();
  }

  /** Captions are often in capitals, which the language model has hardly seen. */
  private String language(ScanContext item, String text) {
    String told = languages.identify(text.toLowerCase(Locale.ROOT));
    return told.equals(LanguageIdentifier.UNDETERMINED) ? item.language() : told;
  }

  private static ScanRequest of(ScanRequest item, String text) {
    return new ScanRequest(
        item.itemId(),
        text,
        null,
        item.region(),
        item.surface(),
        item.audience(),
        item.author(),
        item.conversation(),
        List.of(),
        List.of(),
        0,
        item.history(),
        item.policy(),
        item.deadline());
  }
}
