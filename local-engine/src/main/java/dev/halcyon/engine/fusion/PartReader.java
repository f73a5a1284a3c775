package dev.halcyon.engine.fusion;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.halcyon.engine.personal.PersonalKind;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.UserProblem;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the parts of a combination from the terms of its rule. Stateless. */
final class PartReader {
  private PartReader() {}

  /**
   * Reads a term: {@code PLACE says PATTERN}, {@code PLACE lacks PATTERN}, {@code picture shows
   * LABEL, LABEL >= 0.6}, {@code PLACE scores CATEGORY >= 0.3}, {@code PLACE holds KIND, KIND},
   * {@code text means EXAMPLE | EXAMPLE rather than EXAMPLE | EXAMPLE >= 0.1}, {@code PLACE, PLACE
   * intends INTENT, INTENT >= 0.7}.
   *
   * @throws UserProblem {@code policy.invalid} naming the rule, the term and what is known
   */
  static Part of(PolicyRule rule, String term) {
    String[] words = term.strip().split("\\s+", 3);
    if (words.length < 3) {
      throw wrong(rule, term, "it needs a place, a verb and what is looked for", FORMS);
    }
    if (words[1].equals("intends")) {
      return intends(rule, term, words[0], words[2]);
    }
    Part.Place place = place(rule, term, words[0]);
    return switch (words[1]) {
      case "says" -> new Part.Says(place, pattern(rule, term, words[2]), false);
      case "lacks" -> new Part.Says(place, pattern(rule, term, words[2]), true);
      case "shows" -> shows(rule, term, place, words[2]);
      case "scores" -> scores(rule, term, place, words[2]);
      case "means" -> means(rule, term, place, words[2]);
      case "holds" -> new Part.Holds(place, kinds(rule, term, words[2]));
      default -> throw wrong(rule, term, "there is no verb '" + words[1] + "'", FORMS);
    };
  }

  private static Part.Place place(PolicyRule rule, String term, String name) {
    return Arrays.stream(Part.Place.values())
        .filter(each -> each.id().equals(name))
        .findFirst()
        .orElseThrow(() -> wrong(rule, term, "there is no place '" + name + "'", FORMS));
  }

  /** A difference that few ordinary captions reach (docs/decisions/0112). */
  private static final double USUALLY_NEARER = 0.1;

  /** The forms of a term, for complaints. */
  private static final String FORMS =
      "Write 'text says PATTERN', 'text lacks PATTERN', 'picture shows LABEL, LABEL >= 0.6', 'text"
          + " scores CATEGORY >= 0.3', 'picture holds KIND' or 'text means EXAMPLE | EXAMPLE rather"
          + " than EXAMPLE | EXAMPLE' or 'text,sound intends INTENT, INTENT >= 0.7'; places are"
          + " text, picture, sound, before.";

  /** A score that few ordinary captions reach (docs/decisions/0130). */
  private static final double USUALLY_INTENDED = 0.7;

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

  private static Part.Shows shows(PolicyRule rule, String term, Part.Place place, String what) {
    if (place != Part.Place.PICTURE) {
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
    return new Part.Shows(Set.copyOf(limit.names()), limit.least);
  }

  private static Part.Scores scores(PolicyRule rule, String term, Part.Place place, String what) {
    Limit limit = limit(rule, term, what, Double.NaN);
    Category category =
        limit.names().size() == 1 ? Category.of(limit.names().getFirst()) : Category.UNKNOWN;
    if (category == Category.UNKNOWN || Double.isNaN(limit.least) || place == Part.Place.BEFORE) {
      throw wrong(rule, term, "it is no score of text, picture or sound", FORMS);
    }
    return new Part.Scores(place, category, limit.least);
  }

  private static Part.Means means(PolicyRule rule, String term, Part.Place place, String what) {
    if (place != Part.Place.TEXT) {
      throw wrong(rule, term, "only the item's own text is compared by meaning", FORMS);
    }
    Limit limit = limit(rule, term, what, USUALLY_NEARER);
    String[] sides = limit.what.split("\\s+rather than\\s+");
    List<String> like = names(sides[0], "\\|");
    List<String> unlike = sides.length == 2 ? names(sides[1], "\\|") : List.of();
    if (like.isEmpty() || unlike.isEmpty()) {
      throw wrong(rule, term, "it needs examples, 'rather than', and counter-examples", FORMS);
    }
    return new Part.Means(like, unlike, limit.least);
  }

  private static Part.Intends intends(PolicyRule rule, String term, String where, String what) {
    Set<Part.Place> places = new TreeSet<>();
    for (String name : names(where, ",")) {
      places.add(place(rule, term, name));
    }
    Limit limit = limit(rule, term, what, USUALLY_INTENDED);
    List<String> known = Intents.shipped().names();
    for (String intent : limit.names()) {
      if (!known.contains(intent)) {
        throw wrong(
            rule,
            term,
            "no model knows the intent '" + intent + "'",
            "Known are " + String.join(", ", known) + ".");
      }
    }
    if (places.isEmpty() || limit.names().isEmpty()) {
      throw wrong(rule, term, "it needs a place and an intent", FORMS);
    }
    return new Part.Intends(Collections.unmodifiableSet(places), limit.names(), limit.least);
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
  private record Limit(String what, double least) {
    List<String> names() {
      return PartReader.names(what, ",");
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
