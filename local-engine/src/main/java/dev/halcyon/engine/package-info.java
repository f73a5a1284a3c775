/**
 * Judges content on this machine: the cascade over text, pictures and video. No JavaFX, no SQL. The
 * same code runs in the sync server and in the workbench.
 */
@NullMarked
package dev.halcyon.engine;

import org.jspecify.annotations.NullMarked;
