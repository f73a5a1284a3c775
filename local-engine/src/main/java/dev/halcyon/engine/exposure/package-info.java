/** The exposure meter's arithmetic: facts about a screen in, slices of what a person saw out. */
@NullMarked
package dev.halcyon.engine.exposure;

import org.jspecify.annotations.NullMarked;
