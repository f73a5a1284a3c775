/** Kafka as a source of items and a target of events, against a real broker. */
@NullMarked
package dev.halcyon.server.kafka;

import org.jspecify.annotations.NullMarked;
