package dev.halcyon.app.reasoning;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Job;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.MemberPage;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The items that wait for the same decision: the first come with the case, the rest page by page
 * once somebody looks for them. FX thread only; pages are read in the background.
 */
public final class SimilarViewModel {
  /**
   * What is known of them.
   *
   * @param loading whether a page is on its way
   * @param problem why the last page did not come
   * @param more whether there are members after those that are here
   */
  public record State(
      SimilarMembers members, boolean loading, Optional<UserProblem> problem, boolean more) {
    private static final State NONE =
        new State(SimilarMembers.NONE, false, Optional.empty(), false);
  }

  private final MemberSource source;
  private final Background background;
  private final Words words;
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.NONE);
  private @Nullable CaseDetail detail;
  private Optional<String> next = Optional.empty();
  private boolean begun;
  private @Nullable Job job;

  public SimilarViewModel(MemberSource source, Background background, Words words) {
    this.source = source;
    this.background = background;
    this.words = words;
  }

  /** Shows the members that came with a case. */
  void show(@Nullable CaseDetail shown) {
    cancel();
    detail = shown;
    next = Optional.empty();
    begun = false;
    if (shown == null) {
      state.set(State.NONE);
      return;
    }
    SimilarMembers first = SimilarMembers.of(shown, words);
    state.set(new State(first, false, Optional.empty(), first.total() > first.rows().size()));
  }

  private void cancel() {
    Job running = job;
    job = null;
    if (running != null) {
      running.cancel();
    }
  }

  public ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  /** Somebody looks at them: the first page comes, when not all are here. */
  void wanted() {
    if (!begun) {
      more();
    }
  }

  /** The next page comes, when there is one and none is on its way. */
  void more() {
    State present = state.get();
    CaseDetail of = detail;
    if (of == null || present.loading() || !present.more()) {
      return;
    }
    // A server's first page begins anew: what came with the case has no cursor.
    Optional<String> after = next;
    state.set(new State(present.members(), true, Optional.empty(), true));
    job =
        background
            .run(words.say("similar.work"), () -> source.page(of.summary().id(), after))
            .then(page -> came(of, page))
            .fail(problem -> failed(of, problem));
  }

  private void came(CaseDetail of, MemberPage page) {
    if (of != detail) {
      return;
    }
    SimilarMembers present = state.get().members();
    SimilarMembers now =
        begun ? present.and(of, page.members(), words) : present.anew(of, page.members(), words);
    begun = true;
    next = Optional.ofNullable(page.next());
    state.set(new State(now, false, Optional.empty(), next.isPresent()));
  }

  private void failed(CaseDetail of, UserProblem problem) {
    if (of == detail) {
      state.set(new State(state.get().members(), false, Optional.of(problem), true));
    }
  }
}
