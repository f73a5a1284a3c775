package dev.halcyon.server.intake;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.cluster.Clusters;
import dev.halcyon.server.decision.DecisionLedger;
import dev.halcyon.server.decision.DecisionRepository;
import dev.halcyon.server.decision.VisibilityMachine;
import dev.halcyon.server.item.ItemRepository;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Does at once what an authority's order requires, where the policy says so (docs/decisions/0195).
 * Thread-safe; works in the transaction of a caller that holds the item's row.
 */
final class Orders {
  private final DecisionLedger ledger;
  private final Clusters likes;
  private final ClusterRepository clusters = new ClusterRepository();
  private final ItemRepository items = new ItemRepository();
  private final DecisionRepository decisions = new DecisionRepository();

  Orders(DecisionLedger ledger, Clusters likes) {
    this.ledger = ledger;
    this.likes = likes;
  }

  /** Whether the policy has a notice carried out without a person. */
  static boolean carriesOut(ResolvedPolicy policy, Report notice) {
    return policy.clocks().stream().anyMatch(clock -> clock.carriesOut(notice));
  }

  /**
   * Carries an order out as a decision of the machine.
   *
   * @return false when the item is removed already, so that nothing was left to do
   */
  boolean carryOut(Handle handle, Item item, ResolvedPolicy policy, Report order) {
    Visibility before = items.lockVisibility(handle, item.id()).orElseThrow();
    DecisionAction action = Objects.requireNonNull(order.requires());
    Optional<Visibility> after = VisibilityMachine.after(before, action);
    if (Notices.isRemoved(before) || after.isEmpty()) {
      return false;
    }
    // What decides the case it hangs on must not undo the order.
    clusters.leave(handle, item.id());
    likes.leave(handle, item.id());
    @Nullable Clause clause = clause(policy, order.ground());
    ledger.recordMachine(
        handle,
        item.id(),
        action,
        action == DecisionAction.RESTRICT ? restrictions(handle, item, order, before) : List.of(),
        clause == null ? null : clause.category(),
        clause == null ? null : clause.id(),
        null,
        policy.ref(),
        before,
        after.get());
    return true;
  }

  /** The order's, beside those that hold already. */
  private List<Restriction> restrictions(
      Handle handle, Item item, Report order, Visibility before) {
    Set<Restriction> all = EnumSet.copyOf(order.restrictions());
    if (before == Visibility.RESTRICTED) {
      decisions.ofItem(handle, item.id()).stream()
          .filter(decision -> decision.action() == DecisionAction.RESTRICT)
          .findFirst()
          .map(PastDecision::restrictions)
          .ifPresent(all::addAll);
    }
    return List.copyOf(all);
  }

  /** The clause that stands for a category: its first. */
  private static @Nullable Clause clause(ResolvedPolicy policy, @Nullable Category ground) {
    @Nullable CategoryPolicy known = ground == null ? null : policy.category(ground);
    return known == null || known.clauses().isEmpty() ? null : known.clauses().getFirst();
  }
}
