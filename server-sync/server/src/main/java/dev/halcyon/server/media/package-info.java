/**
 * Media as bytes on disk, harmless renditions of them, and the one guarded way to an original: a
 * reveal grant under a live lease, logged.
 */
@NullMarked
package dev.halcyon.server.media;

import org.jspecify.annotations.NullMarked;
