package dev.halcyon.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A notice about an item as it arrives: who sent it, on what ground, and when it was received. */
public record ReportSubmission(
    ReportSource source,
    String reporterId,
    @Nullable Category ground,
    String comment,
    Instant receivedAt) {
  public ReportSubmission {
    comment = comment == null ? "" : comment;
  }
}
