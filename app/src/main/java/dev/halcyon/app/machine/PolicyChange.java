package dev.halcyon.app.machine;

import java.util.List;

/**
 * What an overlay changes at one place of the policy. Immutable.
 *
 * @param field of the policy, by its name on the wire: {@code categories}
 * @param subject what of that field, by its title or id; empty for the field itself
 */
public record PolicyChange(String field, String subject, Kind kind, List<Part> parts) {
  /** Whether something is there in the merged policy alone, in the base alone, or in both. */
  public enum Kind {
    ADDED,
    LEFT_OUT,
    CHANGED
  }

  /**
   * One part that differs.
   *
   * @param name on the wire: {@code thresholds}
   * @param before its value in the base, empty where it is more than one value
   * @param after its value with the overlay
   */
  public record Part(String name, String before, String after) {}

  public PolicyChange {
    parts = List.copyOf(parts);
  }
}
