/**
 * The machine's argument beside an item: reasoning, scores, history, the local rescan, and why the
 * case stands where it stands.
 */
@NullMarked
package dev.halcyon.app.reasoning;

import org.jspecify.annotations.NullMarked;
