package dev.halcyon.server.decision;

import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.UnderReview;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import java.util.Optional;

/**
 * Where an item can stand and what may move it. Pure. What was removed permanently stays so: only
 * an appeal, which is not a decision on the same case, may bring it back.
 */
public final class VisibilityMachine {
  private VisibilityMachine() {}

  /** Where an item stands after a decision, or empty when the decision cannot be made there. */
  public static Optional<Visibility> after(Visibility now, DecisionAction action) {
    return switch (now) {
      case PENDING, VISIBLE, RESTRICTED, REMOVED ->
          switch (action) {
            case ALLOW -> Optional.of(Visibility.VISIBLE);
            case RESTRICT -> Optional.of(Visibility.RESTRICTED);
            case REMOVE -> Optional.of(Visibility.REMOVED);
            case REMOVE_PERMANENTLY -> Optional.of(Visibility.PERMANENTLY_REMOVED);
            case ESCALATE -> Optional.of(now);
            case UNKNOWN -> Optional.empty();
          };
      case PERMANENTLY_REMOVED ->
          switch (action) {
            case REMOVE_PERMANENTLY, ESCALATE -> Optional.of(now);
            case ALLOW, RESTRICT, REMOVE, UNKNOWN -> Optional.empty();
          };
      case UNKNOWN -> Optional.empty();
    };
  }

  /**
   * Where an item stands after the machine's verdict. The machine removes but never permanently; a
   * person decides what REVIEW leaves open.
   *
   * @param reviewHides the policy's word: whether REVIEW keeps a not yet visible item hidden
   */
  public static Visibility after(Visibility now, Verdict verdict, boolean reviewHides) {
    return switch (now) {
      case RESTRICTED, REMOVED, PERMANENTLY_REMOVED, UNKNOWN -> now;
      case PENDING, VISIBLE ->
          switch (verdict) {
            case ALLOW -> Visibility.VISIBLE;
            case BLOCK -> Visibility.REMOVED;
            case REVIEW -> now == Visibility.PENDING && !reviewHides ? Visibility.VISIBLE : now;
            case UNKNOWN -> now;
          };
    };
  }

  /**
   * Where an item stands while a person has to look at it. Review never brings anything nearer to
   * being seen, and touches nothing that was removed.
   */
  public static Visibility underReview(Visibility now, UnderReview.Effect effect) {
    return switch (effect) {
      case KEEP, UNKNOWN -> now;
      case HIDE ->
          now == Visibility.VISIBLE || now == Visibility.RESTRICTED ? Visibility.PENDING : now;
      case RESTRICT -> now == Visibility.VISIBLE ? Visibility.RESTRICTED : now;
    };
  }
}
