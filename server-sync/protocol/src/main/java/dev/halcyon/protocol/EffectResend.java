package dev.halcyon.protocol;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Has dead events sent again.
 *
 * @param target only those of this target, or null for any
 * @param ids only these events, or empty for all of the target
 */
public record EffectResend(@Nullable String target, List<UUID> ids) {
  public EffectResend {
    ids = ids == null ? List.of() : List.copyOf(ids);
  }
}
