package dev.halcyon.server.wellness;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A case that a person opens, as budgets need it. Immutable. */
public record Opening(
    UUID caseId,
    Category category,
    String region,
    Priority priority,
    List<Modality> media,
    int readingSeconds,
    Instant dueAt) {
  public Opening {
    media = List.copyOf(media);
  }
}
