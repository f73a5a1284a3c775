package dev.halcyon.protocol;

import java.util.Collections;
import java.util.Comparator;
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
    // By name, as every field on the wire.
    TreeMap<ExposureKind, Long> sorted = new TreeMap<>(Comparator.comparing(ExposureKind::name));
    sorted.putAll(millis == null ? Map.of() : Map.copyOf(millis));
    millis = Collections.unmodifiableSortedMap(sorted);
  }
}
