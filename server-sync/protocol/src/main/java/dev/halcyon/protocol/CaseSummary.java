package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of a queue.
 *
 * @param version grows with each change of the case; a decision names the one it saw
 * @param excerpt the first words of the text, at most 140 code units, or the empty string
 * @param media kinds of media the item has
 * @param score fused score of the leading category, 0..1
 * @param holder display name of who holds the lease, or null
 * @param members how many further items hang on the case, for they are nearly the same
 */
public record CaseSummary(
    UUID id,
    UUID itemId,
    CaseKind kind,
    CaseState state,
    long version,
    String queue,
    Priority priority,
    Instant createdAt,
    Instant dueAt,
    Category category,
    double score,
    String language,
    String region,
    Surface surface,
    List<Modality> media,
    String excerpt,
    long reach,
    int reports,
    @Nullable String holder,
    List<QueueReason> why,
    Integer members) {
  public CaseSummary {
    media = media == null ? List.of() : List.copyOf(media);
    why = why == null ? List.of() : List.copyOf(why);
    members = members == null ? 0 : members;
  }

  /** The case of one item alone. */
  public CaseSummary(
      UUID id,
      UUID itemId,
      CaseKind kind,
      CaseState state,
      long version,
      String queue,
      Priority priority,
      Instant createdAt,
      Instant dueAt,
      Category category,
      double score,
      String language,
      String region,
      Surface surface,
      List<Modality> media,
      String excerpt,
      long reach,
      int reports,
      @Nullable String holder,
      List<QueueReason> why) {
    this(
        id, itemId, kind, state, version, queue, priority, createdAt, dueAt, category, score,
        language, region, surface, media, excerpt, reach, reports, holder, why, 0);
  }
}
