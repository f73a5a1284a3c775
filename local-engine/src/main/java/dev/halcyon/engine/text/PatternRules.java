package dev.halcyon.engine.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.ibm.icu.lang.UCharacter;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.ahocorasick.trie.PayloadTrie;

/**
 * The PATTERN rules of a policy, matched in time linear in the text (RE2). A first pass looks for
 * letters the patterns need; only those whose letters occur are run. Where a pattern has a group,
 * the first group is the evidence. Immutable.
 */
final class PatternRules {
  /** Long texts are matched in windows, so that a deadline can end the work between two. */
  private static final int WINDOW = 1 << 16;

  private static final int OVERLAP = 1 << 10;

  private final List<Entry> entries = new ArrayList<>();
  private final PayloadTrie<Integer> literals;

  PatternRules(List<PolicyRule> rules) {
    var builder = PayloadTrie.<Integer>builder();
    for (PolicyRule rule : rules) {
      for (String term : rule.terms()) {
        List<String> needed = RequiredLiterals.of(term);
        int index = entries.size();
        needed.forEach(literal -> builder.addKeyword(literal, index));
        entries.add(new Entry(rule, compile(rule, term), !needed.isEmpty()));
      }
    }
    literals = builder.build();
  }

  private static Pattern compile(PolicyRule rule, String term) {
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

  void match(NormalisedText text, String language, RuleMatches matches)
      throws InterruptedException {
    if (entries.isEmpty()) {
      return;
    }
    BitSet inNormalised = present(text.text());
    BitSet inOriginal = null;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (!CompiledRules.speaks(entry.rule, language)) {
        continue;
      }
      boolean normalised = entry.rule.normalised();
      if (entry.filtered && !normalised && inOriginal == null) {
        inOriginal = present(UCharacter.foldCase(text.original(), true));
      }
      BitSet present = normalised || inOriginal == null ? inNormalised : inOriginal;
      if (!entry.filtered || present.get(i)) {
        find(entry, text, normalised, matches);
      }
    }
  }

  private BitSet present(String text) {
    BitSet present = new BitSet(entries.size());
    literals.parseText(
        text,
        emit -> {
          present.set(emit.getPayload());
          return true;
        });
    return present;
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

  private record Entry(PolicyRule rule, Pattern pattern, boolean filtered) {}
}
