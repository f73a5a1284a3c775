/** Tests of finding and covering faces. */
@NullMarked
package dev.halcyon.engine.face;

import org.jspecify.annotations.NullMarked;
