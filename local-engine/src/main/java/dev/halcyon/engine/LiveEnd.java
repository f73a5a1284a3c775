package dev.halcyon.engine;

import dev.halcyon.protocol.Problem;
import java.util.Optional;

/**
 * How the watch of a film ended.
 *
 * @param type MIME type of the bytes
 * @param seconds looked at
 * @param keyframes found
 * @param stalled whether no more bytes came, and nobody said that it was the end
 * @param problem what could not be looked at although the rest was
 */
public record LiveEnd(
    String type, double seconds, int keyframes, boolean stalled, Optional<Problem> problem) {}
