package dev.halcyon.protocol;

import java.util.List;

/** What {@code GET /v1/health} and {@code /v1/ready} answer. {@code checks}: what is not well. */
public record Health(boolean ok, String version, List<Problem> checks) {
  public Health {
    checks = checks == null ? List.of() : List.copyOf(checks);
  }
}
