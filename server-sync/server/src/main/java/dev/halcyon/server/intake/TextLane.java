package dev.halcyon.server.intake;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.intake.IntakeRepository.Known;
import dev.halcyon.server.intake.ManyItems.AuthorKey;
import dev.halcyon.server.seal.ItemKeys;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.store.DurableCommits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of items of words alone, made for many: what is known of those that came together is
 * looked up together, they are judged beside each other, and what was judged meanwhile is written
 * in one transaction, each once and with its verdict. An item whose sender cannot wait for that is
 * written without its verdict, which follows. Thread-safe.
 */
final class TextLane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TextLane.class);
  private static final int MOST_TOGETHER = 256;

  /** Verdicts that come late are written one by one, and must not take the judges' time. */
  private static final int FOLLOWING = 2;

  private static final Duration LOOKS = Duration.ofMillis(10);

  /** An answer waits for a flush in any case, which takes longer than this. */
  private static final Duration WRITES = Duration.ofMillis(20);

  private record Key(String source, String externalId) {}

  private final Database database;
  private final ItemKeys keys;
  private final Judge judge;
  private final Function<String, ResolvedPolicy> policies;
  private final ManyVerdicts writing;
  private final Verdicts verdicts;
  private final TextLookup lookup = new TextLookup();
  private final Map<Key, TextEntry> underWay = new ConcurrentHashMap<>();
  private final Map<UUID, TextEntry> late = new ConcurrentHashMap<>();
  private final UrgentFirst<TextEntry> arrived = new UrgentFirst<>();
  private final UrgentFirst<TextEntry> toWrite = new UrgentFirst<>();
  private final ExecutorService judging;
  private final ExecutorService following =
      Executors.newFixedThreadPool(
          FOLLOWING, Thread.ofPlatform().daemon().name("lane-follow-", 0).factory());
  private final LineWorker<TextEntry> looks;
  private final LineWorker<TextEntry> writes;
  private volatile boolean closed;

  TextLane(
      Database database,
      ItemKeys keys,
      Judge judge,
      Function<String, ResolvedPolicy> policies,
      ManyVerdicts writing,
      Verdicts verdicts,
      int judges) {
    this.database = database;
    this.keys = keys;
    this.judge = judge;
    this.policies = policies;
    this.writing = writing;
    this.verdicts = verdicts;
    this.judging = UrgentFirst.threads("lane-judge-", judges);
    this.looks =
        new LineWorker<>("lane-look", arrived, MOST_TOGETHER, LOOKS, this::look, TextLane::refuse);
    this.writes =
        new LineWorker<>(
            "lane-write", toWrite, MOST_TOGETHER, WRITES, this::write, TextLane::refuse);
  }

  /**
   * Takes an item in; the same one again joins the first.
   *
   * @return the entry, another's when the item was under way already
   */
  TextEntry begin(TextEntry entry) {
    if (closed) {
      entry.done.run();
      throw closing();
    }
    Key key = new Key(entry.item.source(), entry.item.externalId());
    @Nullable TextEntry first = underWay.putIfAbsent(key, entry);
    if (first != null) {
      entry.done.run();
      return first;
    }
    entry.known.whenComplete((known, problem) -> underWay.remove(key, entry));
    arrived.add(entry, entry.urgent);
    return entry;
  }

  /** Waits for an entry's verdict, and beyond the deadline until it is at least written. */
  Known await(TextEntry entry, long nanos) {
    try {
      return entry.known.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.TimeoutException expired) {
      if (entry.step.compareAndSet(TextEntry.Step.OPEN, TextEntry.Step.LATE)) {
        late.put(entry.item.id(), entry);
        entry.verdict.whenComplete((known, problem) -> late.remove(entry.item.id()));
        toWrite.add(entry, entry.urgent);
      }
    } catch (java.util.concurrent.ExecutionException e) {
      throw failed(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw closing();
    }
    try {
      return entry.known.get(DurableCommits.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.TimeoutException stuck) {
      throw DurableCommits.unconfirmed(null);
    } catch (java.util.concurrent.ExecutionException e) {
      throw failed(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw closing();
    }
  }

  private static RuntimeException failed(Throwable cause) {
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(cause);
  }

  private static UserProblem closing() {
    return new UserProblem(
        "store.closing", "The server is shutting down.", "Send it again when the server is back.");
  }

  private static void refuse(TextEntry entry, RuntimeException problem) {
    entry.verdict.completeExceptionally(problem);
    if (entry.known.completeExceptionally(problem)) {
      entry.done.run();
    }
  }

  private void look(List<TextEntry> entries) {
    TextLookup.Looked looked = database.read(handle -> lookup.of(handle, entries));
    Map<String, ResolvedPolicy> inForce = new HashMap<>();
    for (TextEntry entry : entries) {
      @Nullable Known known = looked.known().get(entry);
      if (known != null && !known.itemId().equals(entry.item.id())) {
        replay(entry, known);
        continue;
      }
      try {
        entry.policy = inForce.computeIfAbsent(entry.item.region(), policies);
      } catch (RuntimeException none) {
        refuse(entry, none);
        continue;
      }
      ManyItems.@Nullable KnownAuthor author = looked.authors().get(AuthorKey.of(entry.item));
      boolean history = author != null && author.decided();
      boolean alike = entry.hash != null && looked.words().contains(entry.hash);
      judging.execute(UrgentFirst.work(() -> judge(entry, history, alike), entry.urgent));
    }
  }

  private static void replay(TextEntry entry, Known known) {
    entry.replayed = true;
    entry.known.complete(known);
    entry.verdict.complete(known);
    entry.done.run();
  }

  private void judge(TextEntry entry, boolean history, boolean alike) {
    if (entry.known.isDone() && entry.replayed) {
      return;
    }
    ScanRequest request = judge.request(entry.item, entry.policy, history, alike, entry.hash);
    entry.result = judge.scan(request, entry.policy);
    if (closed || Thread.currentThread().isInterrupted()) {
      entry.known.completeExceptionally(closing());
      entry.verdict.completeExceptionally(closing());
      return;
    }
    if (entry.result.verdict() == Verdict.ALLOW) {
      try {
        entry.packed = TextEntry.Packed.of(entry.item, entry.hash, entry.result, keys.next());
      } catch (UserProblem unusable) {
        // Without a key nothing of it can be stored: the sender is told, and sends it again.
        refuse(entry, unusable);
        return;
      }
    }
    if (entry.step.compareAndSet(TextEntry.Step.OPEN, TextEntry.Step.JUDGED)) {
      toWrite.add(entry, entry.urgent);
    } else {
      entry.known.thenAcceptAsync(written -> follow(entry), following);
    }
  }

  /** The verdict of an item that was written without one. */
  private void follow(TextEntry entry) {
    if (entry.replayed) {
      return;
    }
    try {
      entry.verdict.complete(verdicts.record(entry.item.id(), entry.policy, entry.result, true));
    } catch (RuntimeException e) {
      // It stays unfinished in the database: the next start takes it up again.
      LOG.error("the verdict of item {} was not recorded", entry.item.id(), Quiet.of(e));
      entry.verdict.completeExceptionally(e);
    } finally {
      entry.done.run();
    }
  }

  private void write(List<TextEntry> entries) {
    // Whoever sent one of these again here found it under way. Another server may have taken it
    // meanwhile: then the first attempt collides, and the next one looks.
    AtomicBoolean collided = new AtomicBoolean();
    Map<TextEntry, Known> outcome =
        database.inTransaction(
            handle -> {
              Map<TextEntry, Known> before =
                  collided.getAndSet(true) ? lookup.known(handle, entries) : Map.of();
              List<TextEntry> fresh =
                  entries.stream().filter(entry -> !before.containsKey(entry)).toList();
              Map<TextEntry, Known> all = new HashMap<>(before);
              all.putAll(writing.write(handle, fresh));
              return all;
            });
    // All of them are one or the other. The lines of a batch are waited for once, by the batch.
    if (entries.getFirst().urgent) {
      // Nothing is left to do for it but to tell: others may come.
      entries.stream().filter(TextEntry::isJudged).forEach(entry -> entry.done.run());
      database
          .durable()
          .afterwards(
              entries.size(),
              problem -> entries.forEach(entry -> settle(entry, outcome.get(entry), problem)));
    } else {
      entries.forEach(entry -> answer(entry, outcome.get(entry)));
    }
  }

  /** What somebody waits for by itself is told once, when it is on disk. */
  private static void settle(TextEntry entry, Known known, @Nullable UserProblem problem) {
    if (problem != null) {
      refuse(entry, problem);
    } else {
      entry.durable = true;
      answer(entry, known);
    }
  }

  private static void answer(TextEntry entry, Known known) {
    if (!known.itemId().equals(entry.item.id())) {
      replay(entry, known);
      return;
    }
    if (entry.isJudged()) {
      entry.verdict.complete(known);
      entry.done.run();
    }
    entry.known.complete(known);
  }

  /** Whether this verdict can be written without looking: nothing but an allowance follows. */
  static boolean isPlain(TextEntry entry) {
    return entry.isJudged()
        && entry.result != null
        && entry.result.verdict() == Verdict.ALLOW
        && entry.result.media().isEmpty();
  }

  /** The verdict of an item that was written without one and is still being judged. */
  Optional<CompletableFuture<Known>> late(UUID item) {
    return Optional.ofNullable(late.get(item)).map(entry -> entry.verdict);
  }

  int waiting() {
    return underWay.size() + late.size();
  }

  @Override
  public void close() {
    closed = true;
    judging.shutdownNow();
    following.shutdownNow();
    try {
      judging.awaitTermination(10, TimeUnit.SECONDS);
      following.awaitTermination(10, TimeUnit.SECONDS);
      looks.stop();
      writes.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    underWay.values().forEach(entry -> entry.known.completeExceptionally(closing()));
  }
}
