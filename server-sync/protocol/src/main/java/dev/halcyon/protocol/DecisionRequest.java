package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param exceptions members of the case that the decision is not for: each gets a case of its own;
 *     not written when empty, so that requests made before there were any keep their hash
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
    long handlingMillis,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> exceptions) {
  /** How many exceptions one decision can have. */
  public static final int MOST_EXCEPTIONS = 500;

  public DecisionRequest {
    restrictions = restrictions == null ? List.of() : List.copyOf(restrictions);
    note = note == null ? "" : note;
    exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
  }

  /** A decision for every member of the case that may follow it. */
  public DecisionRequest(
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
    this(
        id,
        caseId,
        caseVersion,
        leaseToken,
        action,
        restrictions,
        category,
        clause,
        note,
        rationale,
        decidedAt,
        handlingMillis,
        List.of());
  }
}
