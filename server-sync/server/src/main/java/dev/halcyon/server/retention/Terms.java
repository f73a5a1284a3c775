package dev.halcyon.server.retention;

import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RetentionSpec;
import dev.halcyon.protocol.RetentionSpec.Kind;
import dev.halcyon.server.retention.DueRepository.Old;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * How long items are kept under the policy in force, by the overlay they were judged under; those
 * of an overlay that is no more are kept as the base says. Immutable.
 */
final class Terms {
  /** A kind of items that nothing may have happened to since a moment, to be erased. */
  record Term(Kind kind, Instant since) {}

  private final Map<String, Map<Kind, Instant>> byOverlay = new HashMap<>();

  /**
   * @param policies the base, and each overlay
   */
  Terms(List<ResolvedPolicy> policies, Instant now) {
    for (ResolvedPolicy policy : policies) {
      Map<Kind, Instant> since = new EnumMap<>(Kind.class);
      for (RetentionSpec spec : policy.retention()) {
        if (spec.data() == Kind.ALLOWED || spec.data() == Kind.DECIDED) {
          since.put(spec.data(), now.minus(Duration.ofDays(spec.days())));
        }
      }
      byOverlay.put(Objects.requireNonNullElse(policy.ref().overlay(), ""), since);
    }
  }

  /** The moment of which nothing younger is due, if anything ever is. */
  Optional<Instant> latest() {
    return byOverlay.values().stream()
        .flatMap(since -> since.values().stream())
        .max(Instant::compareTo);
  }

  /** From when on items judged under an overlay are too young, by their kind. */
  Map<Kind, Instant> of(String overlay) {
    return byOverlay.getOrDefault(overlay, byOverlay.getOrDefault("", Map.of()));
  }

  /** Items by the terms that their rows do not rule out. */
  Map<Term, List<UUID>> group(List<Old> items) {
    Map<Term, List<UUID>> groups = new LinkedHashMap<>();
    for (Old item : items) {
      of(item.overlay())
          .forEach(
              (kind, moment) -> {
                if (item.receivedAt().isBefore(moment) && (kind == Kind.DECIDED || item.plain())) {
                  groups
                      .computeIfAbsent(new Term(kind, moment), key -> new ArrayList<>())
                      .add(item.id());
                }
              });
    }
    return groups;
  }
}
