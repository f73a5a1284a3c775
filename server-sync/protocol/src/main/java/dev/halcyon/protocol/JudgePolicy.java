package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of the language-model judge. Which endpoints there are, and their keys, is the
 * operator's to say and never stands here.
 *
 * @param prompt version of the prompt, for example {@code judge-1}
 * @param askFrom the share of its review threshold that some category must have reached for the
 *     judge to be asked, 0..1; 0 asks about every item
 * @param escalateBelow below this confidence of the small model the large one is asked, 0..1
 * @param mayLeave categories whose items may be sent to a machine that is not this one; never
 *     {@code child_safety}
 * @param blocks whether a sure BLOCK blocks; else a person looks
 * @param clearsFrom the confidence from which its ALLOW clears what classifiers alone doubted,
 *     0..1; null where it clears nothing
 * @param tokensPerHour tokens that may be spent in an hour, 0 for no limit
 * @param costMicrosPerHour money that may be spent in an hour, in millionths of the operator's
 *     currency, 0 for no limit
 */
public record JudgePolicy(
    String prompt,
    double askFrom,
    double escalateBelow,
    List<Category> mayLeave,
    boolean blocks,
    @Nullable Double clearsFrom,
    long tokensPerHour,
    long costMicrosPerHour) {
  /** The prompt that a policy has which names none. */
  public static final String PROMPT = "judge-1";

  /** What holds for a policy that lists the judge and says nothing of it: all stays here. */
  public static final JudgePolicy USUAL =
      new JudgePolicy(PROMPT, 1, 0.7, List.of(), false, null, 0, 0);

  public JudgePolicy {
    prompt = prompt == null ? PROMPT : prompt;
    mayLeave =
        mayLeave == null
            ? List.of()
            : mayLeave.stream().filter(each -> each != Category.CHILD_SAFETY).toList();
  }
}
