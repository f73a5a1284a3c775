package dev.halcyon.engine.cascade;

import dev.halcyon.engine.ScanResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of judging an item anew from what its stages said before.
 *
 * @param result null where a stage would have to run that did not speak then
 * @param missing the stages that would have to run, in the policy's order
 */
public record Replayed(@Nullable ScanResult result, List<String> missing) {
  public Replayed {
    missing = List.copyOf(missing);
  }
}
