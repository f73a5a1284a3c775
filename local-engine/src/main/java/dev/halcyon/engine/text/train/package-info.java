/** Trains and measures the linear text heads. */
@NullMarked
package dev.halcyon.engine.text.train;

import org.jspecify.annotations.NullMarked;
