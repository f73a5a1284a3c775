/**
 * Pictures and videos on the desk: renditions, the keyframe strip, and the granted, logged look at
 * an original that lasts as long as a key is held.
 */
@NullMarked
package dev.halcyon.app.media;

import org.jspecify.annotations.NullMarked;
