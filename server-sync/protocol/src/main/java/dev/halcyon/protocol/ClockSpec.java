package dev.halcyon.protocol;

import java.util.List;

/**
 * A time limit that the law sets for notices of a kind, counted from their receipt.
 *
 * @param title the law in words a reviewer understands
 * @param sources whose notices start it; empty for anybody's
 * @param grounds what a notice must be about; empty for any ground and for none named
 * @param seconds from receipt of the notice
 */
public record ClockSpec(
    String id, String title, List<ReportSource> sources, List<Category> grounds, long seconds) {
  public ClockSpec {
    sources = sources == null ? List.of() : List.copyOf(sources);
    grounds = grounds == null ? List.of() : List.copyOf(grounds);
  }

  /** Whether a notice starts this clock. */
  public boolean startsWith(Report notice) {
    return (sources.isEmpty() || sources.contains(notice.source()))
        && (grounds.isEmpty() || notice.ground() != null && grounds.contains(notice.ground()));
  }
}
