package dev.halcyon.server.wellness;

import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.SeverityBand;
import java.util.UUID;

/**
 * An entry of a ledger as budgets need it. Immutable.
 *
 * @param band by the workbench's word, for a case that the server no longer knows
 * @param at since the session of the ledger began; entries that begin together are the same moments
 * @param countedAt the moment it counts for, milliseconds since 1970
 */
public record Seen(
    UUID caseId, SeverityBand band, ExposureKind kind, long at, long millis, long countedAt) {}
