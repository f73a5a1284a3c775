/** The frame round every screen: rail, top bar, which screen shows, and the overlays above it. */
@NullMarked
package dev.halcyon.app.shell;

import org.jspecify.annotations.NullMarked;
