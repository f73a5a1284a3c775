package dev.halcyon.server.intake;

import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.http.Quiet;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the cascade of accepted items on a few threads, whether or not their sender still waits, and
 * bounds how many may be on their way. Thread-safe.
 *
 * @param <T> what a finished scan gives
 */
final class ScanQueue<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScanQueue.class);

  private final Function<UUID, T> scan;
  private final ExecutorService words;
  private final ExecutorService media;
  private final Semaphore places;

  /** Batches may fill three quarters, so that who comes by itself finds a place. */
  private final Semaphore bulkPlaces;

  private final Map<UUID, CompletableFuture<T>> running = new ConcurrentHashMap<>();

  /**
   * @param threads for items of words alone, and as many again for those with media: a film that
   *     takes a minute must not keep a chat message from its answer in 200 ms
   * @param capacity how many items may be on their way
   */
  ScanQueue(int threads, int capacity, Function<UUID, T> scan) {
    this.scan = scan;
    this.places = new Semaphore(capacity);
    this.bulkPlaces = new Semaphore(Math.max(1, capacity * 3 / 4));
    this.words = pool("scan-words-", threads);
    this.media = pool("scan-media-", threads);
  }

  private static ExecutorService pool(String name, int threads) {
    return Executors.newFixedThreadPool(
        threads, Thread.ofPlatform().daemon().name(name, 0).factory());
  }

  /** A place in the queue, held until {@link #run} took it over or it is closed. */
  final class Place implements AutoCloseable {
    private final boolean bulk;
    private boolean held = true;

    private Place(boolean bulk) {
      this.bulk = bulk;
    }

    /** Scans the item; the place is free again when it is done. */
    CompletableFuture<T> run(UUID item, boolean hasMedia) {
      held = false;
      return start(item, hasMedia, this::release);
    }

    @Override
    public void close() {
      if (held) {
        held = false;
        release();
      }
    }

    private void release() {
      places.release();
      if (bulk) {
        bulkPlaces.release();
      }
    }
  }

  /**
   * Takes a place before an item is accepted, so that nothing is accepted that cannot be worked on.
   *
   * @param bulk whether it is one line of many
   * @throws UserProblem {@code intake.too_many} when none is free in time
   */
  Place reserve(long patienceMillis, boolean bulk) {
    try {
      if (!bulk || bulkPlaces.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
        if (places.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
          return new Place(bulk);
        }
        if (bulk) {
          bulkPlaces.release();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UserProblem(
        "intake.too_many",
        "More items are waiting to be judged than this server takes at once.",
        "Send the item again a little later; Retry-After says when.");
  }

  /** Scans an item that was accepted earlier, beyond the bound: it must not be refused now. */
  CompletableFuture<T> resume(UUID item, boolean hasMedia) {
    return start(item, hasMedia, () -> {});
  }

  /** The scan of an item that begins later, when all of the item is here. */
  CompletableFuture<T> expect(UUID item) {
    return running.computeIfAbsent(item, id -> new CompletableFuture<>());
  }

  private CompletableFuture<T> start(UUID item, boolean hasMedia, Runnable done) {
    CompletableFuture<T> result = expect(item);
    try {
      (hasMedia ? media : words).execute(() -> scan(item, result, done));
    } catch (RejectedExecutionException closing) {
      running.remove(item, result);
      done.run();
      result.completeExceptionally(closing);
    }
    return result;
  }

  private void scan(UUID item, CompletableFuture<T> result, Runnable done) {
    try {
      result.complete(scan.apply(item));
    } catch (CancellationException closing) {
      result.completeExceptionally(closing);
    } catch (RuntimeException | Error e) {
      // The item stays unfinished in the database: the next start takes it up again.
      LOG.error("item {} could not be judged", item, Quiet.of(e));
      result.completeExceptionally(e);
    } finally {
      running.remove(item, result);
      done.run();
    }
  }

  /** The scan of an item that is on its way, or a finished empty one. */
  CompletableFuture<T> running(UUID item) {
    return running.getOrDefault(item, CompletableFuture.failedFuture(new IllegalStateException()));
  }

  int waiting() {
    return running.size();
  }

  /** Lets the scans that have begun finish for a moment; the rest is taken up at the next start. */
  @Override
  public void close() {
    words.shutdownNow();
    media.shutdownNow();
    try {
      if (!words.awaitTermination(10, TimeUnit.SECONDS)
          || !media.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("scans were still running at shutdown; the next start repeats them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
