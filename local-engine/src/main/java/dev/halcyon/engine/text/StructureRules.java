package dev.halcyon.engine.text;

import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The STRUCTURE rules of a policy: the shape of the whole message. Terms read {@code MEASURE>=N}
 * and all of a rule's terms must hold. Measures: {@code links}, {@code mentions}, {@code hashtags},
 * {@code emoji}, {@code words}, {@code letters} are counts; {@code capitals} is the share of
 * capitals among cased letters; {@code repeated} the share of words that repeat an earlier one;
 * {@code run} the longest run of one character. Immutable.
 */
final class StructureRules {
  private static final Pattern TERM =
      Pattern.compile("([a-z]+)\\s*>=\\s*(\\d{1,6}(?:\\.\\d{1,4})?)");

  /** What can be measured, named as policies name it. */
  private enum Measure {
    LINKS,
    MENTIONS,
    HASHTAGS,
    EMOJI,
    WORDS,
    LETTERS,
    CAPITALS,
    REPEATED,
    RUN;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final List<Shape> shapes = new ArrayList<>();

  StructureRules(List<PolicyRule> rules) {
    for (PolicyRule rule : rules) {
      shapes.add(new Shape(rule, rule.terms().stream().map(term -> limit(rule, term)).toList()));
    }
  }

  private static Limit limit(PolicyRule rule, String term) {
    Matcher matcher = TERM.matcher(term);
    if (matcher.matches()) {
      for (Measure measure : Measure.values()) {
        if (measure.id().equals(matcher.group(1))) {
          return new Limit(measure, Double.parseDouble(matcher.group(2)));
        }
      }
    }
    throw new UserProblem(
        "policy.invalid",
        "rule " + rule.id() + ": '" + term + "' is no structure setting",
        "Write MEASURE>=NUMBER with one of "
            + String.join(", ", Arrays.stream(Measure.values()).map(Measure::id).toList())
            + ".");
  }

  void match(
      NormalisedText text, List<Links.Link> links, SpokenLanguages languages, RuleMatches matches) {
    if (shapes.isEmpty() || text.original().isBlank()) {
      return;
    }
    double[] measures = measure(text.original(), links);
    for (Shape shape : shapes) {
      if (languages.speaks(shape.rule) && shape.holds(measures)) {
        Span whole = new Span(0, text.original().length());
        matches.add(RuleMatch.text(shape.rule, whole, shape.label(measures)));
      }
    }
  }

  private static double[] measure(String text, List<Links.Link> links) {
    Counts counts = new Counts();
    for (int i = 0; i < text.length(); ) {
      int cp = text.codePointAt(i);
      counts.see(cp);
      i += Character.charCount(cp);
    }
    counts.endOfWord();
    double[] measures = new double[Measure.values().length];
    for (Links.Link link : links) {
      measures[Measure.LINKS.ordinal()] += link.explicit() ? 1 : 0;
    }
    measures[Measure.MENTIONS.ordinal()] = counts.mentions;
    measures[Measure.HASHTAGS.ordinal()] = counts.hashtags;
    measures[Measure.EMOJI.ordinal()] = counts.emoji;
    measures[Measure.WORDS.ordinal()] = counts.words;
    measures[Measure.LETTERS.ordinal()] = counts.letters;
    measures[Measure.CAPITALS.ordinal()] =
        counts.cased == 0 ? 0 : (double) counts.capitals / counts.cased;
    measures[Measure.REPEATED.ordinal()] =
        counts.words == 0 ? 0 : (double) counts.repeats / counts.words;
    measures[Measure.RUN.ordinal()] = counts.longestRun;
    return measures;
  }

  private record Limit(Measure measure, double least) {
    double of(double[] measures) {
      return measures[measure.ordinal()];
    }
  }

  private record Shape(PolicyRule rule, List<Limit> limits) {
    boolean holds(double[] measures) {
      for (Limit limit : limits) {
        if (limit.of(measures) < limit.least) {
          return false;
        }
      }
      return true;
    }

    String label(double[] measures) {
      StringBuilder label = new StringBuilder();
      for (Limit limit : limits) {
        label.append(label.isEmpty() ? "" : ", ").append(limit.measure.id()).append(' ');
        label.append(shown(limit.of(measures)));
      }
      return label.toString();
    }
  }

  private static String shown(double value) {
    return value == Math.rint(value) && value >= 2
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  /** One walk over the text; words are compared by a 64-bit hash so that long texts cost little. */
  private static final class Counts {
    private final Set<Long> seen = new HashSet<>();
    private long word;
    private boolean inWord;
    private int previous = -1;
    private int run;
    private int longestRun;
    private int mentions;
    private int hashtags;
    private int emoji;
    private int words;
    private int repeats;
    private int letters;
    private int cased;
    private int capitals;

    void see(int cp) {
      run = cp == previous ? run + 1 : 1;
      longestRun = Character.isWhitespace(cp) ? longestRun : Math.max(longestRun, run);
      if (Character.isLetterOrDigit(cp)) {
        if (!inWord) {
          mentions += previous == '@' ? 1 : 0;
          hashtags += previous == '#' ? 1 : 0;
        }
        inWord = true;
        word = word * 1099511628211L + Character.toLowerCase(cp);
        letters += Character.isLetter(cp) ? 1 : 0;
        boolean upper = Character.isUpperCase(cp);
        cased += upper || Character.isLowerCase(cp) ? 1 : 0;
        capitals += upper ? 1 : 0;
      } else {
        endOfWord();
        emoji += Character.isEmojiPresentation(cp) ? 1 : 0;
      }
      previous = cp;
    }

    void endOfWord() {
      if (inWord) {
        words++;
        repeats += seen.add(word) ? 0 : 1;
      }
      inWord = false;
      word = 0;
    }
  }
}
