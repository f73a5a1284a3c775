/** Fingerprints of content: exact, near-duplicate text, perceptual for pictures and video. */
@NullMarked
package dev.halcyon.engine.fingerprint;

import org.jspecify.annotations.NullMarked;
