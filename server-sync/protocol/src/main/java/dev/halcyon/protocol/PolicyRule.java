package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of tier 0.
 *
 * @param id stable name, for example {@code threat-en-1}
 * @param title what it looks for, in words a reviewer understands
 * @param languages ISO 639-1 it applies to; empty for all
 * @param verdict what a match concludes, REVIEW or BLOCK; ALLOW, for personal data, when only the
 *     score counts
 * @param score the score a match gives its category, 0..1
 * @param terms patterns, words, hosts, fingerprints or structure settings, as the kind says
 * @param normalised whether it reads the normalised text (the default) or the original
 */
public record PolicyRule(
    String id,
    String title,
    RuleKind kind,
    Category category,
    @Nullable String clause,
    List<String> languages,
    Verdict verdict,
    double score,
    List<String> terms,
    boolean normalised) {
  public PolicyRule {
    languages = languages == null ? List.of() : List.copyOf(languages);
    terms = terms == null ? List.of() : List.copyOf(terms);
  }
}
