package dev.halcyon.client.desk;

import java.time.Instant;
import java.util.UUID;

/** The open case and since when it has been looked at. Immutable. */
record Seat(OpenCase open, Instant since) {
  UUID id() {
    return open.loaded().id();
  }
}
