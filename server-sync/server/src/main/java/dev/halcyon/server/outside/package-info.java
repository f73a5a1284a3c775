/**
 * What the server reaches outside of itself: the operator's list of it, and the guarded way there.
 */
@NullMarked
package dev.halcyon.server.outside;

import org.jspecify.annotations.NullMarked;
