/** Renders every screen to pictures without a display. */
@NullMarked
package dev.halcyon.app.tour;

import org.jspecify.annotations.NullMarked;
