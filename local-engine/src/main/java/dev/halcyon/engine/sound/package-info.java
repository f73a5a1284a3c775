/**
 * Listening: voice activity, speech to text and audio events, over samples that the worker decoded.
 */
@NullMarked
package dev.halcyon.engine.sound;

import org.jspecify.annotations.NullMarked;
