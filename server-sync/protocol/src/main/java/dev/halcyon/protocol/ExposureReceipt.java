package dev.halcyon.protocol;

import java.util.UUID;

/**
 * What the server has of a session of the exposure ledger after a batch: on its disk, for good.
 *
 * @param through the last sequence number it has, 0 for none; less than was sent when there is a
 *     gap before
 * @param lost entries that were declared lost
 * @param differing entries that came again with other content; the first stayed
 * @param broken entries whose link does not follow from the one before
 */
public record ExposureReceipt(UUID session, long through, long lost, long differing, long broken) {}
