package dev.halcyon.engine.policy;

import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was made of the rules of the policies last used, since that takes longer than to use
 * it. Safe for any thread.
 *
 * @param <T> what is made of a policy's rules; immutable
 */
public final class PerPolicy<T> {
  private static final int MOST_KEPT = 64;

  private record Kept<T>(List<PolicyRule> rules, T made) {}

  private final Map<PolicyRef, Kept<T>> kept = new ConcurrentHashMap<>();
  private final Function<List<PolicyRule>, T> maker;

  /** Keeps what the maker makes of a policy's rules. */
  public PerPolicy(Function<List<PolicyRule>, T> maker) {
    this.maker = maker;
  }

  /** What belongs to a policy; what the maker throws goes to the caller and nothing is kept. */
  public T of(ResolvedPolicy policy) {
    List<PolicyRule> rules = policy.rules();
    @Nullable Kept<T> found = kept.get(policy.ref());
    // Two documents may carry one reference while an author tries rules out.
    if (found != null && (found.rules == rules || found.rules.equals(rules))) {
      return found.made;
    }
    // Overlays of one document mostly share its rules.
    T made =
        kept.values().stream()
            .filter(each -> each.rules.equals(rules))
            .map(each -> each.made)
            .findFirst()
            .orElseGet(() -> maker.apply(rules));
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(policy.ref(), new Kept<>(rules, made));
    return made;
  }
}
