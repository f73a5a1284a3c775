package dev.halcyon.server.access;

import dev.halcyon.server.store.Database;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whose sessions are open, so that a request does not ask the database each time. Exact:
 * only where one process owns the database is anything remembered, and whatever that process
 * commits, of whatever kind, makes it forget all. Thread-safe.
 */
final class KnownSessions {
  /** More than a server has users; beyond it begins anew. */
  private static final int MOST = 10_000;

  /** Who a session's token stands for, and until when. */
  record Open(Principal principal, Instant expires) {}

  private record Kept(Open session, long asOf) {}

  private final boolean alone;
  private final AtomicLong commits = new AtomicLong();
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  KnownSessions(Database database) {
    this.alone = database.kind() == Database.Kind.H2;
    database.onCommit(commits::incrementAndGet);
  }

  /**
   * Whose session this is, if it is open now.
   *
   * @param look asks the database for a session that is not remembered
   */
  Optional<Open> find(String hash, Instant now, Function<String, Optional<Open>> look) {
    // Read before the look: what is committed during it makes its answer an old one.
    long asOf = commits.get();
    @Nullable Kept known = kept.get(hash);
    if (known != null && known.asOf() == asOf) {
      return Optional.of(known.session()).filter(open -> open.expires().isAfter(now));
    }
    Optional<Open> found = look.apply(hash);
    if (alone) {
      keep(hash, found, asOf);
    }
    return found;
  }

  private void keep(String hash, Optional<Open> found, long asOf) {
    if (kept.size() >= MOST) {
      kept.clear();
    }
    // Only sessions that there are: whoever tries tokens must not fill the memory.
    found.ifPresentOrElse(open -> kept.put(hash, new Kept(open, asOf)), () -> kept.remove(hash));
  }
}
