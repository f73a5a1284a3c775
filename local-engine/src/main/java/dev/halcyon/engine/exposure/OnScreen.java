package dev.halcyon.engine.exposure;

import dev.halcyon.protocol.ExposureKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a window shows at a moment, as facts. Immutable.
 *
 * @param showing whether the window is open
 * @param minimised whether it lies in the task bar
 * @param focused whether it has the keyboard: without, the person works elsewhere
 */
public record OnScreen(boolean showing, boolean minimised, boolean focused, List<Look> looks) {
  /** No window. */
  public static final OnScreen NOTHING = new OnScreen(false, false, false, List.of());

  public OnScreen {
    looks = List.copyOf(looks);
  }

  /** What counts: of each kind the heaviest look in sight, so that no moment counts twice. */
  Map<ExposureKind, Look> counted() {
    Map<ExposureKind, Look> counted = new EnumMap<>(ExposureKind.class);
    if (showing && !minimised && focused) {
      for (Look look : looks) {
        if (look.inSight()) {
          counted.merge(
              look.kind(), look, (one, other) -> other.weight() > one.weight() ? other : one);
        }
      }
    }
    return counted;
  }
}
