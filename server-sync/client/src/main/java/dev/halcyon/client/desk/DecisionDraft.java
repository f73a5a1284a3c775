package dev.halcyon.client.desk;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.UserProblem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a reviewer has chosen for the open case, before it becomes a decision. Immutable.
 *
 * @param caseId the case it is meant for, so that a late key can never decide the next one
 * @param restrictions at least one for {@link DecisionAction#RESTRICT}, else empty
 * @param category required unless the action is ALLOW or ESCALATE
 * @param clause required with a category
 * @param note the reviewer's words, or the empty string; kept in the outbox file until sent
 * @param exceptions members of the case that the decision is not for; empty for ESCALATE
 */
public record DecisionDraft(
    UUID caseId,
    DecisionAction action,
    List<Restriction> restrictions,
    @Nullable Category category,
    @Nullable String clause,
    String note,
    List<UUID> exceptions) {
  /** Longest note, UTF-16 code units. */
  public static final int MAX_NOTE = 4_000;

  public DecisionDraft {
    restrictions = List.copyOf(restrictions);
    exceptions = List.copyOf(exceptions);
  }

  /** A draft without exceptions. */
  public DecisionDraft(
      UUID caseId,
      DecisionAction action,
      List<Restriction> restrictions,
      @Nullable Category category,
      @Nullable String clause,
      String note) {
    this(caseId, action, restrictions, category, clause, note, List.of());
  }

  /** The draft a decision was made from, to put back on screen after an undo. */
  public static DecisionDraft of(DecisionRequest made) {
    return new DecisionDraft(
        made.caseId(),
        made.action(),
        made.restrictions(),
        made.category(),
        made.clause(),
        made.note(),
        made.exceptions());
  }

  /**
   * Checks what the server would refuse anyway, before the reviewer moves on.
   *
   * @throws UserProblem {@code decision.incomplete} naming what is missing
   */
  public void check() {
    switch (action) {
      case ALLOW, ESCALATE -> {}
      case RESTRICT -> {
        require(!restrictions.isEmpty(), "how to restrict the item", "Choose at least one way.");
        requireGround();
      }
      case REMOVE, REMOVE_PERMANENTLY -> requireGround();
      case UNKNOWN -> require(false, "an action", "Choose what to do with the item.");
    }
    require(
        (category == null) == (clause == null),
        "either a category or a clause: they come together",
        "Choose both, or neither.");
    require(
        restrictions.isEmpty() || action == DecisionAction.RESTRICT,
        "the action Restrict, because ways to restrict are chosen",
        "Choose Restrict, or clear the ways to restrict.");
    require(
        note.length() <= MAX_NOTE,
        "a shorter note: it has " + note.length() + " characters",
        "Keep the note within " + MAX_NOTE + " characters.");
    require(
        exceptions.isEmpty() || action != DecisionAction.ESCALATE,
        "members to except: Escalate decides on none",
        "Check all similar items again, or decide instead.");
    require(
        exceptions.size() <= DecisionRequest.MOST_EXCEPTIONS,
        "fewer exceptions: it has " + exceptions.size(),
        "Keep within " + DecisionRequest.MOST_EXCEPTIONS + " exceptions.");
  }

  private void requireGround() {
    require(category != null && category != Category.UNKNOWN, "a category", "Choose a category.");
    require(clause != null && !clause.isBlank(), "a clause of the policy", "Choose a clause.");
  }

  private static void require(boolean fulfilled, String what, String remedy) {
    if (!fulfilled) {
      throw new UserProblem("decision.incomplete", "The decision lacks " + what + ".", remedy);
    }
  }

  /** Leaves out the note, so that no log gets it. */
  @Override
  public String toString() {
    return "DecisionDraft[" + caseId + ", " + action + "]";
  }
}
