package dev.halcyon.client;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Which cases a list should show, in order of work; a null part means all. Immutable.
 *
 * @param queue the queue's id
 * @param language ISO 639-1
 * @param kind a kind of media the item must have
 * @param limit cases on a page, 1 to 500
 * @param after the cursor of the page before ({@link dev.halcyon.protocol.CasePage#next()})
 */
public record CaseFilter(
    @Nullable String queue,
    @Nullable CaseState state,
    @Nullable Priority priority,
    @Nullable Category category,
    @Nullable String language,
    @Nullable Modality kind,
    int limit,
    @Nullable String after) {
  /** Every case, whatever its state, 100 to a page. */
  public static final CaseFilter ALL =
      new CaseFilter(null, null, null, null, null, null, 100, null);

  /** What waits to be reviewed, over all queues. */
  public static final CaseFilter WAITING = ALL.withState(CaseState.WAITING);

  public CaseFilter {
    if (limit < 1 || limit > 500) {
      throw new IllegalArgumentException("limit must be 1 to 500, not " + limit);
    }
  }

  public CaseFilter withQueue(@Nullable String queue) {
    return new CaseFilter(queue, state, priority, category, language, kind, limit, null);
  }

  public CaseFilter withState(@Nullable CaseState state) {
    return new CaseFilter(queue, state, priority, category, language, kind, limit, null);
  }

  public CaseFilter withPriority(@Nullable Priority priority) {
    return new CaseFilter(queue, state, priority, category, language, kind, limit, null);
  }

  public CaseFilter withCategory(@Nullable Category category) {
    return new CaseFilter(queue, state, priority, category, language, kind, limit, null);
  }

  public CaseFilter withLanguage(@Nullable String language) {
    return new CaseFilter(queue, state, priority, category, language, kind, limit, null);
  }

  public CaseFilter withKind(@Nullable Modality kind) {
    return new CaseFilter(queue, state, priority, category, language, kind, limit, null);
  }

  public CaseFilter withLimit(int limit) {
    return new CaseFilter(queue, state, priority, category, language, kind, limit, after);
  }

  /** The page that follows the one that gave this cursor; every other change starts at the top. */
  public CaseFilter withAfter(@Nullable String after) {
    return new CaseFilter(queue, state, priority, category, language, kind, limit, after);
  }
}
