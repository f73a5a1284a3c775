package dev.halcyon.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long a person saw content of one band.
 *
 * @param seenMillis each moment once, however much was in sight
 * @param millis by kind; kinds seen together count in each
 */
public record ExposureShare(SeverityBand band, long seenMillis, Map<ExposureKind, Long> millis) {
  public ExposureShare {
    millis =
        millis == null
            ? Map.of()
            : Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(millis)));
  }
}
