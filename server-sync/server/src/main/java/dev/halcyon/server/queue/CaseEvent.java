package dev.halcyon.server.queue;

/** What can happen to a case. */
public enum CaseEvent {
  /** A person claimed it. */
  OPENED,
  /** The person gave it back. */
  RELEASED,
  /** The person's claim ran out. */
  EXPIRED,
  /** A decision on it was recorded. */
  DECIDED,
  /** The person sent it to the escalation queue. */
  ESCALATED,
  /** It became moot. */
  CLOSED
}
