package dev.halcyon.engine.text;

import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The FINGERPRINT rules of a policy: SHA-256 of known texts ({@link TextFingerprint}) or of known
 * media. The content itself is never needed to find it again. Immutable.
 */
final class FingerprintRules {
  private final Map<String, List<PolicyRule>> byHash = new HashMap<>();

  FingerprintRules(List<PolicyRule> rules) {
    for (PolicyRule rule : rules) {
      for (String term : rule.terms()) {
        if (!term.matches("[0-9a-f]{64}")) {
          throw new UserProblem(
              "policy.invalid",
              "rule " + rule.id() + ": '" + term + "' is no fingerprint",
              "Write SHA-256 as 64 lower-case hexadecimal digits.");
        }
        byHash.computeIfAbsent(term, key -> new ArrayList<>()).add(rule);
      }
    }
  }

  /**
   * Looks the text and the media up.
   *
   * @param words those of the normalised text
   */
  void match(NormalisedText text, WordView words, List<String> mediaIds, RuleMatches matches) {
    if (byHash.isEmpty()) {
      return;
    }
    String original = text.original();
    if (!original.isBlank()) {
      String hash =
          text.lowered()
              ? Hashes.sha256(TextFingerprint.comparable(text.text(), words))
              : TextFingerprint.of(original);
      for (PolicyRule rule : byHash.getOrDefault(hash, List.of())) {
        matches.add(
            RuleMatch.text(
                rule, new Span(0, original.length()), "sha256 " + hash.substring(0, 12)));
      }
    }
    for (String mediaId : mediaIds) {
      for (PolicyRule rule : byHash.getOrDefault(mediaId, List.of())) {
        matches.add(new RuleMatch(rule, 0, 0, "sha256 " + mediaId.substring(0, 12), mediaId));
      }
    }
  }
}
