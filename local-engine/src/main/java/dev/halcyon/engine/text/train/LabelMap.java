package dev.halcyon.engine.text.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.Category;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which label of which source means which category. A label that is absent stays unknown. Shares of
 * annotators count as yes from 0.5 and as no below 0.3; between, people disagreed and it stays
 * unknown. Stateless.
 *
 * <ul>
 *   <li>{@code hate}, {@code harassment}, {@code violence}, {@code sexual}, {@code child_safety},
 *       {@code self_harm}, {@code spam}, {@code misinformation}, {@code privacy}, {@code weapons}:
 *       the category of that name.
 *   <li>{@code profanity}, {@code offensive}, {@code toxic}: no category. Rude is not harmful; the
 *       rows serve through their other labels (rude but not hateful).
 *   <li>{@code edos_sexism}: threats and derogation are hate; "none" is not hate; animosity and
 *       prejudiced discussion are sexism that many policies would not call hate: unknown.
 *   <li>{@code pii_synthetic}: privacy when a span gives an address, a number or an account; names,
 *       places and organisations alone are not private.
 *   <li>{@code catqa_en}: {@link #CATQA}, by hand, after reading the questions of each group.
 * </ul>
 */
final class LabelMap {
  private static final double YES = 0.5;
  private static final double NO = 0.3;

  private static final Set<String> PRIVATE_SPANS =
      Set.of(
          "STREET_ADDRESS",
          "CREDIT_CARD",
          "PHONE_NUMBER",
          "EMAIL_ADDRESS",
          "IBAN_CODE",
          "US_SSN",
          "US_DRIVER_LICENSE",
          "IP_ADDRESS");

  /**
   * The groups of CatQA. Groups that mix harms (illegal activity, physical harm, privacy violation,
   * which is half about breaking into systems) stay unknown. The economic, fraud, political and
   * financial groups are harmful too, but are none of child safety, sexual, hate, malware.
   */
  static final Map<String, Category> CATQA =
      Map.of(
          "Child Abuse", Category.CHILD_SAFETY,
          "Hate/Harass/Violence", Category.HATE,
          "Malware Viruses", Category.MALWARE,
          "Adult Content", Category.SEXUAL);

  private static final Set<String> EVERYDAY =
      Set.of("sms_spam", "constraint_covid_train", "pii_synthetic");

  private static final Set<String> EVERYDAY_AND_POSTS =
      Set.of(
          "sms_spam",
          "constraint_covid_train",
          "pii_synthetic",
          "civil_comments_spans",
          "toxigen_annotated");

  /**
   * Collections whose texts nearly never belong to a category, though nobody labelled them for it:
   * those without any yes may be taken for a no in training ({@link Corpus#withOrdinary()}).
   */
  static final Map<Category, Set<String>> ORDINARY =
      Map.of(
          Category.SELF_HARM, EVERYDAY_AND_POSTS,
          Category.CHILD_SAFETY, EVERYDAY_AND_POSTS,
          Category.WEAPONS, EVERYDAY_AND_POSTS,
          Category.SPAM, EVERYDAY_AND_POSTS,
          Category.PRIVACY, EVERYDAY_AND_POSTS,
          Category.SEXUAL,
              Set.of("sms_spam", "constraint_covid_train", "pii_synthetic", "toxigen_annotated"),
          Category.HARASSMENT, EVERYDAY,
          Category.HATE, EVERYDAY,
          Category.VIOLENCE, EVERYDAY);

  /**
   * Categories known from prompts and templates alone, whose heads take a lone word of their topic
   * for the harm: words and snippets of ordinary posts are a no of them ({@link
   * Corpus#withSnippets()}).
   */
  static final List<Category> KNOWN_FROM_SENTENCES =
      List.of(Category.CHILD_SAFETY, Category.SELF_HARM, Category.WEAPONS, Category.SEXUAL);

  /** Of these, those that policies review from low scores on, where a lone word gets to soonest. */
  static final List<Category> LOW_THRESHOLDS = List.of(Category.CHILD_SAFETY, Category.SELF_HARM);

  private static final Set<String> CATQA_OTHER =
      Set.of(
          "Economic Harm", "Fraud/Deception", "Political Campaigning", "Tailored Financial Advice");

  private static final List<Category> CATQA_CATEGORIES =
      List.of(Category.CHILD_SAFETY, Category.HATE, Category.MALWARE, Category.SEXUAL);

  private LabelMap() {}

  static Map<Category, Boolean> categories(String source, JsonNode labels) {
    Map<Category, Boolean> found = new EnumMap<>(Category.class);
    if (labels.has("harm_category")) {
      catqa(labels.get("harm_category").asText(), found);
      return found;
    }
    if (labels.has("spans")) {
      boolean any = false;
      for (JsonNode span : labels.get("spans")) {
        any |= PRIVATE_SPANS.contains(span.path("type").asText());
      }
      found.put(Category.PRIVACY, any);
      return found;
    }
    labels
        .properties()
        .forEach(
            label -> {
              Category category = Category.of(label.getKey());
              double share = label.getValue().asDouble();
              if (category != Category.UNKNOWN && (share >= YES || share < NO)) {
                found.put(category, share >= YES);
              }
            });
    if (labels.has("sexism_category")) {
      switch (labels.get("sexism_category").asText().substring(0, 1)) {
        case "1", "2" -> found.put(Category.HATE, true);
        case "n" -> found.put(Category.HATE, false);
        default -> found.remove(Category.HATE);
      }
    }
    return found;
  }

  private static void catqa(String group, Map<Category, Boolean> found) {
    @Nullable Category yes = CATQA.get(group);
    if (yes == null && !CATQA_OTHER.contains(group)) {
      return;
    }
    for (Category category : CATQA_CATEGORIES) {
      // Child abuse and adult content overlap in the questions: each leaves the other unknown.
      boolean overlaps =
          (yes == Category.CHILD_SAFETY && category == Category.SEXUAL)
              || (yes == Category.SEXUAL && category == Category.CHILD_SAFETY);
      if (!overlaps) {
        found.put(category, category == yes);
      }
    }
  }
}
