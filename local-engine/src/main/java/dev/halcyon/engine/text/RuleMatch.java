package dev.halcyon.engine.text;

import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.PolicyRule;
import org.jspecify.annotations.Nullable;

/**
 * One place where a rule matched. Immutable.
 *
 * @param start in the original text; 0 for media
 * @param end exclusive; 0 for media
 * @param label what was matched, in normalised form, cut to a readable length
 * @param mediaId the media part that matched by its fingerprint, or null for text
 */
record RuleMatch(PolicyRule rule, int start, int end, String label, @Nullable String mediaId) {
  private static final int LONGEST_LABEL = 80;

  static RuleMatch text(PolicyRule rule, Span span, String label) {
    String cut = label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL) + "…";
    return new RuleMatch(rule, span.start(), span.end(), cut, null);
  }

  Evidence evidence() {
    String source = "rule:" + rule.id();
    return mediaId == null
        ? new Evidence.Words(rule.category(), 1, source, start, end, label)
        : new Evidence.Frame(rule.category(), 1, source, mediaId, 0, 0);
  }
}
