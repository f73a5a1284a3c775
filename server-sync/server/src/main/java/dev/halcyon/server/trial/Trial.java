package dev.halcyon.server.trial;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.cascade.Replayed;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.media.MediaFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Judges one stored item under a policy, from what was stored or by the engine. Thread-safe. */
final class Trial {
  /** What the cascade may take: text, and each media part. */
  private static final Duration TEXT_LIMIT = Duration.ofSeconds(60);

  private static final Duration MEDIA_LIMIT = Duration.ofSeconds(75);

  private final RescanEngine engine;
  private final MediaFiles files;

  Trial(RescanEngine engine, MediaFiles files) {
    this.engine = engine;
    this.files = files;
  }

  /** What stages said of an item, read from their JSON. */
  static List<Assessment> said(Stored stored) {
    return stored.said().stream().map(json -> Wire.read(json, Assessment.class)).toList();
  }

  /**
   * Judges from what was stored.
   *
   * @param before the policy under which it was
   */
  Replayed replay(
      Item item,
      List<Assessment> said,
      ResolvedPolicy before,
      ResolvedPolicy policy,
      AuthorHistory history) {
    return engine.replay(request(item, policy, history), item.language(), said, before);
  }

  /** Runs every stage over the content. */
  ScanResult scan(Item item, ResolvedPolicy policy, AuthorHistory history) {
    return engine.scan(request(item, policy, history));
  }

  private ScanRequest request(Item item, ResolvedPolicy policy, AuthorHistory history) {
    List<MediaSource> sources =
        item.media().stream()
            .map(info -> files.source(info.mediaId(), info.kind(), info.declaredType()))
            .toList();
    return new ScanRequest(
        item.id(),
        item.text(),
        Optional.of(item.language()).filter(known -> !known.equals("und")).orElse(null),
        item.region(),
        item.surface(),
        item.audience(),
        item.author(),
        item.conversation(),
        sources,
        List.of(),
        0,
        history,
        policy,
        TEXT_LIMIT.plus(MEDIA_LIMIT.multipliedBy(sources.size())));
  }
}
