package dev.halcyon.server.decision;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision as it is stored, never changed afterwards.
 *
 * @param by who decided and under which claim, or null for the machine
 * @param follows the person's decision that the machine repeats for an item that is the same
 * @param rationale the rationale on which it rests (the machine) or that was on screen (a person)
 */
public record DecisionRecord(
    UUID id,
    UUID itemId,
    @Nullable UUID caseId,
    @Nullable By by,
    DecisionAction action,
    List<Restriction> restrictions,
    @Nullable Category category,
    @Nullable String clause,
    String note,
    PolicyRef policy,
    @Nullable UUID rationale,
    Visibility before,
    Visibility after,
    Instant decidedAt,
    long handlingMillis,
    @Nullable UUID follows) {
  /**
   * The person behind a decision.
   *
   * @param holder session of the claim
   * @param expired whether the claim had run out, unclaimed by anybody else
   */
  public record By(
      UUID account, String holder, long caseVersion, long leaseToken, boolean expired) {}

  public DecisionRecord {
    restrictions = List.copyOf(restrictions);
  }

  /** A decision that repeats none. */
  public DecisionRecord(
      UUID id,
      UUID itemId,
      @Nullable UUID caseId,
      @Nullable By by,
      DecisionAction action,
      List<Restriction> restrictions,
      @Nullable Category category,
      @Nullable String clause,
      String note,
      PolicyRef policy,
      @Nullable UUID rationale,
      Visibility before,
      Visibility after,
      Instant decidedAt,
      long handlingMillis) {
    this(
        id,
        itemId,
        caseId,
        by,
        action,
        restrictions,
        category,
        clause,
        note,
        policy,
        rationale,
        before,
        after,
        decidedAt,
        handlingMillis,
        null);
  }
}
