package dev.halcyon.client.desk;

/** Why a case left the desk. */
public enum CloseReason {
  /** A decision on it is in the outbox. */
  DECIDED,
  /** The reviewer gave it back. */
  RELEASED,
  /** Another case was opened, or an undone one came back; this one returned to its queue. */
  REPLACED,
  /** The lease ended: the server gave it to someone else, or could not be reached in time. */
  LEASE_LOST
}
