package dev.halcyon.client.desk;

import dev.halcyon.protocol.CaseSummary;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Cases given back on purpose, which must not come straight back as "next"; the oldest is forgotten
 * when there are too many. Thread-safe.
 */
final class PassedOver {
  private static final int MOST = 100;

  private final Set<UUID> cases = new LinkedHashSet<>();

  synchronized void add(UUID caseId) {
    if (cases.size() >= MOST) {
      cases.remove(cases.iterator().next());
    }
    cases.add(caseId);
  }

  synchronized void remove(UUID caseId) {
    cases.remove(caseId);
  }

  /** A copy. */
  synchronized Set<UUID> cases() {
    return Set.copyOf(cases);
  }

  /** The cases in their order, but those passed over after all others. */
  List<UUID> last(List<CaseSummary> waiting) {
    Set<UUID> passed = cases();
    return waiting.stream()
        .map(CaseSummary::id)
        .sorted(Comparator.comparing(passed::contains))
        .toList();
  }
}
