package dev.halcyon.app.review;

import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.Lease;
import org.jspecify.annotations.Nullable;

/**
 * The case in the middle of the desk. Immutable.
 *
 * @param lease the claim under which it is reviewed; null while it is being taken and after it was
 *     lost
 * @param gone why it can no longer be decided here, in words; empty while it can
 */
public record OnDesk(LoadedCase loaded, @Nullable Lease lease, String gone) {
  /** Whether it is ours to decide. */
  public boolean ours() {
    return lease != null && gone.isEmpty();
  }

  OnDesk lost(String why) {
    return new OnDesk(loaded, null, why);
  }
}
