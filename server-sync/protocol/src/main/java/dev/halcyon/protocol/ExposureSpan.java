package dev.halcyon.protocol;

import java.time.LocalDate;
import java.util.List;

/**
 * A person's exposure over some days.
 *
 * @param from the first day
 * @param through the last day, inclusive
 * @param bands those with any exposure, the lightest first
 */
public record ExposureSpan(LocalDate from, LocalDate through, List<ExposureShare> bands) {
  public ExposureSpan {
    bands = bands == null ? List.of() : List.copyOf(bands);
  }

  /** Each moment once, over all bands. */
  public long seenMillis() {
    return bands.stream().mapToLong(ExposureShare::seenMillis).sum();
  }
}
