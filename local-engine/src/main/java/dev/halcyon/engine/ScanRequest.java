package dev.halcyon.engine;

import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Surface;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is asked to judge, under which policy and by when.
 *
 * @param language ISO 639-1 as declared, or null to have it identified
 * @param audience for whom the place is meant in which it appears
 * @param similar decided items most like this one, nearest first, for the rationale; may be empty
 * @param reports how many people reported it
 * @param history what is known of the author beside this item; may raise a score, never lower one
 * @param deadline time allowed from the call; a missed one answers REVIEW
 */
public record ScanRequest(
    UUID itemId,
    String text,
    @Nullable String language,
    String region,
    Surface surface,
    Audience audience,
    Author author,
    List<ContextMessage> conversation,
    List<MediaSource> media,
    List<PastDecision> similar,
    int reports,
    AuthorHistory history,
    ResolvedPolicy policy,
    Duration deadline) {
  public ScanRequest {
    conversation = List.copyOf(conversation);
    media = List.copyOf(media);
    similar = List.copyOf(similar);
  }

  /** A request about an item in a place for anybody. */
  public ScanRequest(
      UUID itemId,
      String text,
      @Nullable String language,
      String region,
      Surface surface,
      Author author,
      List<ContextMessage> conversation,
      List<MediaSource> media,
      List<PastDecision> similar,
      int reports,
      AuthorHistory history,
      ResolvedPolicy policy,
      Duration deadline) {
    this(
        itemId,
        text,
        language,
        region,
        surface,
        Audience.GENERAL,
        author,
        conversation,
        media,
        similar,
        reports,
        history,
        policy,
        deadline);
  }

  /** A request that knows nothing of the author's history. */
  public ScanRequest(
      UUID itemId,
      String text,
      @Nullable String language,
      String region,
      Surface surface,
      Author author,
      List<ContextMessage> conversation,
      List<MediaSource> media,
      List<PastDecision> similar,
      int reports,
      ResolvedPolicy policy,
      Duration deadline) {
    this(
        itemId,
        text,
        language,
        region,
        surface,
        Audience.GENERAL,
        author,
        conversation,
        media,
        similar,
        reports,
        new AuthorHistory(author.id(), 0, 0, List.of()),
        policy,
        deadline);
  }
}
