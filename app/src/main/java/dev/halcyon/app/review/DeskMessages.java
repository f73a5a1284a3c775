package dev.halcyon.app.review;

import dev.halcyon.app.fx.Background;
import dev.halcyon.client.Connection;
import dev.halcyon.client.desk.CloseReason;
import dev.halcyon.client.desk.DeskListener;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Hands what the desk says, on a thread of its own, to the view-model on the FX thread. */
final class DeskMessages implements DeskListener {
  private final ReviewViewModel vm;
  private final Middle middle;
  private final Executor ui;
  private final Preparing preparing;
  private final Background background;
  private final String work;
  private volatile List<LoadedCase> latest = List.of();

  /**
   * @param preparing makes a case ready before the view-model hears of it
   * @param work what that is called
   */
  DeskMessages(
      ReviewViewModel vm,
      Middle middle,
      Executor ui,
      Preparing preparing,
      Background background,
      String work) {
    this.vm = vm;
    this.middle = middle;
    this.ui = ui;
    this.preparing = preparing;
    this.background = background;
    this.work = work;
  }

  @Override
  public void upNextChanged(List<LoadedCase> cases) {
    latest = cases;
    List<LoadedCase> ready = cases.stream().filter(preparing::isReady).toList();
    ui.execute(
        () -> {
          vm.upNextIs(ready);
          preparing.comes(cases);
        });
    if (ready.size() < cases.size()) {
      background
          .compute(work, () -> prepare(cases))
          .then(
              whole -> {
                if (whole && latest == cases) {
                  vm.upNextIs(cases);
                }
              })
          .fail(vm::tell);
    }
  }

  /** False when another list came meanwhile, which then has its own turn. */
  private boolean prepare(List<LoadedCase> cases) {
    for (LoadedCase each : cases) {
      if (latest != cases) {
        return false;
      }
      preparing.prepare(each);
    }
    return true;
  }

  @Override
  public void connectionChanged(Connection now) {
    ui.execute(() -> vm.connection(now));
  }

  @Override
  public void opened(LoadedCase opened, Lease lease) {
    // Ready as a rule; only what was never loaded ahead is made so now.
    preparing.prepare(opened);
    ui.execute(() -> vm.show(new OnDesk(opened, lease, "")));
  }

  @Override
  public void refreshed(LoadedCase now) {
    preparing.prepare(now);
    ui.execute(() -> middle.refresh(now));
  }

  @Override
  public void closed(UUID caseId, CloseReason reason) {
    ui.execute(() -> vm.left(caseId, reason));
  }

  @Override
  public void nothingNext() {
    ui.execute(vm::nothingNext);
  }

  @Override
  public void outboxChanged(List<OutboxEntry> entries) {
    ui.execute(() -> vm.outboxIs(entries));
  }

  @Override
  public void caseChanged(Change change) {
    ui.execute(() -> vm.changed(change));
  }

  @Override
  public void problem(Problem problem) {
    ui.execute(() -> middle.heard(new UserProblem(problem)));
  }
}
