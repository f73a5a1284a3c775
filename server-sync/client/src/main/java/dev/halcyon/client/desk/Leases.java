package dev.halcyon.client.desk;

import dev.halcyon.client.ReviewServer;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps our claims alive with heartbeats: the open case's and those of decisions that can still be
 * undone or are being sent. Thread-safe. Expiry is reckoned from our own clock and the time to
 * live, so that a server with another clock does not matter.
 */
final class Leases {
  /** After a failed heartbeat the next comes sooner, while the claim still lives. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private final ReviewServer server;
  private final Lanes lanes;
  private final Consumer<Lease> lost;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<UUID, Held> held = new HashMap<>();

  private long claims;

  /**
   * @param claim number of the claim here, so that an old timer never beats for a new one
   */
  private record Held(Lease lease, Instant until, long claim) {}

  /**
   * @param lost hears of each claim that ended against our will, on the io lane
   */
  Leases(ReviewServer server, Lanes lanes, Consumer<Lease> lost) {
    this.server = server;
    this.lanes = lanes;
    this.lost = lost;
  }

  /** Begins to keep a claim just taken. */
  void keep(Lease lease) {
    long claim = put(lease);
    lanes.after(interval(lease), () -> beat(lease.caseId(), claim));
  }

  /** Tries to go on with a claim of an earlier session, of which only the token is known. */
  void resume(UUID caseId, long token) {
    // Unknown time to live: the first heartbeat tells, or says that the claim is gone.
    long claim =
        put(new Lease(caseId, token, Instant.EPOCH, SOON.toSeconds() * 2, SOON.toSeconds()));
    lanes.run(() -> beat(caseId, claim));
  }

  /** The claim on a case, or null when we have none. */
  @Nullable Lease get(UUID caseId) {
    Held found = find(caseId);
    return found == null ? null : found.lease();
  }

  private @Nullable Held find(UUID caseId) {
    lock.lock();
    try {
      return held.get(caseId);
    } finally {
      lock.unlock();
    }
  }

  /** Stops keeping a claim; the server is not told. */
  @Nullable Lease drop(UUID caseId) {
    lock.lock();
    try {
      Held found = held.remove(caseId);
      return found == null ? null : found.lease();
    } finally {
      lock.unlock();
    }
  }

  /** Asks the server at once whether a claim still stands. */
  void check(UUID caseId) {
    Lease lease = get(caseId);
    if (lease != null) {
      lanes.run(() -> renew(lease));
    }
  }

  /** Stops keeping all. */
  void clear() {
    lock.lock();
    try {
      held.clear();
    } finally {
      lock.unlock();
    }
  }

  private void beat(UUID caseId, long claim) {
    Held found = find(caseId);
    if (found == null || found.claim() != claim) {
      return;
    }
    Duration next = renew(found.lease());
    if (next != null) {
      lanes.after(next, () -> beat(caseId, claim));
    }
  }

  /** One heartbeat; gives the pause to the next, or null when there is none. */
  private @Nullable Duration renew(Lease lease) {
    try {
      Lease renewed = server.heartbeat(lease.caseId(), lease.token());
      replace(renewed);
      return interval(renewed);
    } catch (UserProblem e) {
      if (Lanes.passing(e) && lives(lease)) {
        Duration usual = interval(lease);
        return usual.compareTo(SOON) < 0 ? usual : SOON;
      }
      if (remove(lease)) {
        lost.accept(lease);
      }
      return null;
    }
  }

  private static Duration interval(Lease lease) {
    return Duration.ofSeconds(Math.max(1, lease.heartbeatSeconds()));
  }

  private long put(Lease lease) {
    lock.lock();
    try {
      held.put(lease.caseId(), held(lease, ++claims));
      return claims;
    } finally {
      lock.unlock();
    }
  }

  private void replace(Lease renewed) {
    lock.lock();
    try {
      held.computeIfPresent(
          renewed.caseId(),
          (id, now) -> now.lease().token() == renewed.token() ? held(renewed, now.claim()) : now);
    } finally {
      lock.unlock();
    }
  }

  private Held held(Lease lease, long claim) {
    return new Held(lease, lanes.now().plusSeconds(lease.ttlSeconds()), claim);
  }

  private boolean lives(Lease lease) {
    lock.lock();
    try {
      Held now = held.get(lease.caseId());
      return now != null
          && now.lease().token() == lease.token()
          && now.until().isAfter(lanes.now());
    } finally {
      lock.unlock();
    }
  }

  private boolean remove(Lease lease) {
    lock.lock();
    try {
      Held now = held.get(lease.caseId());
      return now != null
          && now.lease().token() == lease.token()
          && held.remove(lease.caseId()) != null;
    } finally {
      lock.unlock();
    }
  }
}
