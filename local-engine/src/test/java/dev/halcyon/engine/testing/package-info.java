/** What the tests of pictures and video make their fixtures with. */
@NullMarked
package dev.halcyon.engine.testing;

import org.jspecify.annotations.NullMarked;
