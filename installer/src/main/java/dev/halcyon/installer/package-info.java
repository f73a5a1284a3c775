/** Puts the parts together: the sample feed, packaging, and the journeys that see the whole. */
@NullMarked
package dev.halcyon.installer;

import org.jspecify.annotations.NullMarked;
