package dev.halcyon.server.intake;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.intake.IntakeRepository.Known;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.media.FetchRepository;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Takes items from platforms: each is on disk before it is acknowledged, judged once, and answered
 * within the sender's deadline, if need be with a provisional REVIEW while the cascade goes on.
 * Thread-safe.
 */
final class Intake implements AutoCloseable {
  /** How long a verdict that is being recorded is waited for beyond the deadline, at most. */
  private static final Duration RECORDING = Duration.ofSeconds(10);

  private final Database database;
  private final AuditLog audit;
  private final Notices reports;
  private final TextLane lane;
  private final Judge judge;
  private final ScanQueue<Known> queue;
  private final SubmissionCheck check;
  private final Function<String, ResolvedPolicy> policies;
  private final Function<String, String> fingerprint;
  private final Clock clock;
  private final Callers callers;
  private final IntakeRepository repository = new IntakeRepository();
  private final ItemRepository items = new ItemRepository();
  private final FetchLane fetches;
  private final FetchRepository toFetch = new FetchRepository();

  /**
   * @param fingerprint of a text's normalised words
   * @param threads how many items of words, and as many with media, are judged at once
   * @param capacity how many may be accepted and not judged yet
   */
  Intake(
      Database database,
      AuditLog audit,
      Notices reports,
      Judge judge,
      Callers callers,
      TextLane lane,
      FetchLane fetches,
      SubmissionCheck check,
      Function<String, ResolvedPolicy> policies,
      Function<String, String> fingerprint,
      int threads,
      int capacity,
      Clock clock) {
    this.database = database;
    this.audit = audit;
    this.reports = reports;
    this.judge = judge;
    this.callers = callers;
    this.lane = lane;
    this.queue = new ScanQueue<>(threads, capacity, judge::judge);
    this.check = check;
    this.fetches = fetches;
    this.policies = policies;
    this.fingerprint = fingerprint;
    this.clock = clock;
  }

  /** What receiving an item gave: a new id, or what was known of it before. */
  private record Received(UUID itemId, @Nullable Known before) {}

  /** How long a sender waits when it names no deadline of its own. */
  static Duration defaultDeadline(@Nullable Surface surface) {
    return Duration.ofMillis(surface == Surface.CHAT ? 200 : 1000);
  }

  /**
   * Takes one item.
   *
   * @param deadline how long the sender waits for a verdict; what takes longer goes on without it
   * @param patience how long to wait for a place when the server is full
   * @throws UserProblem {@code item.*} or {@code source.forbidden} when it is refused, {@code
   *     intake.too_many} when the server is full; nothing was kept then
   */
  IntakeAnswer take(
      Principal sender, ItemSubmission submission, Duration deadline, Duration patience) {
    Pending pending = begin(sender, submission, deadline, patience);
    IntakeAnswer answer = finish(pending);
    if (!pending.isDurable()) {
      database.durable().await();
    }
    return answer;
  }

  /** Returns once what was answered so far is on disk. */
  void awaitDurable() {
    database.durable().await();
  }

  /**
   * Begins to take an item whose sender hears no answer: its verdict comes as an event alone.
   *
   * @param verdict how long its verdict is waited for before an item of words is written without
   */
  Pending beginUnheard(Principal sender, ItemSubmission submission, Duration verdict) {
    return begin(sender, submission, verdict, Duration.ZERO, false);
  }

  /** An item on its way, and until when its sender waits. */
  record Pending(
      Principal sender,
      ItemSubmission submission,
      long due,
      Duration patience,
      @Nullable TextEntry entry,
      boolean first,
      boolean heard) {
    /** Whether the answer is on disk; false where nobody knows. */
    private boolean isDurable() {
      return entry != null && first && entry.durable && !entry.replayed;
    }
  }

  /**
   * Begins to take an item; what it throws is as for {@link #take}. Items of words alone are worked
   * on together with others from here on.
   */
  Pending begin(Principal sender, ItemSubmission submission, Duration deadline, Duration patience) {
    return begin(sender, submission, deadline, patience, true);
  }

  private Pending begin(
      Principal sender,
      ItemSubmission submission,
      Duration deadline,
      Duration patience,
      boolean heard) {
    check.check(submission);
    sender.mustSpeakFor(submission.source());
    long due = System.nanoTime() + deadline.toNanos();
    if (!submission.mediaIds().isEmpty()
        || !submission.mediaUrls().isEmpty()
        || !submission.reports().isEmpty()) {
      return new Pending(sender, submission, due, patience, null, true, heard);
    }
    @Nullable String hash =
        submission.text().isBlank() ? null : fingerprint.apply(submission.text());
    // The lines of a batch can wait for a place, what comes by itself is answered now.
    boolean bulk = !patience.isZero();
    ScanQueue<Known>.Place place = queue.reserve(patience.toMillis(), bulk);
    TextEntry mine =
        new TextEntry(
            sender,
            item(submission),
            submission.learningConsent(),
            hash,
            !bulk,
            heard,
            place::close);
    TextEntry entry = lane.begin(mine);
    return new Pending(sender, submission, due, patience, entry, entry == mine, heard);
  }

  /** The answer to an item that was begun; durable only once {@code database.durable()} says so. */
  IntakeAnswer finish(Pending pending) {
    @Nullable TextEntry entry = pending.entry();
    ItemSubmission sent = pending.submission();
    if (entry == null) {
      return takeAlone(pending);
    }
    Known known = lane.await(entry, pending.due() - System.nanoTime());
    boolean replayed = entry.replayed || !pending.first();
    if (replayed && !known.complete()) {
      known = await(running(known, entry), pending.due() - System.nanoTime()).orElse(known);
    }
    return answer(sent.source(), sent.externalId(), known, replayed);
  }

  /** The scan that an item sent again is waiting for. */
  private CompletableFuture<Known> running(Known known, TextEntry entry) {
    return entry.item.id().equals(known.itemId())
        ? entry.verdict
        : lane.late(known.itemId()).orElseGet(() -> queue.running(known.itemId()));
  }

  private IntakeAnswer takeAlone(Pending pending) {
    Principal sender = pending.sender();
    ItemSubmission submission = pending.submission();
    // Without a policy in force nothing could be judged: refused now, not accepted and stuck.
    policies.apply(submission.region());
    @Nullable String hash =
        submission.text().isBlank() ? null : fingerprint.apply(submission.text());
    // Who hears no answer need not wait for the verdict either.
    long due = pending.heard() ? pending.due() : System.nanoTime();
    Received received;
    CompletableFuture<Known> scan;
    boolean bulk = !pending.patience().isZero();
    try (ScanQueue<Known>.Place place = queue.reserve(pending.patience().toMillis(), bulk)) {
      received = database.inTransaction(handle -> receive(handle, sender, submission, hash));
      if (received.before() == null) {
        if (pending.heard()) {
          callers.waitFor(received.itemId());
        }
        scan =
            submission.mediaUrls().isEmpty()
                ? place.run(received.itemId(), !submission.mediaIds().isEmpty())
                : fetched(received.itemId());
      } else {
        scan = queue.running(received.itemId());
      }
    }
    Optional<Known> finished = await(scan, due - System.nanoTime());
    if (finished.isEmpty()
        && pending.heard()
        && !scan.isDone()
        && !callers.giveUp(received.itemId())) {
      // It is being recorded for this answer to tell, which takes a moment.
      finished = await(scan, RECORDING.toNanos());
    }
    // One wait covers both commits: the item's, and its verdict's when there is one.
    database.durable().await();
    Known now =
        finished.orElseGet(
            () -> database.read(handle -> repository.get(handle, received.itemId())));
    return answer(submission.source(), submission.externalId(), now, received.before() != null);
  }

  /** The scan that begins when what is to be fetched is here. */
  private CompletableFuture<Known> fetched(UUID item) {
    CompletableFuture<Known> scan = queue.expect(item);
    fetches.wake();
    return scan;
  }

  private static Optional<Known> await(CompletableFuture<Known> scan, long nanos) {
    try {
      return Optional.of(scan.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | ExecutionException notYet) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** What the platform is told of an item, as an answer or later. */
  static IntakeAnswer answer(String source, String externalId, Known known, boolean replayed) {
    Verdict verdict =
        known.complete()
            ? Objects.requireNonNullElse(known.verdict(), Verdict.REVIEW)
            : Verdict.REVIEW;
    return new IntakeAnswer(
        known.itemId(),
        source,
        externalId,
        verdict,
        known.visibility(),
        known.complete(),
        replayed,
        known.caseId(),
        known.category(),
        null);
  }

  private Received receive(
      Handle handle, Principal sender, ItemSubmission sent, @Nullable String hash) {
    Optional<Known> before = repository.find(handle, sent.source(), sent.externalId());
    if (before.isPresent()) {
      reports.addLater(handle, sender, before.get().itemId(), sent);
      return new Received(before.get().itemId(), before.get());
    }
    repository
        .firstUnknownMedia(handle, sent.mediaIds())
        .ifPresent(
            place -> {
              throw new UserProblem(
                  "item.invalid",
                  "The field mediaIds[" + place + "] names media that was never uploaded.",
                  "Upload the bytes with POST /v1/media first and use the id it answers.");
            });
    if (!sent.mediaUrls().isEmpty() && fetches.isFull(handle, sent.mediaUrls())) {
      throw new UserProblem(
          "intake.too_many",
          "More media are waiting to be fetched than this server takes at once.",
          "Send the item again a little later; Retry-After says when.");
    }
    Item item = item(sent);
    items.insert(handle, item, sent.learningConsent(), hash);
    toFetch.insert(handle, item.id(), sent.mediaIds().size(), sent.mediaUrls(), clock.instant());
    logReceipt(audit, handle, sender, item);
    for (ReportSubmission report : sent.reports()) {
      reports.add(handle, sender, item, Arrival.of(report));
    }
    return new Received(item.id(), null);
  }

  private Item item(ItemSubmission sent) {
    return new Item(
        UuidCreator.getTimeOrderedEpoch(),
        sent.source(),
        sent.externalId(),
        sent.surface(),
        sent.audience(),
        sent.language() == null ? "und" : sent.language(),
        sent.region(),
        sent.author(),
        sent.text(),
        sent.mediaIds().stream().map(Intake::undecoded).toList(),
        sent.conversation(),
        sent.postedAt(),
        clock.instant(),
        sent.reach(),
        Visibility.PENDING);
  }

  /** Names a stored media part; storing an item reads nothing but the id. */
  private static MediaInfo undecoded(String mediaId) {
    return new MediaInfo(
        mediaId,
        Modality.UNKNOWN,
        MediaState.PENDING,
        "",
        null,
        0,
        0,
        0,
        0,
        false,
        List.of(),
        null);
  }

  /** What the audit log keeps of a receipt. */
  static Map<String, Object> receipt(Item item) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("source", item.source());
    facts.put("externalId", item.externalId());
    facts.put("surface", item.surface().name());
    facts.put("media", item.media().stream().map(MediaInfo::mediaId).toList());
    return facts;
  }

  static void logReceipt(AuditLog audit, Handle handle, Principal sender, Item item) {
    Author author = item.author();
    audit.append(
        handle,
        sender.id().toString(),
        "item.received",
        item.id().toString(),
        receipt(item),
        Map.of("author", author.id()),
        "author:" + item.source() + ":" + author.id());
  }

  /** Takes up what was accepted before the last stop and has no verdict yet. */
  int resume() {
    List<IntakeRepository.Unfinished> unfinished = database.read(repository::unfinished);
    unfinished.forEach(item -> queue.resume(item.itemId(), item.hasMedia()));
    fetches.start(item -> queue.resume(item, true));
    return unfinished.size();
  }

  /** How many items are on their way to a verdict. */
  int waiting() {
    return queue.waiting() + lane.waiting();
  }

  @Override
  public void close() {
    judge.closing();
    fetches.close();
    lane.close();
    queue.close();
  }
}
