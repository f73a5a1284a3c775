package dev.halcyon.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a bank of known content.
 *
 * @param hash lower-case hexadecimal, as long as the bank's kind says
 * @param quality PDQ quality from 0 to 100, or null where it is not known
 * @param label what the list's maker says of it, at most 1,000 bytes; null for none. Frames of one
 *     video share a label
 */
public record KnownHash(String hash, @Nullable Integer quality, @Nullable String label) {}
