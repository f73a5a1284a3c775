package dev.halcyon.server.queue;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Relief;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Takes a person off a case and its like: the case returns to its queue for somebody else, and for
 * the rest of a shift so do waiting cases of its category. No reason is asked, and nobody is told:
 * the audit log has a case that was released, as any other. Thread-safe.
 */
final class Reliefs {
  /** The rest of a shift, and the night after it. */
  static final Duration LASTS = Duration.ofHours(12);

  private final Database database;
  private final Leases leases;
  private final Clock clock;
  private final CaseRepository cases = new CaseRepository();
  private final ReliefRepository repository = new ReliefRepository();

  Reliefs(Database database, Leases leases, Clock clock) {
    this.database = database;
    this.leases = leases;
    this.clock = clock;
  }

  /**
   * Takes the holder of a claim off its case and its like.
   *
   * @throws dev.halcyon.protocol.UserProblem {@code lease.lost}, {@code case.unknown}
   */
  Relief takeOff(Principal principal, UUID caseId, long token) {
    Instant now = clock.instant();
    Relief relief =
        database.inTransaction(
            handle -> {
              Category category =
                  cases.lock(handle, caseId).orElseThrow(Leases::unknownCase).category();
              leases.release(handle, principal, caseId, token);
              repository.forget(handle, now);
              repository.add(handle, principal.id(), caseId, category, now.plus(LASTS));
              return new Relief(category, now.plus(LASTS));
            });
    database.durable().await();
    return relief;
  }

  /** What the asker is relieved of now. */
  List<Relief> of(Principal principal) {
    return database.read(handle -> repository.of(handle, principal.id(), clock.instant()));
  }

  /** The asker takes everything again. */
  void end(Principal principal) {
    database.useTransaction(handle -> repository.end(handle, principal.id()));
  }
}
