package dev.halcyon.server.changes;

import dev.halcyon.protocol.ChangeKind;
import java.time.Clock;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Notes that something changed, in the transaction that changes it. The row has no number yet:
 * numbers handed out inside transactions commit out of order, so the {@link Sequencer} numbers
 * committed rows. Thread-safe.
 */
public final class Changes {
  private final Clock clock;

  public Changes(Clock clock) {
    this.clock = clock;
  }

  /** A change of a case; watchers get the case's summary with it. */
  public void recordCase(Handle handle, ChangeKind kind, UUID caseId) {
    record(handle, kind, caseId.toString(), caseId);
  }

  /**
   * A change of anything.
   *
   * @param subject the case, item or policy it is about
   * @param caseId the case whose summary watchers need, or null
   */
  public void record(Handle handle, ChangeKind kind, String subject, @Nullable UUID caseId) {
    handle
        .createUpdate(
            """
            insert into change (kind, subject, case_id, made_at)
            values (:kind, :subject, :caseId, :now)
            """)
        .bind("kind", kind.name())
        .bind("subject", subject)
        .bind("caseId", caseId)
        .bind("now", clock.instant())
        .execute();
  }
}
