package dev.halcyon.server.decision;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UnderReview;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.VisibilityChanged;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.effect.Effects;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.item.JudgementRepository;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Does to an item in sight what the policy says as soon as a person has to look at it, until that
 * person decides (docs/decisions/0220). It is no decision: nobody who reported the item is told an
 * outcome, and whatever the person decides replaces it. Thread-safe; works in the transaction of a
 * caller that holds the item's row.
 */
public final class ReviewInSight {
  private final Changes changes;
  private final AuditLog audit;
  private final Effects effects;
  private final Clock clock;
  private final ItemRepository items = new ItemRepository();
  private final JudgementRepository judgements = new JudgementRepository();

  public ReviewInSight(Changes changes, AuditLog audit, Effects effects, Clock clock) {
    this.changes = changes;
    this.audit = audit;
    this.effects = effects;
    this.clock = clock;
  }

  /** Moves an item that has to be looked at, and has its platform told where it moved. */
  public void begun(Handle handle, UUID item, ResolvedPolicy policy) {
    if (policy.underReview().isEmpty()) {
      return;
    }
    Item found = items.find(handle, item).orElseThrow();
    List<ReportSource> reportedBy =
        judgements.unanswered(handle, item).stream().map(Report::source).distinct().toList();
    Category category = items.categoryUnderReview(handle, item).orElse(Category.UNKNOWN);
    Optional<UnderReview> rule =
        policy.underReview().stream()
            .filter(each -> each.fits(category, found.surface(), reportedBy))
            .findFirst();
    Visibility before = items.lockVisibility(handle, item).orElseThrow();
    Visibility after =
        rule.map(each -> VisibilityMachine.underReview(before, each.effect())).orElse(before);
    if (after != before) {
      move(handle, item, policy, category, rule.orElseThrow(), before, after);
    }
  }

  private void move(
      Handle handle,
      UUID item,
      ResolvedPolicy policy,
      Category category,
      UnderReview rule,
      Visibility before,
      Visibility after) {
    items.setVisibility(handle, item, after);
    changes.record(handle, ChangeKind.ITEM_CHANGED, item.toString(), null);
    audit.append(
        handle,
        "machine",
        "item.under_review",
        item.toString(),
        Map.of(
            "rule", rule.id(),
            "policy", policy.ref().id(),
            "policyVersion", policy.ref().version(),
            "before", before.name(),
            "visibility", after.name()),
        Map.of());
    effects.write(
        handle,
        EffectKind.ITEM_VISIBILITY,
        item,
        (source, externalId) ->
            new VisibilityChanged(
                item,
                source,
                externalId,
                before,
                after,
                null,
                null,
                rule.restrictions(),
                category,
                null,
                true,
                policy.ref(),
                clock.instant()));
  }
}
