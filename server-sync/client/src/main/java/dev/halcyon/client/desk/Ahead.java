package dev.halcyon.client.desk;

import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.UserProblem;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The case claimed while the reviewer still decides the one before, so that it is theirs on the
 * frame after the key. At most one, whatever its priority; it stays in the list of what is next.
 * Thread-safe; claiming runs on the io lane.
 *
 * <p>It is given back when something more urgent waits, and when the case before takes longer than
 * one lease lasts: nobody shall wait for a case on which nobody works.
 */
final class Ahead {
  private final Claims claims;
  private final Lanes lanes;
  private final Leases leases;
  private final Lineup lineup;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Claimed claimed;
  private boolean resting;
  // Rests because one person may hold no further case.
  private boolean full;

  /**
   * @param summary as it was when the claim was asked for
   * @param open empty when somebody else was first or the server could not be asked
   */
  private record Claimed(CaseSummary summary, CompletableFuture<Optional<OpenCase>> open) {
    UUID id() {
      return summary.id();
    }
  }

  Ahead(Claims claims, Lanes lanes, Leases leases, Lineup lineup) {
    this.claims = claims;
    this.lanes = lanes;
    this.leases = leases;
    this.lineup = lineup;
  }

  /** A case came to the desk, or the server came back: the case after it may be claimed. */
  void begin(Set<UUID> not) {
    rests(false);
    prepare(not);
  }

  /**
   * Claims what comes next, in the background, unless that is done or it is no more urgent than
   * what is claimed.
   *
   * @param not cases that do not come next although they wait
   */
  void prepare(Set<UUID> not) {
    UUID next = lineup.next(not);
    LoadedCase loaded = next == null ? null : lineup.find(next);
    if (loaded == null) {
      return;
    }
    var wanted = new Claimed(loaded.summary(), new CompletableFuture<>());
    Claimed before;
    lock.lock();
    try {
      before = claimed;
      if (resting || before != null && !isMoreUrgent(wanted, before)) {
        return;
      }
      claimed = wanted;
    } finally {
      lock.unlock();
    }
    if (before != null) {
      lanes.run(() -> giveBack(before));
    }
    lanes.run(() -> claim(wanted, not));
  }

  private static boolean isMoreUrgent(Claimed one, Claimed other) {
    return one.summary().priority().compareTo(other.summary().priority()) < 0;
  }

  private void claim(Claimed wanted, Set<UUID> not) {
    try {
      OpenCase open = claims.take(wanted.id());
      // The very case that will be opened stands in the list, so that it is drawn once.
      lineup.replace(open.loaded());
      wanted.open().complete(Optional.of(open));
      restAfter(open.lease(), wanted);
    } catch (UserProblem e) {
      forget(wanted);
      wanted.open().complete(Optional.empty());
      if (Claims.isTaken(e)) {
        lineup.remove(wanted.id());
        prepare(not);
      } else {
        // The same would happen with each filling of the list; the next case on the desk tries.
        rests(true, Claims.isFull(e));
      }
    } catch (RuntimeException e) {
      forget(wanted);
      wanted.open().complete(Optional.empty());
      throw e;
    }
  }

  /** The reviewer is busy with something else for long; others may have it. */
  /** The timer keeps no case: by its time what was claimed is decided, as a rule, and let go. */
  private void restAfter(Lease lease, Claimed one) {
    WeakReference<Claimed> claim = new WeakReference<>(one);
    lanes.after(
        Duration.ofSeconds(lease.ttlSeconds()),
        () -> {
          Claimed still = claim.get();
          if (still != null) {
            rest(still);
          }
        });
  }

  private void rest(Claimed one) {
    if (forget(one)) {
      rests(true);
      giveBack(one);
    }
  }

  /** A claim ended, so that another may be made where that was what kept us. */
  void roomCame(Set<UUID> not) {
    lock.lock();
    try {
      if (!full) {
        return;
      }
    } finally {
      lock.unlock();
    }
    begin(not);
  }

  private void rests(boolean now) {
    rests(now, false);
  }

  private void rests(boolean now, boolean forRoom) {
    lock.lock();
    try {
      resting = now;
      full = forRoom;
    } finally {
      lock.unlock();
    }
  }

  private boolean forget(Claimed one) {
    lock.lock();
    try {
      boolean same = claimed == one;
      claimed = same ? null : claimed;
      return same;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Claimed present() {
    lock.lock();
    try {
      return claimed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether this is the case claimed ahead, or just being claimed. */
  boolean is(UUID caseId) {
    Claimed now = present();
    return now != null && now.id().equals(caseId);
  }

  /** The case claimed ahead as the queue knows it. */
  Optional<CaseSummary> summary() {
    return Optional.ofNullable(present()).map(Claimed::summary);
  }

  /** Hands the case over if it is this one and still ours; waits for a claim under way. */
  Optional<OpenCase> take(UUID caseId) {
    Claimed now = present();
    if (now == null || !now.id().equals(caseId) || !forget(now)) {
      return Optional.empty();
    }
    Optional<OpenCase> open = now.open().join();
    @Nullable Lease renewed = leases.get(caseId);
    return renewed == null ? Optional.empty() : open.map(it -> new OpenCase(it.loaded(), renewed));
  }

  /** Gives the case back; blocks on the network when there is one. */
  void giveBack() {
    Claimed now = present();
    if (now != null && forget(now)) {
      giveBack(now);
    }
  }

  /** Gives the case back if it is of a category; blocks on the network then. */
  void giveBack(Category category) {
    if (summary().filter(each -> each.category() == category).isPresent()) {
      giveBack();
    }
  }

  private void giveBack(Claimed one) {
    one.open()
        .thenAccept(
            open -> {
              Lease lease = open.isPresent() ? leases.drop(one.id()) : null;
              if (lease != null) {
                claims.giveBack(lease);
              }
            });
  }

  /** A claim ended against our will. */
  void lost(Lease lease) {
    Claimed now = present();
    if (now != null && now.id().equals(lease.caseId()) && forget(now)) {
      lineup.remove(lease.caseId());
    }
  }

  /** Loads the case anew in the background when the server has a newer version of it. */
  void refresh(CaseSummary newer) {
    Claimed now = present();
    if (now != null && now.id().equals(newer.id())) {
      now.open()
          .thenAccept(
              open ->
                  open.filter(it -> it.loaded().summary().version() < newer.version())
                      .ifPresent(old -> lanes.run(() -> reload(now, old))));
    }
  }

  private void reload(Claimed now, OpenCase old) {
    LoadedCase loaded = claims.reload(old.loaded());
    var renewed =
        new Claimed(
            loaded.summary(),
            CompletableFuture.completedFuture(Optional.of(new OpenCase(loaded, old.lease()))));
    lock.lock();
    try {
      if (claimed != now) {
        return;
      }
      claimed = renewed;
    } finally {
      lock.unlock();
    }
    lineup.replace(loaded);
    restAfter(old.lease(), renewed);
  }
}
