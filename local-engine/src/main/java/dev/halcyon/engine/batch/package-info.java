/** Gathers questions of many threads into batches, each with a deadline of its own. */
@NullMarked
package dev.halcyon.engine.batch;

import org.jspecify.annotations.NullMarked;
