package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's decision on a case.
 *
 * @param id made by the client (UUIDv7); the same id again gets the first answer
 * @param caseVersion the version of the case the person saw
 * @param leaseToken the fencing token under which they worked
 * @param restrictions for {@link DecisionAction#RESTRICT}, at least one; else empty
 * @param category required unless the action is ALLOW or ESCALATE
 * @param clause the clause it rests on; required with a category
 * @param rationale the rationale on screen when they decided, or null when none was
 * @param decidedAt the client's clock when the key was pressed
 * @param handlingMillis time from opening to the key
 */
public record DecisionRequest(
    UUID id,
    UUID caseId,
    long caseVersion,
    long leaseToken,
    DecisionAction action,
    List<Restriction> restrictions,
    @Nullable Category category,
    @Nullable String clause,
    String note,
    @Nullable UUID rationale,
    Instant decidedAt,
    long handlingMillis) {
  public DecisionRequest {
    restrictions = restrictions == null ? List.of() : List.copyOf(restrictions);
    note = note == null ? "" : note;
  }
}
