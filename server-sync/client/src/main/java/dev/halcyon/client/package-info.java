/**
 * The workbench's end of the wire: {@link dev.halcyon.client.SyncClient} speaks to the sync server,
 * {@code outbox} keeps decisions until the server has them, {@code desk} is the reviewer's session.
 * No JavaFX here. Content lives in memory only; the outbox file is all that reaches the disk.
 */
@NullMarked
package dev.halcyon.client;

import org.jspecify.annotations.NullMarked;
