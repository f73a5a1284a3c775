/** The cascade's stages over pictures and video. */
@NullMarked
package dev.halcyon.engine.media;

import org.jspecify.annotations.NullMarked;
