package dev.halcyon.app.machine;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Job;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageShares;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * How the server's machine stands: where verdicts are reached beside the aim, the policy in force
 * for a region and what its overlay changes, and what judges. Asks anew each time it is shown. Used
 * on the JavaFX thread.
 */
public final class MachineViewModel {
  static final int HOUR = 1;
  static final int DAY = 24;
  static final int WEEK = 7 * DAY;

  /** The spans that can be chosen, hours. */
  public static final List<Integer> SPANS = List.of(HOUR, DAY, WEEK);

  private record All(
      StageShares shares,
      ResolvedPolicy base,
      ResolvedPolicy here,
      List<PolicyVersion> versions,
      List<ModelDescription> models) {}

  private record Here(ResolvedPolicy base, ResolvedPolicy here, List<PolicyVersion> versions) {}

  private final MachineReports reports;
  private final Background background;
  private final Words words;
  private final MachineWords said;
  private final ReadOnlyObjectWrapper<MachineState> state =
      new ReadOnlyObjectWrapper<>(MachineState.FIRST);
  private final List<Job> running = new ArrayList<>();

  public MachineViewModel(MachineReports reports, Background background, Words words) {
    this.reports = reports;
    this.background = background;
    this.words = words;
    this.said = new MachineWords(words);
  }

  public ReadOnlyObjectProperty<MachineState> state() {
    return state.getReadOnlyProperty();
  }

  /** Asks for everything. */
  public void attach() {
    load();
  }

  /** Lets go of what is still being asked. */
  public void detach() {
    running.forEach(Job::cancel);
    running.clear();
  }

  /** Asks for everything again; what is there stays until the answer comes. */
  public void load() {
    int hours = state.get().hours();
    String region = state.get().region();
    if (state.get().load() != LoadState.READY) {
      state.set(state.get().withLoad(MachineState.FIRST.load()));
    }
    ask(
        background
            .run(
                words.say("machine.loading"),
                () -> {
                  ResolvedPolicy base = reports.base();
                  return new All(
                      reports.shares(hours),
                      base,
                      region.isEmpty() ? base : reports.policy(region),
                      reports.versions(),
                      reports.models());
                })
            .then(
                all -> {
                  state.set(state.get().withModels(said.models(all.models())));
                  shares(hours, all.shares());
                  policy(region, new Here(all.base(), all.here(), all.versions()));
                })
            .fail(this::failed));
  }

  /** Counts over another span. */
  public void hours(int hours) {
    ask(
        background
            .run(words.say("machine.loading"), () -> reports.shares(hours))
            .then(shares -> shares(hours, shares))
            .fail(this::failed));
  }

  /** Shows the policy of another region; empty for the base. */
  public void region(String region) {
    ask(
        background
            .run(
                words.say("machine.loading"),
                () -> {
                  ResolvedPolicy base = reports.base();
                  return new Here(
                      base, region.isEmpty() ? base : reports.policy(region), reports.versions());
                })
            .then(here -> policy(region, here))
            .fail(this::failed));
  }

  private void ask(Job job) {
    running.removeIf(Job::isOver);
    running.add(job);
  }

  private void shares(int hours, StageShares shares) {
    state.set(state.get().withShares(hours, said.shares(shares)));
  }

  private void policy(String region, Here here) {
    state.set(
        state
            .get()
            .withPolicy(
                region,
                said.policy(region, here.base(), here.here(), here.versions()),
                said.stages(here.here())));
  }

  private void failed(UserProblem problem) {
    MachineState now = state.get();
    if (now.load() == LoadState.READY) {
      state.set(now.withProblem(problem));
    } else if (problem.code().startsWith("network.")) {
      state.set(now.withLoad(new LoadState.Offline("machine.offline", this::load)));
    } else {
      state.set(now.withLoad(new LoadState.Failed(problem, Optional.of(this::load))));
    }
  }
}
