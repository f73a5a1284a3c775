package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Asks to see (or rescan) an original.
 *
 * @param frame position in the keyframe strip, or null for the whole media part (a picture, or the
 *     bytes for a rescan)
 */
public record RevealRequest(
    String mediaId, @Nullable Integer frame, RevealPurpose purpose, long leaseToken) {}
