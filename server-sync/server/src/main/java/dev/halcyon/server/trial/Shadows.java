package dev.halcyon.server.trial;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.cascade.Replayed;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.WhatIfReport;
import dev.halcyon.server.decision.DecisionRepository;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.trial.ShadowRepository.Said;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Records beside each live verdict what the version in shadow would have said, soon after and from
 * what the stages said then. Items that a stage would have to look at again are recorded as such: a
 * shadow never costs the live items their models. Thread-safe.
 */
final class Shadows {
  private static final int PAGE = 200;

  private final Database database;
  private final Policies policies;
  private final Trial trial;
  private final Clock clock;
  private final StoredItems items = new StoredItems();
  private final ShadowRepository repository = new ShadowRepository();
  private final DecisionRepository decisions = new DecisionRepository();

  Shadows(Database database, Policies policies, Trial trial, Clock clock) {
    this.database = database;
    this.policies = policies;
    this.trial = trial;
    this.clock = clock;
  }

  /** Follows the live verdicts up to now. */
  void follow() {
    Optional<PolicyVersion> shadow = policies.life().inShadow();
    if (shadow.isEmpty()) {
      return;
    }
    int version = shadow.get().version();
    int done = PAGE;
    while (done == PAGE) {
      done = database.inTransaction(handle -> page(handle, shadow.get()));
      // Ended or another begun meanwhile: the next call sees it.
      if (!policies.life().inShadow().map(now -> now.version() == version).orElse(false)) {
        return;
      }
    }
  }

  private int page(Handle handle, PolicyVersion shadow) {
    List<UUID> open = items.unshadowed(handle, shadow.version(), shadow.movedAt(), PAGE);
    for (Stored live : items.read(handle, open)) {
      repository.insert(
          handle, shadow.version(), live, judge(handle, shadow, live), clock.instant());
    }
    return open.size();
  }

  private Said judge(Handle handle, PolicyVersion shadow, Stored live) {
    Item item = live.item();
    AuthorHistory history = decisions.history(handle, item);
    Replayed replayed =
        trial.replay(
            item,
            Trial.said(live),
            policies.version(handle, live.version(), item.region()),
            policies.version(handle, shadow.version(), item.region()),
            history);
    @Nullable ScanResult result = replayed.result();
    if (result == null) {
      return new Said(null, Category.UNKNOWN, List.of(), new ArrayList<>(replayed.missing()));
    }
    Category category = Optional.ofNullable(result.rationale().category()).orElse(Category.UNKNOWN);
    return new Said(result.verdict(), category, result.scores(), List.of());
  }

  /**
   * What a version said in shadow, so far or until it ended.
   *
   * @throws dev.halcyon.protocol.UserProblem {@code policy.unknown}
   */
  WhatIfReport report(int version) {
    policies.life().get(version);
    return database.read(handle -> repository.report(handle, version));
  }
}
