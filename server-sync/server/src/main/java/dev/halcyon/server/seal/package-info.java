/** Words of items sealed at rest, each item's under a key of its own that erasing destroys. */
@NullMarked
package dev.halcyon.server.seal;

import org.jspecify.annotations.NullMarked;
