package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Priority;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What deciding and leasing need of a case, read while its row is held. Immutable. */
public record CaseRecord(
    UUID id,
    UUID itemId,
    CaseState state,
    long version,
    String queue,
    Priority priority,
    Category category,
    String language,
    String region,
    List<Modality> media,
    boolean escalated,
    int readingSeconds,
    @Nullable UUID rationaleId,
    PolicyRef policy,
    int members,
    Instant dueAt) {
  public CaseRecord {
    media = List.copyOf(media);
  }
}
