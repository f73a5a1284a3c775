package dev.halcyon.app.review;

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
  private final Executor ui;

  DeskMessages(ReviewViewModel vm, Executor ui) {
    this.vm = vm;
    this.ui = ui;
  }

  @Override
  public void upNextChanged(List<LoadedCase> cases) {
    ui.execute(() -> vm.upNextIs(cases));
  }

  @Override
  public void connectionChanged(Connection now) {
    ui.execute(() -> vm.connection(now));
  }

  @Override
  public void opened(LoadedCase opened, Lease lease) {
    ui.execute(() -> vm.show(new OnDesk(opened, lease, "")));
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
    ui.execute(() -> vm.tell(new UserProblem(problem)));
  }
}
