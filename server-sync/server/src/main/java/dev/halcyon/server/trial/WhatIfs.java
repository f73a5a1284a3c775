package dev.halcyon.server.trial;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.WhatIfJob;
import dev.halcyon.protocol.WhatIfReport;
import dev.halcyon.protocol.WhatIfRequest;
import dev.halcyon.protocol.WhatIfState;
import dev.halcyon.server.decision.DecisionRepository;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.trial.StoredItems.Place;
import dev.halcyon.server.trial.WhatIfRepository.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries versions of the policy on stored items. What was counted is kept after each page, so that
 * any server process goes on with a trial whose own was stopped. Thread-safe; {@link #work} is
 * called by one thread.
 */
final class WhatIfs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WhatIfs.class);

  /** How long a process may be silent before another goes on with its trial. */
  private static final Duration HOLD = Duration.ofSeconds(60);

  private static final int MODEL_RUNS = 100;
  private static final int MOST_MODEL_RUNS = 10_000;
  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final Policies policies;
  private final Trial trial;
  private final Clock clock;
  private final int page;
  private final WhatIfRepository repository = new WhatIfRepository();
  private final StoredItems items = new StoredItems();
  private final DecisionRepository decisions = new DecisionRepository();
  private final int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          threads, Thread.ofPlatform().daemon().name("what-if-", 0).factory());
  private volatile boolean closing;

  /**
   * @param page items that are counted at once
   */
  WhatIfs(Database database, Policies policies, Trial trial, Clock clock, int page) {
    this.database = database;
    this.policies = policies;
    this.trial = trial;
    this.clock = clock;
    this.page = page;
  }

  /**
   * Begins a trial of a version.
   *
   * @throws UserProblem {@code policy.unknown}, {@code whatif.invalid} when the request makes no
   *     sense
   */
  WhatIfJob begin(String actor, int version, WhatIfRequest request) {
    PolicyVersion tried = policies.life().get(version);
    int against = policies.current(null).ref().version();
    Instant now = clock.instant();
    Instant from = Objects.requireNonNullElse(request.from(), Instant.EPOCH);
    Instant until = Objects.requireNonNullElse(request.until(), now);
    int modelRuns = Objects.requireNonNullElse(request.modelRuns(), MODEL_RUNS);
    if (!from.isBefore(until)) {
      throw range("\"from\" does not lie before \"until\"");
    }
    if (request.sample() != null && request.sample() < 1) {
      throw range("\"sample\" is less than 1");
    }
    if (modelRuns < 0 || modelRuns > MOST_MODEL_RUNS) {
      throw range("\"modelRuns\" is not from 0 to " + MOST_MODEL_RUNS);
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    database.useTransaction(
        handle -> {
          long inRange = items.count(handle, from, until);
          double share =
              request.sample() == null
                  ? 1
                  : Math.min(1, (double) request.sample() / Math.max(1, inRange));
          WhatIfJob job =
              new WhatIfJob(
                  id,
                  version,
                  against,
                  WhatIfState.RUNNING,
                  Math.round(inRange * share),
                  0,
                  null,
                  WhatIfReport.EMPTY,
                  now,
                  null);
          Row row = new Row(job, tried.hash(), until, share, modelRuns, new Place(from, FIRST));
          repository.insert(handle, row, from, actor);
        });
    database.durable().await();
    return get(id);
  }

  private static UserProblem range(String what) {
    return new UserProblem(
        "whatif.invalid",
        "The request's " + what + ".",
        "Mend it; docs/protocol.md says what a trial takes.");
  }

  /**
   * How far a trial is.
   *
   * @throws UserProblem {@code whatif.unknown}
   */
  WhatIfJob get(UUID id) {
    return database
        .read(handle -> repository.find(handle, id))
        .map(Row::job)
        .orElseThrow(
            () ->
                new UserProblem(
                    "whatif.unknown",
                    "There is no such trial.",
                    "Begin one with POST /v1/policies/{version}/what-if and use the id it gives."));
  }

  /** Stops a trial; what was counted stays. One that has ended stays as it is. */
  WhatIfJob cancel(UUID id) {
    get(id);
    database.useTransaction(
        handle -> repository.end(handle, id, WhatIfState.CANCELLED, null, clock.instant()));
    database.durable().await();
    return get(id);
  }

  /** Works on trials that nobody works on, until there are none. */
  void work() {
    while (!closing) {
      Instant now = clock.instant();
      @Nullable Row row =
          database.inTransaction(
              handle -> repository.take(handle, now, now.plus(HOLD)).orElse(null));
      if (row == null) {
        return;
      }
      try {
        run(row);
      } catch (RuntimeException e) {
        LOG.error("the trial {} failed", row.job().id(), Quiet.of(e));
        end(row.job().id(), WhatIfState.FAILED, "It failed: " + e.getClass().getSimpleName());
      }
    }
  }

  private void run(Row row) {
    UUID id = row.job().id();
    Tally tally = new Tally(row.job().report());
    int left = (int) Math.max(0, row.modelRuns() - row.job().report().byModel());
    Comparison comparison =
        new Comparison(
            trial, policies, row.job().version(), row.job().against(), histories(), left);
    Place cursor = row.cursor();
    long done = row.job().done();
    while (!closing) {
      if (!policies.life().get(row.job().version()).hash().equals(row.hash())) {
        end(id, WhatIfState.FAILED, "The draft was rewritten meanwhile; begin a trial of it anew.");
        return;
      }
      Place after = cursor;
      List<Place> places = database.read(handle -> items.places(handle, after, row.until(), page));
      if (places.isEmpty()) {
        end(id, WhatIfState.DONE, null);
        return;
      }
      List<UUID> drawn = places.stream().map(Place::id).filter(each -> drawn(each, row)).toList();
      compare(comparison, drawn, tally);
      cursor = places.getLast();
      done += drawn.size();
      Place reached = cursor;
      long counted = done;
      Instant held = clock.instant().plus(HOLD);
      boolean runs =
          database.inTransaction(
              handle -> repository.advance(handle, id, reached, counted, tally.report(), held));
      if (!runs) {
        return;
      }
    }
    // A process that stops lets go, so that the next one need not wait.
    database.useTransaction(handle -> repository.release(handle, id, clock.instant()));
  }

  /** The last 64 bits of our ids are random: a share of them is a share of the items. */
  private static boolean drawn(UUID id, Row row) {
    double place = (id.getLeastSignificantBits() & Long.MAX_VALUE >>> 2) / (double) (1L << 61);
    return place < row.share();
  }

  private void compare(Comparison comparison, List<UUID> ids, Tally tally) {
    List<Future<?>> parts = new ArrayList<>();
    int size = Math.max(1, (ids.size() + threads - 1) / threads);
    for (int at = 0; at < ids.size(); at += size) {
      List<UUID> part = ids.subList(at, Math.min(ids.size(), at + size));
      parts.add(
          workers.submit(
              () ->
                  database
                      .read(handle -> items.read(handle, part))
                      .forEach(stored -> comparison.compare(stored, tally))));
    }
    for (Future<?> part : parts) {
      try {
        part.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("an item could not be tried", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** Only authors about whom people decided have a history that counts. */
  private Function<Item, AuthorHistory> histories() {
    Set<List<String>> decided =
        database.read(
            handle ->
                new HashSet<>(
                    handle
                        .createQuery(
                            """
                            select distinct i.source, i.author_id from decision d
                            join item i on i.id = d.item_id where d.by_machine = false
                            """)
                        .map((row, context) -> List.of(row.getString(1), row.getString(2)))
                        .list()));
    return item ->
        decided.contains(List.of(item.source(), item.author().id()))
            ? database.read(handle -> history(handle, item))
            : new AuthorHistory(item.author().id(), 0, 0, List.of());
  }

  private AuthorHistory history(Handle handle, Item item) {
    return decisions.history(handle, item);
  }

  private void end(UUID id, WhatIfState state, @Nullable String failure) {
    database.useTransaction(handle -> repository.end(handle, id, state, failure, clock.instant()));
  }

  /** Lets the page at work end; the trial goes on at the next start. */
  void stop() {
    closing = true;
  }

  @Override
  public void close() {
    stop();
    workers.close();
  }
}
