/** Verdicts remembered, so that what was judged once need not be judged again. */
@NullMarked
package dev.halcyon.engine.cache;

import org.jspecify.annotations.NullMarked;
