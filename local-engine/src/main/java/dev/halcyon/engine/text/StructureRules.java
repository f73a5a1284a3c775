package dev.halcyon.engine.text;

import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.UserProblem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
      Pattern.compile(
          "(links|mentions|hashtags|emoji|words|letters|capitals|repeated|run)\\s*>=\\s*"
              + "(\\d{1,6}(?:\\.\\d{1,4})?)");

  private final Map<PolicyRule, List<Limit>> rules = new HashMap<>();

  StructureRules(List<PolicyRule> rules) {
    for (PolicyRule rule : rules) {
      this.rules.put(rule, rule.terms().stream().map(term -> limit(rule, term)).toList());
    }
  }

  private static Limit limit(PolicyRule rule, String term) {
    Matcher matcher = TERM.matcher(term);
    if (!matcher.matches()) {
      throw new UserProblem(
          "policy.invalid",
          "rule " + rule.id() + ": '" + term + "' is no structure setting",
          "Write MEASURE>=NUMBER with one of links, mentions, hashtags, emoji, words, letters,"
              + " capitals, repeated, run.");
    }
    return new Limit(matcher.group(1), Double.parseDouble(matcher.group(2)));
  }

  void match(NormalisedText text, List<Links.Link> links, String language, RuleMatches matches) {
    if (rules.isEmpty() || text.original().isBlank()) {
      return;
    }
    Map<String, Double> measures = measure(text.original(), links);
    rules.forEach(
        (rule, limits) -> {
          if (CompiledRules.speaks(rule, language)
              && limits.stream()
                  .allMatch(limit -> measures.getOrDefault(limit.measure, 0.0) >= limit.least)) {
            StringBuilder label = new StringBuilder();
            for (Limit limit : limits) {
              label.append(label.isEmpty() ? "" : ", ").append(limit.measure).append(' ');
              label.append(shown(measures.getOrDefault(limit.measure, 0.0)));
            }
            Span whole = new Span(0, text.original().length());
            matches.add(RuleMatch.text(rule, whole, label.toString()));
          }
        });
  }

  private static String shown(double value) {
    return value == Math.rint(value) && value >= 2
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private static Map<String, Double> measure(String text, List<Links.Link> links) {
    Counts counts = new Counts();
    text.codePoints().forEach(counts::see);
    counts.endOfWord();
    Map<String, Double> measures = new HashMap<>();
    measures.put("links", (double) links.stream().filter(Links.Link::explicit).count());
    measures.put("mentions", (double) counts.mentions);
    measures.put("hashtags", (double) counts.hashtags);
    measures.put("emoji", (double) counts.emoji);
    measures.put("words", (double) counts.words);
    measures.put("letters", (double) counts.letters);
    measures.put("capitals", counts.cased == 0 ? 0 : (double) counts.capitals / counts.cased);
    measures.put("repeated", counts.words == 0 ? 0 : (double) counts.repeats / counts.words);
    measures.put("run", (double) counts.longestRun);
    return measures;
  }

  private record Limit(String measure, double least) {}

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
