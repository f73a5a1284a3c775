package dev.halcyon.server.http;

import java.util.Map;

/**
 * Which HTTP status a problem code travels under. A code not listed goes by its last word, so that
 * features can name their own problems without touching HTTP. Stateless.
 */
final class ProblemStatus {
  private static final Map<String, Integer> EXACT =
      Map.ofEntries(
          Map.entry("auth.failed", 401),
          Map.entry("auth.required", 401),
          Map.entry("auth.role", 403),
          Map.entry("auth.too_many", 429),
          Map.entry("origin.refused", 403),
          Map.entry("case.own_escalation", 409),
          Map.entry("case.skill", 403),
          Map.entry("case.relief", 403),
          // The same as of a wish: who counts answers learns nothing.
          Map.entry("case.rest", 403),
          Map.entry("case.turn", 403),
          Map.entry("wellness.rest", 403),
          Map.entry("host.refused", 421),
          Map.entry("translation.unconfigured", 501),
          Map.entry("translation.child-safety", 409),
          Map.entry("translation.stays", 409),
          Map.entry("translation.failed", 502),
          Map.entry("route.unknown", 404),
          Map.entry("route.method", 405),
          Map.entry("server.failed", 500),
          Map.entry("item.keys", 500),
          Map.entry("store.sync", 503),
          Map.entry("store.closing", 503));

  private static final Map<String, Integer> BY_LAST_WORD =
      Map.ofEntries(
          Map.entry("unknown", 404),
          Map.entry("held", 409),
          Map.entry("lost", 409),
          Map.entry("stale", 409),
          Map.entry("decided", 409),
          Map.entry("changed", 409),
          Map.entry("conflict", 409),
          Map.entry("expired", 410),
          Map.entry("too_large", 413),
          Map.entry("unsupported_type", 415),
          Map.entry("range", 416),
          Map.entry("refused", 403),
          Map.entry("forbidden", 403),
          Map.entry("too_many", 429),
          Map.entry("unavailable", 503),
          Map.entry("full", 507));

  private ProblemStatus() {}

  static int of(String code) {
    Integer exact = EXACT.get(code);
    if (exact != null) {
      return exact;
    }
    return BY_LAST_WORD.getOrDefault(code.substring(code.lastIndexOf('.') + 1), 400);
  }
}
