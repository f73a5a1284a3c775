package dev.halcyon.server.decision;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.VisibilityChanged;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.effect.Effects;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.notice.Outcomes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps decisions, of people and of the machine alike: the row, what it does to the item, the audit
 * entry and the change, in the caller's transaction. Thread-safe.
 */
public final class DecisionLedger {
  private final Clock clock;
  private final Changes changes;
  private final AuditLog audit;
  private final Effects effects;
  private final Outcomes outcomes;
  private final ItemRepository items = new ItemRepository();
  private final DecisionRepository repository = new DecisionRepository();

  public DecisionLedger(Clock clock, Changes changes, AuditLog audit, Effects effects) {
    this.clock = clock;
    this.changes = changes;
    this.audit = audit;
    this.effects = effects;
    this.outcomes = new Outcomes(effects, clock);
  }

  /**
   * Stores a decision, moves its item and has its platform told; the caller holds the item's row or
   * has just made it.
   */
  void keep(Handle handle, String actor, DecisionRecord decision) {
    store(handle, actor, decision);
    // Restricted in another way is another way for the platform to show it.
    if (decision.after() != decision.before() || decision.action() == DecisionAction.RESTRICT) {
      effects.write(
          handle,
          EffectKind.ITEM_VISIBILITY,
          decision.itemId(),
          (source, externalId) -> changed(decision, source, externalId));
    }
    if (decision.follows() == null) {
      outcomes.decided(handle, made(decision));
    } else {
      outcomes.followed(handle, made(decision));
    }
  }

  private static Outcomes.Made made(DecisionRecord decision) {
    return new Outcomes.Made(
        decision.itemId(),
        decision.id(),
        decision.action(),
        decision.category(),
        decision.clause(),
        decision.by() == null,
        decision.after(),
        decision.decidedAt());
  }

  private void store(Handle handle, String actor, DecisionRecord decision) {
    repository.insert(handle, decision, clock.instant());
    if (decision.by() != null) {
      repository.markDecided(handle, decision.itemId());
    }
    if (decision.after() != decision.before()) {
      items.setVisibility(handle, decision.itemId(), decision.after());
      changes.record(handle, ChangeKind.ITEM_CHANGED, decision.itemId().toString(), null);
    }
    audit(handle, actor, decision);
  }

  private static VisibilityChanged changed(
      DecisionRecord decision, String source, String externalId) {
    return new VisibilityChanged(
        decision.itemId(),
        source,
        externalId,
        decision.before(),
        decision.after(),
        decision.id(),
        decision.action(),
        decision.restrictions(),
        decision.category(),
        decision.clause(),
        decision.by() == null,
        decision.policy(),
        decision.decidedAt());
  }

  /**
   * Records the machine's verdict on a new item as its decision, in the caller's transaction, and
   * moves the item. The caller holds the item's row or has just made it, and tells the platform;
   * those who reported it are told here.
   *
   * @return the decision's id
   */
  public UUID recordVerdict(
      Handle handle,
      UUID item,
      DecisionAction action,
      @Nullable Category category,
      @Nullable String clause,
      @Nullable UUID rationale,
      PolicyRef policy,
      Visibility before,
      Visibility after) {
    DecisionRecord decision =
        machine(item, action, List.of(), category, clause, rationale, policy, before, after);
    store(handle, "machine", decision);
    outcomes.decided(handle, made(decision));
    return decision.id();
  }

  /** Records a decision that the machine makes later, in the caller's transaction. */
  public UUID recordMachine(
      Handle handle,
      UUID item,
      DecisionAction action,
      List<Restriction> restrictions,
      @Nullable Category category,
      @Nullable String clause,
      @Nullable UUID rationale,
      PolicyRef policy,
      Visibility before,
      Visibility after) {
    DecisionRecord decision =
        machine(item, action, restrictions, category, clause, rationale, policy, before, after);
    keep(handle, "machine", decision);
    return decision.id();
  }

  /**
   * Records, in the caller's transaction, that what a person decided on one item holds for another
   * that is the same; the caller holds the other's row.
   *
   * @return the decision's id
   */
  public UUID recordFollowing(
      Handle handle, UUID item, PastDecision decided, Visibility before, Visibility after) {
    DecisionRecord decision =
        new DecisionRecord(
            UuidCreator.getTimeOrderedEpoch(),
            item,
            null,
            null,
            decided.action(),
            decided.restrictions(),
            decided.category(),
            decided.clause(),
            "",
            decided.policy(),
            null,
            before,
            after,
            clock.instant(),
            0,
            decided.id());
    keep(handle, "machine", decision);
    return decision.id();
  }

  private DecisionRecord machine(
      UUID item,
      DecisionAction action,
      List<Restriction> restrictions,
      @Nullable Category category,
      @Nullable String clause,
      @Nullable UUID rationale,
      PolicyRef policy,
      Visibility before,
      Visibility after) {
    return new DecisionRecord(
        UuidCreator.getTimeOrderedEpoch(),
        item,
        null,
        null,
        action,
        restrictions,
        category,
        clause,
        "",
        policy,
        rationale,
        before,
        after,
        clock.instant(),
        0);
  }

  private void audit(Handle handle, String actor, DecisionRecord decision) {
    Map<String, Object> details = new TreeMap<>();
    details.put("decision", decision.id().toString());
    details.put("action", decision.action().name());
    details.put("policy", decision.policy().id());
    details.put("policyVersion", decision.policy().version());
    details.put("visibility", decision.after().name());
    if (decision.caseId() != null) {
      details.put("case", decision.caseId().toString());
    }
    if (decision.category() != null) {
      details.put("category", decision.category().id());
      details.put("clause", String.valueOf(decision.clause()));
    }
    if (decision.follows() != null) {
      details.put("follows", decision.follows().toString());
    }
    if (decision.rationale() != null) {
      details.put("rationale", decision.rationale().toString());
    }
    Map<String, String> personal =
        decision.note().isEmpty() ? Map.of() : Map.of("note", decision.note());
    audit.append(handle, actor, "decision.made", decision.itemId().toString(), details, personal);
  }
}
