package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notice about an item as reviewers see it.
 *
 * @param legalBasis the law that the notifier invokes, or null
 * @param requires what an authority's order wants done; null for a report
 * @param restrictions how an order wants it restricted
 * @param deadline until when an order itself wants it done, or null
 */
public record Report(
    UUID id,
    ReportSource source,
    @Nullable Category ground,
    String comment,
    Instant receivedAt,
    @Nullable String legalBasis,
    @Nullable DecisionAction requires,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Restriction> restrictions,
    @Nullable Instant deadline) {
  public Report {
    restrictions = restrictions == null ? List.of() : List.copyOf(restrictions);
  }

  /** A report that invokes no law. */
  public Report(
      UUID id, ReportSource source, @Nullable Category ground, String comment, Instant receivedAt) {
    this(id, source, ground, comment, receivedAt, null, null, List.of(), null);
  }

  /** Whether it is an authority's order. */
  @JsonIgnore
  public boolean isOrder() {
    return requires != null;
  }
}
