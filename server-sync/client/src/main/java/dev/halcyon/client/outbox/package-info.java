/**
 * Decisions on their way to the server, in an append-only file that survives a crash. The format
 * and what it reveals are in {@code docs/outbox.md}.
 */
@NullMarked
package dev.halcyon.client.outbox;

import org.jspecify.annotations.NullMarked;
