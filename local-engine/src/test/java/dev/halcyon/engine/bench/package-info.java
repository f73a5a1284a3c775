/** Programs that measure the engine; {@code ./halcyon bench} runs them. */
@NullMarked
package dev.halcyon.engine.bench;

import org.jspecify.annotations.NullMarked;
