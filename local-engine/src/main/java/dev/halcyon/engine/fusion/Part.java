package dev.halcyon.engine.fusion;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.halcyon.engine.personal.PersonalKind;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.UserProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** One part of a combination, as a term of the rule says it. Immutable. */
sealed interface Part {
  /** Where a part is looked for. */
  enum Place {
    /** The item's own text. */
    TEXT,
    /** What is seen, and read, in pictures and frames. */
    PICTURE,
    /** What is said in the item's sound. */
    SOUND,
    /** The message before the item. */
    BEFORE;

    /** The name in policies, and the first part of the names of the stages that look there. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Place place();

  /** How much it costs to look, in no unit. */
  int cost();

  /** Whether it holds by what is not there. */
  default boolean negative() {
    return false;
  }

  /**
   * Words, as a pattern over the normalised text; {@code lacking} when they must not stand there.
   */
  record Says(Place place, Pattern pattern, boolean lacking) implements Part {
    @Override
    public int cost() {
      return place == Place.TEXT ? 2 : 3;
    }

    @Override
    public boolean negative() {
      return lacking;
    }
  }

  /** An object with one of these labels, at least so surely seen. */
  record Shows(Set<String> labels, double least) implements Part {
    @Override
    public Place place() {
      return Place.PICTURE;
    }

    @Override
    public int cost() {
      return 0;
    }
  }

  /** A score of the stages that look at this place, at least so high. */
  record Scores(Place place, Category category, double least) implements Part {
    @Override
    public int cost() {
      return 0;
    }
  }

  /** Personal data of one of these kinds. */
  record Holds(Place place, Set<PersonalKind> kinds) implements Part {
    @Override
    public int cost() {
      return 4;
    }
  }

  /**
   * Words nearer in meaning to some examples than to others.
   *
   * @param more by how much, as difference of mean cosines
   */
  record Means(List<String> like, List<String> unlike, double more) implements Part {
    @Override
    public Place place() {
      return Place.TEXT;
    }

    @Override
    public int cost() {
      return 5;
    }
  }

  /**
   * Reads a term: {@code PLACE says PATTERN}, {@code PLACE lacks PATTERN}, {@code picture shows
   * LABEL, LABEL >= 0.6}, {@code PLACE scores CATEGORY >= 0.3}, {@code PLACE holds KIND, KIND},
   * {@code text means EXAMPLE | EXAMPLE rather than EXAMPLE | EXAMPLE >= 0.1}.
   *
   * @throws UserProblem {@code policy.invalid} naming the rule, the term and what is known
   */
  static Part of(PolicyRule rule, String term) {
    String[] words = term.strip().split("\\s+", 3);
    if (words.length < 3) {
      throw wrong(rule, term, "it needs a place, a verb and what is looked for", FORMS);
    }
    Place place =
        Arrays.stream(Place.values())
            .filter(each -> each.id().equals(words[0]))
            .findFirst()
            .orElseThrow(() -> wrong(rule, term, "there is no place '" + words[0] + "'", FORMS));
    return switch (words[1]) {
      case "says" -> new Says(place, pattern(rule, term, words[2]), false);
      case "lacks" -> new Says(place, pattern(rule, term, words[2]), true);
      case "shows" -> shows(rule, term, place, words[2]);
      case "scores" -> scores(rule, term, place, words[2]);
      case "means" -> means(rule, term, place, words[2]);
      case "holds" -> new Holds(place, kinds(rule, term, words[2]));
      default -> throw wrong(rule, term, "there is no verb '" + words[1] + "'", FORMS);
    };
  }

  /** A difference that few ordinary captions reach (docs/decisions/0112). */
  double USUALLY_NEARER = 0.1;

  /** The forms of a term, for complaints. */
  String FORMS =
      "Write 'text says PATTERN', 'text lacks PATTERN', 'picture shows LABEL, LABEL >= 0.6', 'text"
          + " scores CATEGORY >= 0.3', 'picture holds KIND' or 'text means EXAMPLE | EXAMPLE rather"
          + " than EXAMPLE | EXAMPLE'; places are text, picture, sound, before.";

  private static Pattern pattern(PolicyRule rule, String term, String pattern) {
    try {
      return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw wrong(
          rule,
          term,
          "its pattern cannot be read: " + e.getMessage(),
          "Mend the pattern (RE2 syntax: no look-around, no back-references).");
    }
  }

  private static Shows shows(PolicyRule rule, String term, Place place, String what) {
    if (place != Place.PICTURE) {
      throw wrong(rule, term, "only a picture shows something", FORMS);
    }
    Limit limit = limit(rule, term, what, 0.5);
    Set<String> known = Labels.KNOWN;
    for (String label : limit.names()) {
      if (!known.contains(label)) {
        throw wrong(
            rule,
            term,
            "no model knows the object '" + label + "'",
            "Known are " + String.join(", ", known) + ".");
      }
    }
    return new Shows(Set.copyOf(limit.names()), limit.least);
  }

  private static Scores scores(PolicyRule rule, String term, Place place, String what) {
    Limit limit = limit(rule, term, what, Double.NaN);
    Category category =
        limit.names().size() == 1 ? Category.of(limit.names().getFirst()) : Category.UNKNOWN;
    if (category == Category.UNKNOWN || Double.isNaN(limit.least) || place == Place.BEFORE) {
      throw wrong(rule, term, "it is no score of text, picture or sound", FORMS);
    }
    return new Scores(place, category, limit.least);
  }

  private static Means means(PolicyRule rule, String term, Place place, String what) {
    if (place != Place.TEXT) {
      throw wrong(rule, term, "only the item's own text is compared by meaning", FORMS);
    }
    Limit limit = limit(rule, term, what, USUALLY_NEARER);
    String[] sides = limit.what.split("\\s+rather than\\s+");
    List<String> like = names(sides[0], "\\|");
    List<String> unlike = sides.length == 2 ? names(sides[1], "\\|") : List.of();
    if (like.isEmpty() || unlike.isEmpty()) {
      throw wrong(rule, term, "it needs examples, 'rather than', and counter-examples", FORMS);
    }
    return new Means(like, unlike, limit.least);
  }

  private static Set<PersonalKind> kinds(PolicyRule rule, String term, String what) {
    return names(what, ",").stream()
        .map(
            id ->
                PersonalKind.of(id)
                    .orElseThrow(
                        () ->
                            wrong(
                                rule,
                                term,
                                "'" + id + "' is no kind of personal data",
                                "Known are " + String.join(", ", PersonalKind.ids()) + ".")))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Names, and the least that is asked of them. */
  record Limit(String what, double least) {
    List<String> names() {
      return Part.names(what, ",");
    }
  }

  private static Limit limit(PolicyRule rule, String term, String what, double missing) {
    int at = what.indexOf(">=");
    if (at < 0) {
      return new Limit(what, missing);
    }
    try {
      double least = Double.parseDouble(what.substring(at + 2).strip());
      if (least >= 0 && least <= 1) {
        return new Limit(what.substring(0, at), least);
      }
    } catch (NumberFormatException e) {
      throw wrong(rule, term, "what follows >= is no number", FORMS);
    }
    throw wrong(rule, term, "what follows >= is not from 0 to 1", FORMS);
  }

  private static List<String> names(String what, String mark) {
    return Arrays.stream(what.split(mark))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private static UserProblem wrong(PolicyRule rule, String term, String why, String remedy) {
    return new UserProblem(
        "policy.invalid", "rule " + rule.id() + ": the part '" + term + "': " + why, remedy);
  }
}
