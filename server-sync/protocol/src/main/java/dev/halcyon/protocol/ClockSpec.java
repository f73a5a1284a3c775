package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time limit that the law sets for notices of a kind, counted from their receipt.
 *
 * @param title the law in words a reviewer understands
 * @param sources whose notices start it; empty for anybody's
 * @param grounds what a notice must be about; empty for any ground and for none named
 * @param seconds from receipt of the notice
 * @param orders what becomes of an authority's order that starts it; null for {@code REVIEW}
 */
public record ClockSpec(
    String id,
    String title,
    List<ReportSource> sources,
    List<Category> grounds,
    long seconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OrderPath orders) {
  public ClockSpec {
    sources = sources == null ? List.of() : List.copyOf(sources);
    grounds = grounds == null ? List.of() : List.copyOf(grounds);
  }

  /** A time limit under which a person decides about orders. */
  public ClockSpec(
      String id, String title, List<ReportSource> sources, List<Category> grounds, long seconds) {
    this(id, title, sources, grounds, seconds, null);
  }

  /** Whether a notice starts this clock. */
  public boolean startsWith(Report notice) {
    return (sources.isEmpty() || sources.contains(notice.source()))
        && (grounds.isEmpty() || notice.ground() != null && grounds.contains(notice.ground()));
  }

  /** Whether what an order requires is done as soon as it starts this clock. */
  public boolean carriesOut(Report order) {
    return orders == OrderPath.CARRY_OUT && order.isOrder() && startsWith(order);
  }
}
