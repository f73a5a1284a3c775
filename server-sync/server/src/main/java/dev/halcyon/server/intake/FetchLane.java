package dev.halcyon.server.intake;

import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.effect.RetryPlan;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.media.FetchRepository;
import dev.halcyon.server.media.FetchRepository.Fetch;
import dev.halcyon.server.media.MediaFetcher;
import dev.halcyon.server.media.MediaFetcher.Result;
import dev.halcyon.server.media.MediaRepository;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the media that accepted items name, a few at once, each until it came or was given up,
 * across restarts; and lets an item be judged when none of its media is still to come. Thread-safe.
 */
final class FetchLane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FetchLane.class);

  /** A film's bytes fill a line; more at once would only make each later. */
  private static final int ABREAST = 4;

  /** Media to be fetched at most; beyond, items that name some are refused for the moment. */
  static final int CAPACITY = 2000;

  /** How long a taken fetch is kept from other servers: longer than any takes. */
  private static final Duration TAKEN = MediaFetcher.LIMIT.plusSeconds(15);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Database database;
  private final MediaFetcher fetcher;
  private final RetryPlan plan;
  private final AuditLog audit;
  private final HeldFetches held;
  private final Clock clock;
  private final FetchRepository repository = new FetchRepository();
  private final MediaRepository media = new MediaRepository();
  private final ItemRepository items = new ItemRepository();
  private final Semaphore free = new Semaphore(ABREAST);
  private final Semaphore news = new Semaphore(0);
  private final ExecutorService fetching = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;
  private volatile Consumer<UUID> complete = item -> {};

  FetchLane(
      Database database,
      MediaFetcher fetcher,
      RetryPlan plan,
      AuditLog audit,
      HeldFetches held,
      Clock clock) {
    this.database = database;
    this.fetcher = fetcher;
    this.plan = plan;
    this.audit = audit;
    this.held = held;
    this.clock = clock;
  }

  /**
   * Begins to fetch.
   *
   * @param whenComplete has an item judged whose media are all here or given up
   */
  void start(Consumer<UUID> whenComplete) {
    complete = whenComplete;
    fetching.execute(this::run);
  }

  /** Something may be due. */
  void wake() {
    news.release();
  }

  /** Whether no more can be taken now, of anything or of one of these hosts. */
  boolean isFull(Handle handle, List<String> urls) {
    return repository.waiting(handle, CAPACITY) + urls.size() > CAPACITY
        || repository.held(handle, urls, CAPACITY) >= CAPACITY;
  }

  private void run() {
    while (!closed) {
      try {
        round();
        if (news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.warn("looking for media to fetch failed, it is tried again: {}", Quiet.line(e));
      }
    }
  }

  private void round() throws InterruptedException {
    for (List<Fetch> due = due(); !due.isEmpty() && !closed; due = due()) {
      for (Fetch fetch : due) {
        if (fetch.isHeld() && !held.mayTry(fetch)) {
          conclude(fetch, () -> database.inTransaction(handle -> look(handle, fetch)));
          continue;
        }
        free.acquire();
        if (closed) {
          return;
        }
        if (!take(fetch)) {
          free.release();
        } else {
          begin(fetch);
        }
      }
    }
  }

  private void begin(Fetch fetch) {
    try {
      fetching.execute(() -> fetch(fetch));
    } catch (RejectedExecutionException closing) {
      giveBack(fetch);
      free.release();
    }
  }

  private void giveBack(Fetch fetch) {
    database.useTransaction(handle -> repository.release(handle, fetch, clock.instant()));
  }

  private List<Fetch> due() {
    return database.read(handle -> repository.due(handle, clock.instant(), ABREAST));
  }

  private boolean take(Fetch fetch) {
    return database.inTransaction(
        handle -> repository.take(handle, fetch, clock.instant().plus(TAKEN)));
  }

  private void fetch(Fetch fetch) {
    try {
      Result result = result(fetch);
      if (closed) {
        // Broken off by the shutdown, which is not the host's fault: the next start tries again.
        giveBack(fetch);
        return;
      }
      conclude(fetch, () -> recorded(fetch, result));
    } catch (RuntimeException e) {
      // Not even a failure can be recorded, so the database is away.
      LOG.warn("a fetch could not be recorded, it is tried again later: {}", Quiet.line(e));
    } finally {
      free.release();
    }
  }

  private Result result(Fetch fetch) {
    try {
      return fetcher.fetch(fetch.url());
    } catch (RuntimeException e) {
      return broken(fetch, e);
    }
  }

  private boolean recorded(Fetch fetch, Result result) {
    try {
      return database.inTransaction(handle -> record(handle, fetch, result));
    } catch (RuntimeException e) {
      Result broken = broken(fetch, e);
      return database.inTransaction(handle -> record(handle, fetch, broken));
    }
  }

  /** A defect of ours counts as a failed attempt: after so many a person looks at the item. */
  private static Result broken(Fetch fetch, RuntimeException e) {
    LOG.error("fetching a media part of item {} failed", fetch.item(), Quiet.of(e));
    return new Result.Failed("the server itself failed at it", false);
  }

  private void conclude(Fetch fetch, BooleanSupplier isReady) {
    if (isReady.getAsBoolean()) {
      database.durable().await();
      complete.accept(fetch.item());
    }
  }

  /** Has a held item take its turn or wait on. */
  private boolean look(Handle handle, Fetch fetch) {
    items.lockVisibility(handle, fetch.item());
    goOrWait(handle, fetch, String.valueOf(fetch.problem()), fetch.isLost());
    return !repository.isWaiting(handle, fetch.item());
  }

  private void goOrWait(Handle handle, Fetch fetch, String problem, boolean lost) {
    if (held.mayGo(handle, fetch)) {
      repository.givenUp(handle, fetch, problem, lost, clock.instant());
    } else {
      repository.holdOn(handle, fetch, held.nextLook());
    }
  }

  /** Whether nothing of the item is still to come. */
  private boolean record(Handle handle, Fetch fetch, Result result) {
    // The item first, so that the last two of its media do not both believe the other is to come.
    items.lockVisibility(handle, fetch.item());
    Instant now = clock.instant();
    if (!repository.isWaiting(handle, fetch)) {
      // The item was erased meanwhile, or another server was faster.
      if (result instanceof Result.Fetched came) {
        media.dropUnlessKnown(handle, came.mediaId(), now);
      }
      return false;
    }
    switch (result) {
      case Result.Fetched came -> {
        media.upsert(
            handle, came.mediaId(), came.type().modality(), came.type().mime(), came.bytes(), now);
        held.came(handle, fetch.host());
        if (repository.fetched(handle, fetch, came.mediaId(), now)) {
          log(handle, fetch, "media.fetched", Map.of("media", came.mediaId()));
        }
      }
      case Result.Cut cut ->
          failed(handle, fetch, cut.problem(), cut.problem().equals(fetch.problem()));
      case Result.Failed failed -> failed(handle, fetch, failed.problem(), failed.forGood());
    }
    return !repository.isWaiting(handle, fetch.item());
  }

  private void failed(Handle handle, Fetch fetch, String problem, boolean forGood) {
    held.failed(fetch.host());
    int failures = fetch.attempts() + 1;
    if (fetch.isHeld()) {
      goOrWait(handle, fetch, problem, forGood);
    } else if (forGood || failures >= plan.attempts()) {
      repository.givenUp(handle, fetch, problem, forGood, clock.instant());
      log(handle, fetch, "media.given_up", Map.of("attempts", failures));
    } else {
      repository.failed(handle, fetch, problem, clock.instant().plus(plan.after(failures)));
    }
  }

  private void log(Handle handle, Fetch fetch, String action, Map<String, Object> facts) {
    Map<String, Object> details = new java.util.TreeMap<>(facts);
    details.put("place", fetch.place());
    audit.append(handle, "machine", action, fetch.item().toString(), details, Map.of());
  }

  /** Ends; what is being fetched is fetched anew after the next start. */
  @Override
  public void close() {
    closed = true;
    fetcher.close();
    wake();
    // No interrupts while a fetch may be being given back: that needs the database.
    fetching.shutdown();
    try {
      if (!fetching.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("media were still being fetched at shutdown; the next start fetches them anew");
        fetching.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
