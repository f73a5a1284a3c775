package dev.halcyon.server.trial;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.Rejudgement;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.decision.DecisionRepository;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Judges a stored item anew under any version of the policy, and keeps what came of it beside the
 * item, whose verdict stays. Thread-safe.
 */
final class Rejudgements {
  private final Database database;
  private final Policies policies;
  private final Trial trial;
  private final AuditLog audit;
  private final Clock clock;
  private final StoredItems items = new StoredItems();
  private final DecisionRepository decisions = new DecisionRepository();

  Rejudgements(Database database, Policies policies, Trial trial, AuditLog audit, Clock clock) {
    this.database = database;
    this.policies = policies;
    this.trial = trial;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Runs the cascade of a version over an item; blocks until it has an answer.
   *
   * @throws UserProblem {@code item.unknown}, {@code item.erased.conflict}, {@code policy.unknown}
   */
  Rejudgement rejudge(String actor, UUID itemId, int version) {
    Item item =
        database.read(handle -> items.read(handle, List.of(itemId))).stream()
            .findFirst()
            .map(Stored::item)
            .orElseThrow(
                () ->
                    new UserProblem(
                        "item.unknown",
                        "There is no such item.",
                        "Use the id that the server gave when it took the item."));
    if (database.read(handle -> items.isErased(handle, itemId))) {
      throw new UserProblem(
          "item.erased.conflict",
          "The item was erased; there are no words left to judge.",
          "Its timeline says when, and what was decided before.");
    }
    // The policy is named by what is kept: from now on its words stay as they are.
    database.useTransaction(
        handle -> {
          policies.version(handle, version, item.region());
          policies.life().fix(handle, version);
        });
    ResolvedPolicy policy = policies.version(version, item.region());
    AuthorHistory history = database.read(handle -> decisions.history(handle, item));
    ScanResult result = trial.scan(item, policy, history);
    Rejudgement made =
        new Rejudgement(
            UuidCreator.getTimeOrderedEpoch(),
            itemId,
            policy.ref(),
            result.verdict(),
            result.complete(),
            result.assessments(),
            clock.instant());
    database.useTransaction(
        handle -> {
          handle
              .createUpdate(
                  """
                  insert into rejudgement
                    (id, item_id, version, verdict, content, asked_by, made_at)
                  values (:id, :item, :version, :verdict, :content, :actor, :now)
                  """)
              .bind("id", made.id())
              .bind("item", itemId)
              .bind("version", version)
              .bind("verdict", made.verdict().name())
              .bind("content", Seals.of(handle).sealer(handle, itemId).seal(Wire.write(made)))
              .bind("actor", actor)
              .bind("now", made.at())
              .execute();
          audit.append(
              handle,
              actor,
              "item.rejudged",
              itemId.toString(),
              Map.of("version", version, "verdict", made.verdict().name()),
              Map.of());
        });
    database.durable().await();
    return made;
  }
}
