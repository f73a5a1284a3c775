package dev.halcyon.server.decision;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Restriction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a decision is complete and rests on a clause that its policy has. Pure. */
final class DecisionCheck {
  private static final int LONGEST_NOTE = 10_000;

  /** Characters; far more than any policy's clause has, which is looked up only afterwards. */
  private static final int LONGEST_CLAUSE = 200;

  /** A year: what is more is a broken clock, and would spoil every sum it goes into. */
  private static final Duration LONGEST_HANDLING = Duration.ofDays(366);

  /** Not a bound on wrong clocks, which lose nobody's decision, but on what SQL can hold. */
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

  private DecisionCheck() {}

  /** What is wrong with the request by itself, before any policy is asked. */
  static Optional<Problem> shape(DecisionRequest request) {
    if (request.action() == null || request.action() == DecisionAction.UNKNOWN) {
      return problem("decision.action", "The decision names no action this server knows.");
    }
    if (request.caseId() == null || request.decidedAt() == null) {
      return problem("decision.field", "The decision lacks \"caseId\" or \"decidedAt\".");
    }
    boolean restrict = request.action() == DecisionAction.RESTRICT;
    if (restrict == request.restrictions().isEmpty()) {
      return problem(
          "decision.restrictions",
          restrict
              ? "RESTRICT says how: at least one restriction."
              : request.action() + " takes no restrictions.");
    }
    if (request.restrictions().contains(Restriction.UNKNOWN)) {
      return problem("decision.restrictions", "A restriction is unknown to this server.");
    }
    if (Set.copyOf(request.restrictions()).size() < request.restrictions().size()) {
      return problem("decision.restrictions", "A restriction is named twice.");
    }
    if (request.decidedAt().isBefore(EARLIEST) || request.decidedAt().isAfter(LATEST)) {
      return problem("decision.field", "\"decidedAt\" is no time between 1970 and 9999.");
    }
    if (request.handlingMillis() < 0) {
      return problem("decision.field", "\"handlingMillis\" is negative.");
    }
    if (request.handlingMillis() > LONGEST_HANDLING.toMillis()) {
      return problem("decision.field", "\"handlingMillis\" is more than a year.");
    }
    if (!isUnicode(request.note())) {
      return problem("decision.note", "The note holds U+0000 or half of a surrogate pair.");
    }
    if (request.note().length() > LONGEST_NOTE) {
      return problem("decision.note", "The note is longer than " + LONGEST_NOTE + " characters.");
    }
    return exceptions(request).or(() -> grounds(request));
  }

  private static Optional<Problem> exceptions(DecisionRequest request) {
    int size = request.exceptions().size();
    if (size > 0 && request.action() == DecisionAction.ESCALATE) {
      return problem(
          "decision.exceptions", "ESCALATE decides on no member, so it takes no exceptions.");
    }
    if (size > DecisionRequest.MOST_EXCEPTIONS) {
      return problem(
          "decision.exceptions",
          "The decision has "
              + size
              + " exceptions; at most "
              + DecisionRequest.MOST_EXCEPTIONS
              + " are taken.");
    }
    if (Set.copyOf(request.exceptions()).size() < size) {
      return problem("decision.exceptions", "An exception is named twice.");
    }
    return Optional.empty();
  }

  /** Whether a text is what UTF-8 and SQL can hold: JSON escapes can spell more than that. */
  private static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
  }

  private static Optional<Problem> grounds(DecisionRequest request) {
    boolean needed =
        request.action() != DecisionAction.ALLOW && request.action() != DecisionAction.ESCALATE;
    boolean none = request.category() == null && request.clause() == null;
    boolean both = request.category() != null && request.clause() != null;
    if (needed ? !both : !(none || both)) {
      return problem(
          "decision.grounds",
          needed
              ? request.action() + " rests on a category and a clause of the policy."
              : "A category and a clause come together or not at all.");
    }
    if (request.clause() != null && request.clause().length() > LONGEST_CLAUSE) {
      return problem(
          "decision.clause", "The clause is longer than " + LONGEST_CLAUSE + " characters.");
    }
    return Optional.empty();
  }

  /** Whether a policy knows the category and clause that the decision rests on. */
  static boolean isKnown(DecisionRequest request, ResolvedPolicy policy) {
    @Nullable Category category = request.category();
    if (category == null) {
      return true;
    }
    @Nullable Clause clause = policy.clause(request.clause());
    return policy.category(category) != null && clause != null && clause.category() == category;
  }

  /** The answer to grounds that neither policy knows. */
  static Problem unknownGrounds(DecisionRequest request, ResolvedPolicy policy) {
    return new Problem(
        "decision.clause",
        "The policy (version "
            + policy.ref().version()
            + ") has no clause "
            + request.clause()
            + " in that category.",
        "Choose a clause of the policy in force and decide again.");
  }

  private static Optional<Problem> problem(String code, String message) {
    return Optional.of(
        new Problem(code, message, "Mend the decision and send it again under a new id."));
  }
}
