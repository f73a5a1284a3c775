/** Benchmarks of the client, started by {@code ./halcyon bench}. */
@NullMarked
package dev.halcyon.client.bench;

import org.jspecify.annotations.NullMarked;
