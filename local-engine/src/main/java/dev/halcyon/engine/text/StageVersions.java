package dev.halcyon.engine.text;

import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import org.jspecify.annotations.Nullable;

/** Which version of a model a policy wants a stage to run. Stateless. */
public final class StageVersions {
  private StageVersions() {}

  /** The version, or null where the policy names none: the newest. */
  public static @Nullable String of(ResolvedPolicy policy, String stage) {
    for (StageSpec spec : policy.stages()) {
      if (spec.stage().equals(stage)) {
        return spec.model();
      }
    }
    return null;
  }
}
