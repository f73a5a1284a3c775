package dev.halcyon.client.desk;

import dev.halcyon.protocol.CaseSummary;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Cases given back on purpose, which must not come straight back as "next"; the oldest is forgotten
 * when there are too many. For one thread at a time.
 */
final class PassedOver {
  private static final int MOST = 100;

  private final Set<UUID> cases = new LinkedHashSet<>();

  void add(UUID caseId) {
    if (cases.size() >= MOST) {
      cases.remove(cases.iterator().next());
    }
    cases.add(caseId);
  }

  void remove(UUID caseId) {
    cases.remove(caseId);
  }

  Set<UUID> cases() {
    return Collections.unmodifiableSet(cases);
  }

  /** The cases in their order, but those passed over after all others. */
  List<UUID> last(List<CaseSummary> waiting) {
    return waiting.stream()
        .map(CaseSummary::id)
        .sorted(Comparator.comparing(cases::contains))
        .toList();
  }
}
