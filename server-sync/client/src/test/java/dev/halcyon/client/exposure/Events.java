package dev.halcyon.client.exposure;

import dev.halcyon.client.Samples;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.SeverityBand;
import java.util.List;
import java.util.UUID;

/** Slices as a meter emits them, for tests. */
final class Events {
  static final UUID SESSION = new UUID(9, 1);
  private static final UUID CASE = new UUID(3, 3);
  private static final UUID ITEM = new UUID(4, 4);

  private Events() {}

  /** One kind of a slice. */
  static ExposureEvent event(UUID session, long sequence, ExposureKind kind, long at, long millis) {
    return new ExposureEvent(
        session,
        sequence,
        CASE,
        ITEM,
        SeverityBand.SEVERE,
        kind,
        at,
        millis,
        Samples.START.plusMillis(at),
        0);
  }

  static ExposureEvent text(long sequence, long at, long millis) {
    return event(SESSION, sequence, ExposureKind.TEXT, at, millis);
  }

  /** A slice in which words and a blurred picture were seen together. */
  static List<ExposureEvent> slice(long sequence, long at, long millis) {
    return List.of(
        text(sequence, at, millis), event(SESSION, sequence + 1, ExposureKind.BLURRED, at, millis));
  }
}
