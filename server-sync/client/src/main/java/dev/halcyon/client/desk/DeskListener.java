package dev.halcyon.client.desk;

import dev.halcyon.client.Connection;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.QueueSummary;
import java.util.List;
import java.util.UUID;

/**
 * Hears what happens at the desk. Calls come one at a time and in order, never under a lock, on a
 * thread of the desk's {@code io} lane; a user interface hands them to its own thread.
 */
public interface DeskListener {
  /** The cases loaded ahead, in order of work. */
  default void upNextChanged(List<LoadedCase> upNext) {}

  /** A case is on the desk and ours: newly opened, or back after an undo. */
  default void opened(LoadedCase opened, Lease lease) {}

  /** The open case changed on the server, for example by a new report; keep what was typed. */
  default void refreshed(LoadedCase opened) {}

  /** The case is no longer on the desk. */
  default void closed(UUID caseId, CloseReason reason) {}

  /** After a decision or {@code openNext}: nothing is left to open. A good moment; say so. */
  default void nothingNext() {}

  /** Decisions of this session and those left from before, oldest first. */
  default void outboxChanged(List<OutboxEntry> entries) {}

  default void connectionChanged(Connection connection) {}

  /** Something changed on the server, whether or not this desk holds it. */
  default void caseChanged(Change change) {}

  default void queuesChanged(List<QueueSummary> queues) {}

  /** Work in the background failed; nothing was lost. */
  default void problem(Problem problem) {}
}
