package dev.halcyon.app.plan;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Job;
import dev.halcyon.app.kit.Words;
import dev.halcyon.engine.capacity.Planner;
import dev.halcyon.protocol.PlanRequest;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The planner: what was typed, and the plan for it, made on this machine. Used on the JavaFX
 * thread.
 */
public final class PlanViewModel {
  private final Background background;
  private final Words words;
  private final PlanWords said;
  private final ReadOnlyObjectWrapper<PlanState> state =
      new ReadOnlyObjectWrapper<>(PlanState.FIRST);
  private PlanForm form = PlanForm.first();
  private Optional<Job> running = Optional.empty();

  public PlanViewModel(Background background, Words words) {
    this.background = background;
    this.words = words;
    this.said = new PlanWords(words);
  }

  public ReadOnlyObjectProperty<PlanState> state() {
    return state.getReadOnlyProperty();
  }

  /** What was typed. */
  public PlanForm form() {
    return form;
  }

  /** Something was typed; the plan stays until another is asked for. */
  public void type(PlanField field, String text) {
    form = form.with(field, text);
  }

  /** Another day was chosen. */
  public void shape(DayShape shape) {
    form = form.with(shape);
  }

  /** Makes the first plan when the page is first shown. */
  public void attach() {
    if (state.get().equals(PlanState.FIRST)) {
      make();
    }
  }

  /** Lets go of a plan that is still being made. */
  public void detach() {
    running.ifPresent(Job::cancel);
    running = Optional.empty();
  }

  /** Makes a plan of what was typed. */
  public void make() {
    detach();
    try {
      PlanRequest request = form.request(words);
      running =
          Optional.of(
              background
                  .compute(words.say("plan.loading"), () -> Planner.plan(request))
                  .then(plan -> state.set(said.state(plan, request.shiftHours())))
                  .fail(problem -> state.set(state.get().withProblem(problem))));
    } catch (UserProblem wrong) {
      state.set(state.get().withProblem(wrong));
    }
  }
}
