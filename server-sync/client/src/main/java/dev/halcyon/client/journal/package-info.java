/**
 * Append-only files that survive crashes: framed lines, mended after damage, written anew whole.
 */
@NullMarked
package dev.halcyon.client.journal;

import org.jspecify.annotations.NullMarked;
