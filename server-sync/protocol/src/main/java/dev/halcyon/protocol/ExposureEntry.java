package dev.halcyon.protocol;

/**
 * A line of the exposure ledger as it travels.
 *
 * @param chain the event's link, made by {@link ExposureChain} when the event was written down
 */
public record ExposureEntry(ExposureEvent event, String chain) {}
