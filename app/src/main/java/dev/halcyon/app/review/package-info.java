/**
 * The review desk: what is up next, the item with its evidence, and the act. Panels for media and
 * for the argument are handed in, so that no feature knows another.
 */
@NullMarked
package dev.halcyon.app.review;

import org.jspecify.annotations.NullMarked;
