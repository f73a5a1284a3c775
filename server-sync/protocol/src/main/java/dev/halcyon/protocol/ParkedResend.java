package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks to take parked messages once more: those of some ids, or the oldest that were refused for a
 * reason.
 *
 * @param ids up to 500
 * @param code of the problem they were parked for, or null
 */
public record ParkedResend(List<String> ids, @Nullable String code) {
  public ParkedResend {
    ids = ids == null ? List.of() : List.copyOf(ids);
  }
}
