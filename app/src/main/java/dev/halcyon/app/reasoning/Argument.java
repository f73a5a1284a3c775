package dev.halcyon.app.reasoning;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rationale in the reader's words, ready to be shown. Immutable.
 *
 * @param conclusion one sentence
 * @param clause the clause it rests on with its title, or null
 * @param definition what the clause says, or the empty string
 * @param confidence the sentence about how sure the machine is, or the empty string
 * @param exceptions what the clause leaves out, in the policy's words
 * @param origin who composed it and under which policy, for the machine mark
 */
public record Argument(
    String conclusion,
    @Nullable String clause,
    String definition,
    String confidence,
    List<Step> steps,
    List<String> exceptions,
    String origin) {
  public Argument {
    steps = List.copyOf(steps);
    exceptions = List.copyOf(exceptions);
  }

  /**
   * One numbered step.
   *
   * @param number the number its evidence repeats
   * @param category whose hue it takes; UNKNOWN for none
   * @param code a code of the engine for those who look it up, or the empty string
   * @param struck what a machine claimed and what does not hold, to be shown struck, or the empty
   *     string
   * @param links what it points at, in the item's order
   */
  public record Step(
      int number,
      Category category,
      String sentence,
      String code,
      String struck,
      List<Link> links) {
    public Step {
      links = List.copyOf(links);
    }

    /** The whole step for a screen reader. */
    public String spoken() {
      return struck.isEmpty() ? number + ". " + sentence : number + ". " + sentence + " " + struck;
    }
  }

  /** One end of the thread between a step and the item: "“go home”", "00:14". */
  public record Link(int step, String words, Evidence evidence) {}
}
