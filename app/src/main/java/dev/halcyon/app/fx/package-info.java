/** The one gate to the JavaFX thread, the lanes beside it, and what releases listeners again. */
@NullMarked
package dev.halcyon.app.fx;

import org.jspecify.annotations.NullMarked;
