/** What the server counts of itself, for operators and leads. */
@NullMarked
package dev.halcyon.server.metrics;

import org.jspecify.annotations.NullMarked;
