package dev.halcyon.client.desk;

import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open case and those whose decision can still be undone. Thread-safe: the reviewer's acts run
 * one after the other under {@code acts}, which is held through their network calls; only a lost
 * lease takes the open case away beside them.
 */
final class Seats {
  private final Claims claims;
  private final Lanes lanes;
  private final Leases leases;
  private final UpNext upNext;
  private final Ahead ahead;
  private final Events events;
  private final Predicate<UUID> decided;
  private final ReentrantLock acts = new ReentrantLock();
  private final AtomicReference<@Nullable Seat> current = new AtomicReference<>();
  private final PassedOver passedOver = new PassedOver();
  // Guarded by acts.
  private boolean closed;
  private volatile @Nullable UUID opening;
  // The person rests, or will after this case: no other comes.
  private volatile boolean paused;

  Seats(
      Claims claims,
      Lanes lanes,
      Leases leases,
      UpNext upNext,
      Ahead ahead,
      Events events,
      Predicate<UUID> decided) {
    this.claims = claims;
    this.lanes = lanes;
    this.leases = leases;
    this.upNext = upNext;
    this.ahead = ahead;
    this.events = events;
    this.decided = decided;
  }

  /** The open case with its lease as last renewed. */
  Optional<OpenCase> current() {
    Seat seat = current.get();
    if (seat == null) {
      return Optional.empty();
    }
    Lease renewed = leases.get(seat.id());
    return Optional.of(renewed == null ? seat.open() : new OpenCase(seat.open().loaded(), renewed));
  }

  boolean isOpen(UUID caseId) {
    Seat seat = current.get();
    return seat != null && seat.id().equals(caseId) || caseId.equals(opening);
  }

  OpenCase open(UUID caseId) {
    acts.lock();
    try {
      Seat before = current.get();
      if (before != null && before.id().equals(caseId)) {
        return before.open();
      }
      if (decided.test(caseId)) {
        throw new UserProblem(
            "desk.decided",
            "Your own decision on this case is on its way.",
            "Undo it while its window is open, or wait for the server's answer.");
      }
      return take(caseId);
    } finally {
      acts.unlock();
    }
  }

  /**
   * @param onlyIfFree whether to leave things as they are when a case is open
   */
  Optional<OpenCase> openNext(boolean onlyIfFree) {
    acts.lock();
    try {
      if (onlyIfFree && current.get() != null) {
        return current();
      }
      return search();
    } finally {
      acts.unlock();
    }
  }

  /** Opens the first case that can be had; the caller holds {@code acts}. */
  Optional<OpenCase> search() {
    checkNotPaused();
    var candidates = new Candidates(upNext, passedOver, id -> isOpen(id) || decided.test(id));
    for (UUID next = candidates.next(); next != null; next = candidates.next()) {
      try {
        return Optional.of(take(next));
      } catch (UserProblem e) {
        if (!Claims.isTaken(e)) {
          // Says nothing of this case: the next would be refused too, and so on to the end.
          throw e;
        }
        upNext.lineup().remove(next);
      }
    }
    // What is listed leaves out what the person shall not see now; only this says whether any is.
    Optional<OpenCase> handed = upNext.isUnfiltered() ? claims.takeAny() : Optional.empty();
    if (handed.isEmpty()) {
      events.post(DeskListener::nothingNext);
    }
    return handed.map(this::seated);
  }

  /** No further case comes to this desk; one claimed ahead goes back. Blocks for that. */
  void pause() {
    paused = true;
    ahead.giveBack();
  }

  /** Cases come again. */
  void resume() {
    paused = false;
  }

  boolean isPaused() {
    return paused;
  }

  /** The open case, or null. */
  @Nullable Seat seat() {
    return current.get();
  }

  /** A case shall not come straight back as the next one. */
  void passOver(UUID caseId) {
    passedOver.add(caseId);
  }

  /** The open case left the desk and its claim ended at the server. */
  void vacate(Seat seat) {
    if (current.compareAndSet(seat, null)) {
      leases.drop(seat.id());
      events.post(each -> each.closed(seat.id(), CloseReason.RELEASED));
    }
  }

  /** Does something as one of the reviewer's acts, none other beside it. */
  <T> T act(Supplier<T> act) {
    acts.lock();
    try {
      return act.get();
    } finally {
      acts.unlock();
    }
  }

  /** Claims a case, completes it and puts it on the desk; the caller holds {@code acts}. */
  OpenCase take(UUID caseId) {
    checkOpen();
    checkNotPaused();
    // The feed may tell of our own claim before the server's answer is here.
    opening = caseId;
    try {
      Optional<OpenCase> ready = ahead.take(caseId);
      return seated(ready.isPresent() ? ready.get() : claims.take(caseId));
    } finally {
      opening = null;
    }
  }

  private OpenCase seated(OpenCase open) {
    sit(new Seat(open, lanes.now()));
    return open;
  }

  void checkOpen() {
    if (closed) {
      throw new UserProblem("desk.closed", "This desk is closed.", "Start the workbench again.");
    }
  }

  private void checkNotPaused() {
    if (paused) {
      throw new UserProblem(
          "desk.paused",
          "You are about to rest, so no further case opens.",
          "Take your break; cases come again after it.");
    }
  }

  /** Puts a case on the desk in place of the one there; the caller holds {@code acts}. */
  void sit(Seat next) {
    passedOver.remove(next.id());
    Seat before = current.getAndSet(next);
    if (before != null) {
      events.post(each -> each.closed(before.id(), CloseReason.REPLACED));
    }
    // First what is on the desk, then what no longer comes next: nobody sees a case vanish between.
    events.post(each -> each.opened(next.open().loaded(), next.open().lease()));
    upNext.lineup().remove(next.id());
    if (before != null) {
      // Nobody waits for the server to hear of it.
      lanes.run(() -> giveBack(before));
    }
    if (!paused) {
      ahead.begin(passedOver.cases());
    }
    upNext.fill();
  }

  /** The server gets the case back, and then it stands in the list again. */
  private void giveBack(Seat seat) {
    Lease lease = leases.drop(seat.id());
    if (lease != null) {
      claims.giveBack(lease);
    }
    upNext.lineup().putBack(seat.open().loaded());
  }

  /** The server is back: claims the one that comes next, while somebody reviews here. */
  void beginNext() {
    if (current.get() != null && !paused) {
      ahead.begin(passedOver.cases());
    }
  }

  /** A claim ended, which may have been one too many. */
  void roomCame() {
    if (current.get() != null && !paused) {
      ahead.roomCame(passedOver.cases());
    }
  }

  /** Other cases were loaded: claims the one that comes next, while somebody reviews here. */
  void prepareNext() {
    if (current.get() != null && !paused) {
      ahead.prepare(passedOver.cases());
    }
  }

  void release() {
    acts.lock();
    try {
      Seat seat = current.getAndSet(null);
      if (seat != null) {
        passedOver.add(seat.id());
        events.post(each -> each.closed(seat.id(), CloseReason.RELEASED));
        giveBack(seat);
      }
      ahead.giveBack();
    } finally {
      acts.unlock();
    }
  }

  /** Gives the open case back and takes no other. */
  void close() {
    acts.lock();
    try {
      closed = true;
      release();
    } finally {
      acts.unlock();
    }
  }

  /** Loads the open case anew when the server has a newer version of it. */
  void refresh(CaseSummary now) {
    Seat seat = current.get();
    if (seat == null
        || !seat.id().equals(now.id())
        || seat.open().loaded().summary().version() >= now.version()) {
      return;
    }
    // Without acts: a decision does not wait for the network.
    LoadedCase loaded = claims.reload(seat.open().loaded());
    var next = new Seat(new OpenCase(loaded, seat.open().lease()), seat.since());
    if (current.compareAndSet(seat, next)) {
      events.post(each -> each.refreshed(loaded));
    }
  }

  /**
   * Ends the work on the open case.
   *
   * @param keep puts the decision on disk, or throws and leaves the case open
   * @param kept hears of it before anybody else does
   */
  OutboxEntry decide(
      DecisionDraft draft, Function<Seat, OutboxEntry> keep, BiConsumer<Seat, OutboxEntry> kept) {
    acts.lock();
    try {
      Seat seat = current.get();
      if (seat == null || !seat.id().equals(draft.caseId())) {
        throw new UserProblem(
            "desk.not-open",
            "The case you decided on is not open here any more.",
            "Open it again and decide then; nothing was decided.");
      }
      OutboxEntry entry = keep.apply(seat);
      kept.accept(seat, entry);
      if (draft.action() == DecisionAction.ESCALATE) {
        // It goes on in another queue, which this reviewer may well see too.
        passedOver.add(seat.id());
      }
      if (current.compareAndSet(seat, null)) {
        events.post(each -> each.closed(seat.id(), CloseReason.DECIDED));
      }
      return entry;
    } finally {
      acts.unlock();
    }
  }

  /** A claim ended against our will. */
  void lost(Lease lease) {
    Seat seat = current.get();
    if (seat != null
        && seat.id().equals(lease.caseId())
        && seat.open().lease().token() == lease.token()
        && current.compareAndSet(seat, null)) {
      events.post(each -> each.closed(lease.caseId(), CloseReason.LEASE_LOST));
    }
  }
}
