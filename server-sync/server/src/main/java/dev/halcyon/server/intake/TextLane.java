package dev.halcyon.server.intake;

import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.decision.DecisionRepository;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.intake.IntakeRepository.Known;
import dev.halcyon.server.item.AllowedRecords;
import dev.halcyon.server.store.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
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

  /** Where an entry is: whoever moves it on owns what follows. */
  private enum Step {
    OPEN,
    JUDGED,
    LATE
  }

  /** An item on its way. Its fields are set before it is handed on. */
  static final class Entry {
    final Principal sender;
    final Item item;
    final boolean consent;
    final @Nullable String hash;
    final boolean heard;
    private final Runnable done;
    private final AtomicReference<Step> step = new AtomicReference<>(Step.OPEN);
    final CompletableFuture<Known> known = new CompletableFuture<>();
    final CompletableFuture<Known> verdict = new CompletableFuture<>();
    volatile boolean replayed;
    @Nullable ResolvedPolicy policy;
    @Nullable ScanResult result;
    AllowedRecords.@Nullable Row record;

    /**
     * @param heard whether somebody is answered with the verdict, so that it needs no event
     */
    Entry(
        Principal sender,
        Item item,
        boolean consent,
        @Nullable String hash,
        boolean heard,
        Runnable done) {
      this.sender = sender;
      this.item = item;
      this.consent = consent;
      this.hash = hash;
      this.heard = heard;
      this.done = done;
    }

    /** Whether it has its verdict and is written with it. */
    boolean isJudged() {
      return step.get() == Step.JUDGED;
    }
  }

  private record Key(String source, String externalId) {}

  private final Database database;
  private final Judge judge;
  private final Function<String, ResolvedPolicy> policies;
  private final ManyVerdicts writing;
  private final Verdicts verdicts;
  private final IntakeRepository repository = new IntakeRepository();
  private final ManyItems many = new ManyItems();
  private final DecisionRepository decisions = new DecisionRepository();
  private final Map<Key, Entry> underWay = new ConcurrentHashMap<>();
  private final Map<UUID, Entry> late = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<Entry> arrived = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Entry> toWrite = new LinkedBlockingQueue<>();
  private final ExecutorService judging;
  private final List<Thread> threads;
  private volatile boolean closed;

  TextLane(
      Database database,
      Judge judge,
      Function<String, ResolvedPolicy> policies,
      ManyVerdicts writing,
      Verdicts verdicts,
      int judges) {
    this.database = database;
    this.judge = judge;
    this.policies = policies;
    this.writing = writing;
    this.verdicts = verdicts;
    this.judging =
        Executors.newFixedThreadPool(
            judges, Thread.ofPlatform().daemon().name("lane-judge-", 0).factory());
    this.threads =
        List.of(
            Thread.ofPlatform().daemon().name("lane-look").start(() -> drain(arrived, this::look)),
            Thread.ofPlatform()
                .daemon()
                .name("lane-write")
                .start(() -> drain(toWrite, this::write)));
  }

  /**
   * Takes an item in; the same one again joins the first.
   *
   * @return the entry, another's when the item was under way already
   */
  Entry begin(Entry entry) {
    if (closed) {
      entry.done.run();
      throw closing();
    }
    Key key = new Key(entry.item.source(), entry.item.externalId());
    @Nullable Entry first = underWay.putIfAbsent(key, entry);
    if (first != null) {
      entry.done.run();
      return first;
    }
    entry.known.whenComplete((known, problem) -> underWay.remove(key, entry));
    arrived.add(entry);
    return entry;
  }

  /** Waits for an entry's verdict, and beyond the deadline until it is at least written. */
  Known await(Entry entry, long nanos) {
    try {
      return entry.known.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.TimeoutException expired) {
      if (entry.step.compareAndSet(Step.OPEN, Step.LATE)) {
        late.put(entry.item.id(), entry);
        entry.verdict.whenComplete((known, problem) -> late.remove(entry.item.id()));
        toWrite.add(entry);
      }
    } catch (java.util.concurrent.ExecutionException e) {
      throw failed(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw closing();
    }
    try {
      return entry.known.get();
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

  private interface Work {
    void of(List<Entry> entries);
  }

  private void drain(LinkedBlockingQueue<Entry> queue, Work work) {
    List<Entry> entries = new ArrayList<>();
    while (!closed) {
      try {
        entries.add(queue.take());
        queue.drainTo(entries, MOST_TOGETHER - 1);
        work.of(List.copyOf(entries));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.error("{} items could not be taken", entries.size(), Quiet.of(e));
        entries.forEach(entry -> refuse(entry, e));
      } finally {
        entries.clear();
      }
    }
  }

  private static void refuse(Entry entry, RuntimeException problem) {
    entry.verdict.completeExceptionally(problem);
    if (entry.known.completeExceptionally(problem)) {
      entry.done.run();
    }
  }

  /** What is known of the items, of their authors and of their words. */
  private record Looked(
      Map<Entry, Known> known, Set<ManyItems.AuthorKey> decided, Set<String> words) {}

  private void look(List<Entry> entries) {
    Looked looked = database.read(handle -> lookUp(handle, entries));
    Map<String, ResolvedPolicy> inForce = new HashMap<>();
    for (Entry entry : entries) {
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
      boolean history = looked.decided().contains(author(entry));
      boolean alike = entry.hash != null && looked.words().contains(entry.hash);
      judging.execute(() -> judge(entry, history, alike));
    }
  }

  private static ManyItems.AuthorKey author(Entry entry) {
    return new ManyItems.AuthorKey(entry.item.source(), entry.item.author().id());
  }

  private Looked lookUp(Handle handle, List<Entry> entries) {
    Set<ManyItems.AuthorKey> decided =
        many
            .authors(handle, entries.stream().map(TextLane::author).collect(Collectors.toSet()))
            .entrySet()
            .stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    Set<String> hashes =
        entries.stream()
            .map(entry -> entry.hash)
            .filter(java.util.Objects::nonNull)
            .collect(Collectors.toSet());
    return new Looked(known(handle, entries), decided, many.decidedWords(handle, hashes));
  }

  private Map<Entry, Known> known(Handle handle, List<Entry> entries) {
    Map<Entry, Known> known = new HashMap<>();
    entries.stream()
        .collect(Collectors.groupingBy(entry -> entry.item.source()))
        .forEach(
            (source, ofSource) -> {
              Map<String, Known> found =
                  repository.find(
                      handle, source, ofSource.stream().map(e -> e.item.externalId()).toList());
              ofSource.forEach(
                  entry -> {
                    @Nullable Known each = found.get(entry.item.externalId());
                    if (each != null) {
                      known.put(entry, each);
                    }
                  });
            });
    return known;
  }

  private static void replay(Entry entry, Known known) {
    entry.replayed = true;
    entry.known.complete(known);
    entry.verdict.complete(known);
    entry.done.run();
  }

  private void judge(Entry entry, boolean history, boolean alike) {
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
      entry.record =
          AllowedRecords.row(
              entry.item.id(),
              new AllowedRecords.Said(entry.result.assessments(), entry.result.rationale()));
    }
    if (entry.step.compareAndSet(Step.OPEN, Step.JUDGED)) {
      toWrite.add(entry);
    } else {
      entry.known.thenAcceptAsync(written -> follow(entry), judging);
    }
  }

  /** The verdict of an item that was written without one. */
  private void follow(Entry entry) {
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

  private void write(List<Entry> entries) {
    Map<Entry, Known> outcome =
        database.inTransaction(
            handle -> {
              Map<Entry, Known> before = known(handle, entries);
              List<Entry> fresh =
                  entries.stream().filter(entry -> !before.containsKey(entry)).toList();
              Map<Entry, Known> all = new HashMap<>(before);
              all.putAll(writing.write(handle, fresh));
              return all;
            });
    for (Entry entry : entries) {
      Known known = outcome.get(entry);
      if (!known.itemId().equals(entry.item.id())) {
        replay(entry, known);
      } else {
        if (entry.isJudged()) {
          entry.verdict.complete(known);
          entry.done.run();
        }
        entry.known.complete(known);
      }
    }
  }

  /** Whether this verdict can be written without looking: nothing but an allowance follows. */
  static boolean isPlain(Entry entry) {
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
    threads.forEach(Thread::interrupt);
    try {
      judging.awaitTermination(10, TimeUnit.SECONDS);
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    underWay.values().forEach(entry -> entry.known.completeExceptionally(closing()));
  }
}
