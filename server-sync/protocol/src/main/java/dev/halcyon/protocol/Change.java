package dev.halcyon.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the change feed ({@code GET /v1/changes}).
 *
 * @param seq number of the committed change, without gaps; resume after it
 * @param subject the case, item or policy it is about
 * @param summary the case as it stands now, when the change is about a case
 */
public record Change(
    long seq, ChangeKind kind, String subject, @Nullable CaseSummary summary, Instant at) {}
