package dev.halcyon.server.exposure;

import dev.halcyon.protocol.ExposureEvent;
import java.time.Instant;

/** An entry with the moment it counts for by the server's clock. Immutable. */
record Taken(ExposureEvent event, String chain, Instant countedAt) {}
