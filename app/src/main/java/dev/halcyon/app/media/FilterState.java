package dev.halcyon.app.media;

import dev.halcyon.client.desk.Rendition;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rendition on show and the filter wanted over it.
 *
 * @param harm the leading category of the case, whose filter it is
 * @param rendition what may be shown now, or null when there is nothing yet or at all
 * @param making whether the wanted one is on its way
 * @param problem why the wanted one could not be made
 */
public record FilterState(
    Filter filter,
    Category harm,
    @Nullable Rendition rendition,
    boolean making,
    Optional<UserProblem> problem) {
  static final FilterState NOTHING =
      new FilterState(Filter.USUAL, Category.UNKNOWN, null, false, Optional.empty());

  /** The filter that is really over what is shown. */
  public Filter shown() {
    return rendition == null ? filter : rendition.filter();
  }
}
