package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a queue has to expect.
 *
 * @param overdue open cases that are late already; they are in no probability
 * @param people at work who may take some of its cases
 * @param arrivalsPerHour expected in the present hour, at the present level
 * @param outlooks for an hour and for four
 * @param dueSoon open cases that are due within four hours and may be late, the likeliest first; 50
 *     at most
 */
public record QueueForecast(
    String queue,
    int open,
    int overdue,
    int people,
    double arrivalsPerHour,
    List<Outlook> outlooks,
    List<CaseRisk> dueSoon) {
  public QueueForecast {
    outlooks = outlooks == null ? List.of() : List.copyOf(outlooks);
    dueSoon = dueSoon == null ? List.of() : List.copyOf(dueSoon);
  }

  /**
   * The next hours.
   *
   * @param any probability that one case or more is decided too late
   * @param late how many cases are
   */
  public record Outlook(int hours, Estimate any, Estimate late) {}

  /**
   * An open case.
   *
   * @param late probability that it is decided too late
   */
  public record CaseRisk(UUID caseId, Priority priority, Instant dueAt, Estimate late) {}
}
