package dev.halcyon.client.desk;

import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.UserProblem;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The open case and those whose decision can still be undone. Thread-safe: the reviewer's acts run
 * one after the other under {@code acts}, which is held through their network calls; only a lost
 * lease takes the open case away beside them.
 */
final class Seats {
  private static final int MOST_TRIES = 20;

  private final Claims claims;
  private final Lanes lanes;
  private final Leases leases;
  private final UpNext upNext;
  private final Events events;
  private final Predicate<UUID> decided;
  private final ReentrantLock acts = new ReentrantLock();
  private final AtomicReference<@Nullable Seat> current = new AtomicReference<>();
  private final Map<UUID, Decided> undoable = new ConcurrentHashMap<>();
  // Guarded by acts.
  private final PassedOver passedOver = new PassedOver();
  private boolean closed;
  private volatile @Nullable UUID opening;

  /** The open case and since when it has been looked at. */
  record Seat(OpenCase open, Instant since) {
    UUID id() {
      return open.loaded().id();
    }
  }

  private record Decided(Seat seat, DecisionDraft draft) {}

  Seats(
      Claims claims,
      Lanes lanes,
      Leases leases,
      UpNext upNext,
      Events events,
      Predicate<UUID> decided) {
    this.claims = claims;
    this.lanes = lanes;
    this.leases = leases;
    this.upNext = upNext;
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
      Set<UUID> tried = new HashSet<>(passedOver.cases());
      for (UUID next = upNext.lineup().next(tried);
          next != null;
          next = upNext.lineup().next(tried)) {
        Optional<OpenCase> opened = tryTake(next, tried);
        if (opened.isPresent()) {
          return opened;
        }
      }
      tried.removeAll(passedOver.cases());
      for (UUID next : passedOver.last(upNext.waiting(MOST_TRIES))) {
        if (!tried.contains(next) && !isOpen(next) && !decided.test(next)) {
          Optional<OpenCase> opened = tryTake(next, tried);
          if (opened.isPresent()) {
            return opened;
          }
        }
      }
      events.post(DeskListener::nothingNext);
      return Optional.empty();
    } finally {
      acts.unlock();
    }
  }

  private Optional<OpenCase> tryTake(UUID caseId, Set<UUID> tried) {
    tried.add(caseId);
    try {
      return Optional.of(take(caseId));
    } catch (UserProblem e) {
      if (e.code().equals("lease.too_many")) {
        // Says nothing of this case: the next would be refused too, and so on through the queue.
        throw e;
      }
      if (e.code().startsWith("lease.") || e.code().startsWith("case.")) {
        upNext.lineup().remove(caseId);
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Claims a case, completes it and puts it on the desk; the caller holds {@code acts}. */
  private OpenCase take(UUID caseId) {
    checkOpen();
    // The feed may tell of our own claim before the server's answer is here.
    opening = caseId;
    try {
      return seated(claims.take(caseId));
    } finally {
      opening = null;
    }
  }

  private OpenCase seated(OpenCase open) {
    sit(new Seat(open, lanes.now()));
    return open;
  }

  private void checkOpen() {
    if (closed) {
      throw new UserProblem("desk.closed", "This desk is closed.", "Start the workbench again.");
    }
  }

  /** Puts a case on the desk in place of the one there. */
  private void sit(Seat next) {
    passedOver.remove(next.id());
    Seat before = current.getAndSet(next);
    if (before != null) {
      leave(before, CloseReason.REPLACED);
    }
    upNext.lineup().remove(next.id());
    events.post(each -> each.opened(next.open().loaded(), next.open().lease()));
    upNext.fill();
  }

  private void leave(Seat seat, CloseReason reason) {
    events.post(each -> each.closed(seat.id(), reason));
    Lease lease = leases.drop(seat.id());
    if (lease != null) {
      claims.giveBack(lease);
    }
    upNext.lineup().putBack(seat.open().loaded());
  }

  void release() {
    acts.lock();
    try {
      Seat seat = current.getAndSet(null);
      if (seat != null) {
        passedOver.add(seat.id());
        leave(seat, CloseReason.RELEASED);
      }
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
    acts.lock();
    try {
      Seat seat = current.get();
      if (seat == null
          || !seat.id().equals(now.id())
          || seat.open().loaded().summary().version() >= now.version()) {
        return;
      }
      LoadedCase loaded = claims.reload(seat.open().loaded());
      var next = new Seat(new OpenCase(loaded, seat.open().lease()), seat.since());
      if (current.compareAndSet(seat, next)) {
        events.post(each -> each.refreshed(loaded));
      }
    } finally {
      acts.unlock();
    }
  }

  /**
   * Ends the work on the open case.
   *
   * @param keep puts the decision on disk, or throws and leaves the case open
   */
  OutboxEntry decide(DecisionDraft draft, Function<Seat, OutboxEntry> keep) {
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
      undoable.put(entry.id(), new Decided(seat, draft));
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

  /** Brings back the case of a decision that was just taken back. */
  Undone restore(DecisionRequest decision) {
    acts.lock();
    try {
      Decided before = undoable.remove(decision.id());
      DecisionDraft draft = before == null ? DecisionDraft.of(decision) : before.draft();
      Lease lease = leases.get(decision.caseId());
      if (before != null && lease != null) {
        var open = new OpenCase(before.seat().open().loaded(), lease);
        sit(new Seat(open, before.seat().since()));
        return new Undone.Restored(draft, open.loaded(), lease);
      }
      try {
        OpenCase open = resume(decision);
        return new Undone.Restored(draft, open.loaded(), open.lease());
      } catch (UserProblem e) {
        upNext.fill();
        return new Undone.CaseGone(draft, e.problem());
      }
    } finally {
      acts.unlock();
    }
  }

  /** The case under the claim of an earlier session if it still lives, else under a new one. */
  private OpenCase resume(DecisionRequest decision) {
    checkOpen();
    Optional<OpenCase> open = claims.resume(decision);
    return open.isPresent() ? seated(open.get()) : take(decision.caseId());
  }

  /** Forgets a decision the server has answered; gives the claim that is no longer needed. */
  @Nullable Lease settled(DecisionRequest decision) {
    undoable.remove(decision.id());
    Lease lease = leases.get(decision.caseId());
    return lease != null && lease.token() == decision.leaseToken() && !isOpen(decision.caseId())
        ? leases.drop(decision.caseId())
        : null;
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
