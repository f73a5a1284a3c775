package dev.halcyon.server.queue;

import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.Report;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What the place of a case rests on beside its item. Immutable.
 *
 * @param from when its time begins to count, at the latest
 * @param reports those that wait for an answer
 * @param byReport whether it is there for them alone, so that any is a reason to look
 * @param again whether a reader reported what waited for a person already
 */
record CaseBasis(Instant from, List<Report> reports, boolean byReport, boolean again) {
  CaseBasis {
    reports = List.copyOf(reports);
  }

  /** Of a case that the machine's verdict makes. */
  static CaseBasis verdict(Item item, List<Report> reports) {
    return new CaseBasis(item.receivedAt(), reports, false, false);
  }

  /**
   * Of a case made for reports alone: its time counts from them, however old the item is.
   *
   * @param now when none waits for an answer
   */
  static CaseBasis reported(List<Report> reports, Instant now) {
    Instant from =
        reports.stream().map(Report::receivedAt).min(Comparator.naturalOrder()).orElse(now);
    return new CaseBasis(from, reports, true, false);
  }

  /** The earliest clock that runs: from the beginning, or from receipt of any report. */
  Instant start() {
    return reports.stream()
        .map(Report::receivedAt)
        .filter(at -> at.isBefore(from))
        .min(Comparator.naturalOrder())
        .orElse(from);
  }
}
