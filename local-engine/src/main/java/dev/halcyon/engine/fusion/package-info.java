/** One score per category out of everything the stages said. */
@NullMarked
package dev.halcyon.engine.fusion;

import org.jspecify.annotations.NullMarked;
