/**
 * The shared language of Halcyon: the vocabulary as enums and the records that travel between
 * workbench, sync server and platforms. No behaviour beyond what keeps a value consistent.
 *
 * <p>Conventions: instants are UTC and travel as ISO-8601 text; text offsets are UTF-16 code units
 * in the <em>original</em> text, end exclusive; picture coordinates are fractions of width and
 * height in 0..1; scores are probabilities in 0..1; an absent list is the empty list. Unknown
 * fields are ignored, unknown enum values become {@code UNKNOWN}.
 */
@NullMarked
package dev.halcyon.protocol;

import org.jspecify.annotations.NullMarked;
