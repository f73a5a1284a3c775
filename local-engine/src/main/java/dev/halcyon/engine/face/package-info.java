/** Finding faces in pictures, by a model out of a model pack, and making them unrecognisable. */
@NullMarked
package dev.halcyon.engine.face;

import org.jspecify.annotations.NullMarked;
