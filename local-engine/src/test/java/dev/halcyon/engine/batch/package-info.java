/** Tests of batches, with time that passes by hand. */
@NullMarked
package dev.halcyon.engine.batch;

import org.jspecify.annotations.NullMarked;
