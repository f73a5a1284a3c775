package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of the policy and where it stands.
 *
 * @param hash SHA-256 of the canonical document, lower-case hex
 * @param overlays names of its overlays
 * @param fixed whether its words can no longer change: it judged something
 * @param replaced the version that was in force before this one, if it ever was
 * @param madeBy account id, or {@code system}
 * @param movedAt when it came into its state
 */
public record PolicyVersion(
    String id,
    int version,
    PolicyState state,
    String title,
    String hash,
    List<String> overlays,
    boolean fixed,
    @Nullable Integer replaced,
    String madeBy,
    Instant storedAt,
    Instant movedAt) {
  public PolicyVersion {
    overlays = overlays == null ? List.of() : List.copyOf(overlays);
  }
}
