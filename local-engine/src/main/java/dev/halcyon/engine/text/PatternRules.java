package dev.halcyon.engine.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.ibm.icu.lang.UCharacter;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The PATTERN rules of a policy, matched in time linear in the text (RE2). A first pass looks for
 * letters the patterns need; only those whose letters occur are run. Where a pattern has a group,
 * the first group is the evidence. Immutable.
 */
final class PatternRules {
  /** Long texts are matched in windows, so that a deadline can end the work between two. */
  private static final int WINDOW = 1 << 16;

  private static final int OVERLAP = 1 << 10;

  private final Group normalised;
  private final Group original;

  PatternRules(List<PolicyRule> rules) {
    normalised = new Group(rules.stream().filter(PolicyRule::normalised).toList());
    original = new Group(rules.stream().filter(rule -> !rule.normalised()).toList());
  }

  /**
   * A pattern as policies write them.
   *
   * @throws UserProblem {@code policy.invalid} naming the rule and the reason
   */
  static Pattern compile(PolicyRule rule, String term) {
    try {
      return Pattern.compile(term, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw new UserProblem(
          "policy.invalid",
          "rule " + rule.id() + ": the pattern '" + term + "' cannot be read: " + e.getMessage(),
          "Mend the pattern (RE2 syntax: no look-around, no back-references).",
          e);
    }
  }

  void match(NormalisedText text, SpokenLanguages languages, RuleMatches matches)
      throws InterruptedException {
    for (Entry entry : normalised.candidates(text.text())) {
      if (languages.speaks(entry.rule)) {
        find(entry, text, true, matches);
      }
    }
    if (original.entries.isEmpty()) {
      return;
    }
    String folded = text.lowered() ? text.text() : UCharacter.foldCase(text.original(), true);
    for (Entry entry : original.candidates(folded)) {
      if (languages.speaks(entry.rule)) {
        find(entry, text, false, matches);
      }
    }
  }

  private static void find(
      Entry entry, NormalisedText text, boolean normalised, RuleMatches matches)
      throws InterruptedException {
    String subject = normalised ? text.text() : text.original();
    int covered = 0;
    for (int from = 0; from < subject.length(); from += WINDOW - OVERLAP) {
      CompiledRules.checkDeadline();
      int to = Math.min(subject.length(), from + WINDOW);
      Matcher matcher =
          entry.pattern.matcher(
              from == 0 && to == subject.length() ? subject : subject.substring(from, to));
      while (matcher.find()) {
        int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
        int start = from + matcher.start(group);
        int end = from + matcher.end(group);
        if (end > start && start >= covered) {
          covered = end;
          Span span = normalised ? text.original(start, end) : new Span(start, end);
          if (!matches.add(RuleMatch.text(entry.rule, span, subject.substring(start, end)))) {
            return;
          }
        }
      }
      if (to == subject.length()) {
        return;
      }
    }
  }

  private record Entry(PolicyRule rule, Pattern pattern) {}

  /** The patterns over one form of the text, with the letters that lead to them. */
  private static final class Group {
    private final List<Entry> entries = new ArrayList<>();

    /** Those for which no needed letters could be told. */
    private final BitSet always = new BitSet();

    private final TermFinder<int[]> literals;

    Group(List<PolicyRule> rules) {
      Map<String, List<Integer>> byLiteral = new HashMap<>();
      for (PolicyRule rule : rules) {
        for (String term : rule.terms()) {
          int index = entries.size();
          entries.add(new Entry(rule, compile(rule, term)));
          List<String> needed = RequiredLiterals.of(term);
          for (String literal : needed) {
            byLiteral.computeIfAbsent(literal, key -> new ArrayList<>()).add(index);
          }
          always.set(index, needed.isEmpty());
        }
      }
      Map<String, int[]> patterns = new HashMap<>();
      byLiteral.forEach(
          (literal, indexes) ->
              patterns.put(literal, indexes.stream().mapToInt(Integer::intValue).toArray()));
      literals = TermFinder.of(patterns);
    }

    /** The patterns that may match, in the policy's order. */
    List<Entry> candidates(String folded) {
      BitSet present = (BitSet) always.clone();
      literals.find(
          folded,
          (start, end, indexes) -> {
            for (int index : indexes) {
              present.set(index);
            }
          });
      List<Entry> candidates = new ArrayList<>();
      for (int i = present.nextSetBit(0); i >= 0; i = present.nextSetBit(i + 1)) {
        candidates.add(entries.get(i));
      }
      return candidates;
    }
  }
}
