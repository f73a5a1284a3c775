package dev.halcyon.app.plan;

import java.util.Collections;
import java.util.List;

/** How a day's items spread over its hours. */
public enum DayShape {
  EVEN(Collections.nCopies(24, 1.0)),
  OFFICE(
      List.of(
          1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 4.0, 7.0, 10.0, 11.0, 11.0, 10.0, 9.0, 10.0, 11.0, 11.0,
          10.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0)),
  EVENING(
      List.of(
          4.0, 2.0, 1.0, 1.0, 1.0, 1.0, 2.0, 3.0, 4.0, 4.0, 4.0, 5.0, 6.0, 6.0, 6.0, 6.0, 7.0, 8.0,
          10.0, 12.0, 13.0, 12.0, 10.0, 7.0));

  private final List<Double> hours;

  DayShape(List<Double> hours) {
    this.hours = hours;
  }

  /** Relative to each other, 24 of them. */
  List<Double> hours() {
    return hours;
  }
}
