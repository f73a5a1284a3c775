package dev.halcyon.protocol;

/**
 * Lets an entry act again.
 *
 * @param trusted whether it may match any number of items from now on
 */
public record QuarantineRelease(boolean trusted) {}
