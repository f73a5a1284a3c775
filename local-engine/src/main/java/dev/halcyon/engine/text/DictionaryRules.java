package dev.halcyon.engine.text;

import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ahocorasick.trie.PayloadTrie;

/**
 * The DICTIONARY rules of a policy: whole words and phrases, all found in one pass (Aho and
 * Corasick 1975) over the words of the text. Immutable.
 */
final class DictionaryRules {
  private final boolean readsNormalised;
  private final boolean readsOriginal;
  private final PayloadTrie<List<PolicyRule>> terms;

  DictionaryRules(List<PolicyRule> rules) {
    Map<String, List<PolicyRule>> byTerm = new HashMap<>();
    for (PolicyRule rule : rules) {
      for (String term : rule.terms()) {
        String words = words(term);
        if (words.isBlank()) {
          throw new UserProblem(
              "policy.invalid",
              "rule " + rule.id() + ": the term '" + term + "' holds no word",
              "Use letters or digits, or make it a PATTERN rule.");
        }
        byTerm.computeIfAbsent(words, key -> new ArrayList<>()).add(rule);
      }
    }
    var builder = PayloadTrie.<List<PolicyRule>>builder();
    byTerm.forEach(builder::addKeyword);
    terms = builder.build();
    readsNormalised = rules.stream().anyMatch(PolicyRule::normalised);
    readsOriginal = rules.stream().anyMatch(rule -> !rule.normalised());
  }

  /** A term as it stands in a {@link WordView}. */
  static String words(String term) {
    return WordView.of(Normaliser.folded(term).text()).text();
  }

  void match(NormalisedText text, String language, RuleMatches matches) {
    if (readsNormalised) {
      match(text, true, language, matches);
    }
    if (readsOriginal) {
      match(Normaliser.folded(text.original()), false, language, matches);
    }
  }

  private void match(
      NormalisedText text, boolean normalised, String language, RuleMatches matches) {
    WordView view = WordView.of(text.text());
    terms.parseText(
        view.text(),
        emit -> {
          for (PolicyRule rule : emit.getPayload()) {
            if (rule.normalised() == normalised && CompiledRules.speaks(rule, language)) {
              Span words = view.normalised(emit.getStart() + 1, emit.getEnd());
              Span span = text.original(words.start(), words.end());
              matches.add(
                  RuleMatch.text(
                      rule, span, view.text().substring(emit.getStart() + 1, emit.getEnd())));
            }
          }
          return true;
        });
  }
}
