package dev.halcyon.engine.text;

import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The DICTIONARY rules of a policy: whole words and phrases, all found in one pass over the words
 * of the text. Immutable.
 */
final class DictionaryRules {
  private final TermFinder<List<PolicyRule>> inNormalised;
  private final TermFinder<List<PolicyRule>> inOriginal;
  private final boolean readsOriginal;

  DictionaryRules(List<PolicyRule> rules) {
    inNormalised = finder(rules, true);
    inOriginal = finder(rules, false);
    readsOriginal = rules.stream().anyMatch(rule -> !rule.normalised());
  }

  private static TermFinder<List<PolicyRule>> finder(List<PolicyRule> rules, boolean normalised) {
    Map<String, List<PolicyRule>> byTerm = new HashMap<>();
    for (PolicyRule rule : rules) {
      for (String term : rule.normalised() == normalised ? rule.terms() : List.<String>of()) {
        String words = words(term);
        if (words.isBlank()) {
          throw new UserProblem(
              "policy.invalid",
              "rule " + rule.id() + ": the term '" + term + "' holds no word",
              "Use letters or digits, or make it a PATTERN rule.");
        }
        List<PolicyRule> same = byTerm.computeIfAbsent(words, key -> new ArrayList<>(1));
        if (same.isEmpty() || same.getLast() != rule) {
          same.add(rule);
        }
      }
    }
    return TermFinder.of(byTerm);
  }

  /** A term as it stands in a {@link WordView}. */
  static String words(String term) {
    return WordView.of(Normaliser.folded(term).text()).text();
  }

  /**
   * Finds the terms.
   *
   * @param view the words of the normalised text
   */
  void match(NormalisedText text, WordView view, SpokenLanguages languages, RuleMatches matches) {
    match(inNormalised, text, view, languages, matches);
    if (readsOriginal) {
      NormalisedText folded = text.lowered() ? text : Normaliser.folded(text.original());
      WordView words = text.lowered() ? view : WordView.of(folded.text());
      match(inOriginal, folded, words, languages, matches);
    }
  }

  private static void match(
      TermFinder<List<PolicyRule>> terms,
      NormalisedText text,
      WordView view,
      SpokenLanguages languages,
      RuleMatches matches) {
    terms.find(
        view.text(),
        (start, end, rules) -> {
          for (PolicyRule rule : rules) {
            if (languages.speaks(rule) && matches.wants(rule)) {
              // The term begins and ends with the space around its words.
              Span words = view.normalised(start + 1, end - 1);
              Span span = text.original(words.start(), words.end());
              matches.add(RuleMatch.text(rule, span, view.text().substring(start + 1, end - 1)));
            }
          }
        });
  }
}
