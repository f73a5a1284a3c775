package dev.halcyon.protocol;

import java.time.LocalDate;
import java.util.List;

/**
 * The weeks of which there are numbers.
 *
 * @param weeks their Mondays, the latest first
 */
public record NumberWeeks(List<LocalDate> weeks) {
  public NumberWeeks {
    weeks = weeks == null ? List.of() : List.copyOf(weeks);
  }
}
