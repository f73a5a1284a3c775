package dev.halcyon.app.machine;

import dev.halcyon.app.kit.LoadState;
import dev.halcyon.protocol.UserProblem;
import java.util.List;
import java.util.Optional;

/**
 * What the machine screen shows. Immutable.
 *
 * @param hours the span that is counted
 * @param region whose policy shows: a country, or empty for the base
 * @param problem of the last choice (span, region); what was there stays
 */
public record MachineState(
    LoadState load,
    int hours,
    String region,
    Optional<UserProblem> problem,
    Shares shares,
    PolicyShown policy,
    List<ModelRow> stages,
    List<ModelRow> models) {

  /**
   * Where verdicts were reached.
   *
   * @param lead how many items were judged in which time
   * @param places each place by itself, in one line
   */
  public record Shares(String lead, List<ShareRow> rows, String places) {
    public Shares {
      rows = List.copyOf(rows);
    }
  }

  /**
   * The policy in force for the region.
   *
   * @param overlays which there are
   * @param merged which is merged in here
   */
  public record PolicyShown(String title, String overlays, String merged, List<ChangeRow> changes) {
    public PolicyShown {
      changes = List.copyOf(changes);
    }
  }

  /** One place that the overlay changes: what it is, and what becomes of it. */
  public record ChangeRow(String what, String how) {}

  /** What judges: its name, how it is used, and small print. */
  public record ModelRow(String name, String use, String small) {}

  static final MachineState FIRST =
      new MachineState(
          new LoadState.Loading("machine.loading"),
          MachineViewModel.DAY,
          "",
          Optional.empty(),
          new Shares("", List.of(), ""),
          new PolicyShown("", "", "", List.of()),
          List.of(),
          List.of());

  public MachineState {
    stages = List.copyOf(stages);
    models = List.copyOf(models);
  }

  MachineState withLoad(LoadState other) {
    return new MachineState(other, hours, region, problem, shares, policy, stages, models);
  }

  MachineState withProblem(UserProblem other) {
    return new MachineState(
        load, hours, region, Optional.of(other), shares, policy, stages, models);
  }

  MachineState withShares(int span, Shares other) {
    return new MachineState(
        LoadState.READY, span, region, Optional.empty(), other, policy, stages, models);
  }

  MachineState withPolicy(String where, PolicyShown other, List<ModelRow> otherStages) {
    return new MachineState(
        LoadState.READY, hours, where, Optional.empty(), shares, other, otherStages, models);
  }

  MachineState withModels(List<ModelRow> other) {
    return new MachineState(load, hours, region, problem, shares, policy, stages, other);
  }
}
