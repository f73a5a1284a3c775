package dev.halcyon.client.outbox;

/** Where a decision stands on its way to the server. */
public enum OutboxState {
  /** Made, on this machine's disk, and can still be undone. */
  PENDING_UNDO(false),
  /** Its window is over; it is being sent until the server answers. */
  SENDING(false),
  /** The server has it on disk. */
  ACCEPTED(true),
  /** Someone changed the case first; the server changed nothing. Waits to be discarded. */
  CONFLICT(false),
  /** The server does not have it: the entry's problem says why, and whether it is tried again. */
  NOT_SAVED(false),
  /** Taken back within the window; it was never sent. */
  UNDONE(true),
  /** A conflict or failure the reviewer has seen and given up. */
  DISCARDED(true);

  private final boolean settled;

  OutboxState(boolean settled) {
    this.settled = settled;
  }

  /** Whether nothing more will happen to the entry and nobody need look at it. */
  public boolean settled() {
    return settled;
  }
}
