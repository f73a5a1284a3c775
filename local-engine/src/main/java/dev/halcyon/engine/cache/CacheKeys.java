package dev.halcyon.engine.cache;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Wire;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What a verdict depends on, as keys (docs/decisions/0170). Two items of one exact key are judged
 * alike by every stage; nothing that a stage reads may be missing here. Thread-safe.
 */
final class CacheKeys {
  private static final char END = '\u0000';
  private static final int MOST_POLICIES = 64;

  /** The same policy object comes with each item while its version is in force. */
  private final Map<ResolvedPolicy, String> policies = new IdentityHashMap<>();

  private final String models;

  /**
   * @param models what an engine runs where the policy names no version; constant while it lives
   */
  CacheKeys(String models) {
    this.models = models;
  }

  /** The place and the rules: policy with its overlay, region, surface, languages, models. */
  String scope(ScanContext context) {
    ScanRequest request = context.request();
    return Hashes.sha256(
        String.join(
            String.valueOf(END),
            policy(request.policy()),
            request.region(),
            request.surface().name(),
            request.audience().name(),
            String.valueOf(request.language()),
            context.language(),
            models));
  }

  /** Two documents may carry one reference while an author tries rules out: all of it counts. */
  private String policy(ResolvedPolicy policy) {
    synchronized (policies) {
      if (policies.size() >= MOST_POLICIES) {
        policies.clear();
      }
      return policies.computeIfAbsent(policy, whole -> Hashes.sha256(Wire.write(whole)));
    }
  }

  /**
   * Of the item itself: its words exactly as written, for personal data, language and rules that
   * ask for it are read from those; what was said before; and what is known of the author.
   */
  static String exact(ScanContext context, String scope) {
    ScanRequest request = context.request();
    StringBuilder key = new StringBuilder(scope).append(END).append(request.text()).append(END);
    key.append(request.author().minor()).append(END).append(request.reports()).append(END);
    if (!request.conversation().isEmpty()) {
      key.append(request.author().id()).append(END);
    }
    for (ContextMessage message : request.conversation()) {
      key.append(message.authorId()).append(END).append(message.text()).append(END);
    }
    history(request.history(), key);
    return Hashes.sha256(key.toString());
  }

  private static void history(AuthorHistory history, StringBuilder key) {
    for (PastDecision decision : history.decisions()) {
      key.append(decision.itemId())
          .append(decision.byMachine())
          .append(decision.action())
          .append(decision.category())
          .append(END);
    }
  }
}
