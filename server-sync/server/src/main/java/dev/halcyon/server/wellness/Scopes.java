package dev.halcyon.server.wellness;

import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.ExposureWeights;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.SeverityBand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In which budgets a case counts, and how heavy looking at it can be. Stateless. */
final class Scopes {
  private Scopes() {}

  /** Its band first, then {@code P0} for a critical one. */
  static List<BudgetScope> of(
      ResolvedPolicy policy, Category category, Priority priority, SeverityBand silent) {
    @Nullable CategoryPolicy known = policy.category(category);
    BudgetScope band = BudgetScope.of(known == null ? silent : known.severity());
    return priority == Priority.P0 ? List.of(band, BudgetScope.P0) : List.of(band);
  }

  /** The most that a second of it can weigh: until a ledger tells, the worst is taken for true. */
  static double weight(List<Modality> media, ExposureWeights weights) {
    double heaviest = weights.text();
    for (Modality kind : media) {
      double weight =
          switch (kind) {
            case TEXT -> weights.text();
            case IMAGE -> Math.max(weights.filtered(), weights.sharp());
            case AUDIO -> weights.sound();
            case VIDEO, UNKNOWN -> weights.heaviest();
          };
      heaviest = Math.max(heaviest, weight);
    }
    return heaviest;
  }
}
