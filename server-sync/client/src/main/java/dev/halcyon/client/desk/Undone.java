package dev.halcyon.client.desk;

import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.Problem;

/** What came of an undo: the decision is taken back in either case. Immutable. */
public sealed interface Undone {
  /** What the reviewer had chosen. */
  DecisionDraft draft();

  /** The case is on the desk again. */
  record Restored(DecisionDraft draft, LoadedCase loaded, Lease lease) implements Undone {}

  /** The decision is taken back, but the case could not be had again; {@code problem} says why. */
  record CaseGone(DecisionDraft draft, Problem problem) implements Undone {}
}
