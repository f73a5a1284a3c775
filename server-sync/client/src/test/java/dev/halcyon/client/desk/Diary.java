package dev.halcyon.client.desk;

import dev.halcyon.client.Connection;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.QueueSummary;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a desk says. Thread-safe. */
final class Diary implements DeskListener {
  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<List<LoadedCase>> upNext = new CopyOnWriteArrayList<>();
  final List<Problem> problems = new CopyOnWriteArrayList<>();
  volatile List<OutboxEntry> outbox = List.of();
  volatile List<QueueSummary> queues = List.of();

  @Override
  public void upNextChanged(List<LoadedCase> list) {
    upNext.add(list);
  }

  @Override
  public void opened(LoadedCase opened, Lease lease) {
    lines.add("opened " + opened.id());
  }

  @Override
  public void refreshed(LoadedCase opened) {
    lines.add("refreshed " + opened.id() + " " + opened.summary().version());
  }

  @Override
  public void closed(UUID caseId, CloseReason reason) {
    lines.add("closed " + caseId + " " + reason);
  }

  @Override
  public void nothingNext() {
    lines.add("nothing next");
  }

  @Override
  public void outboxChanged(List<OutboxEntry> entries) {
    outbox = entries;
  }

  @Override
  public void connectionChanged(Connection connection) {
    lines.add(connection.getClass().getSimpleName());
  }

  @Override
  public void caseChanged(Change change) {}

  @Override
  public void queuesChanged(List<QueueSummary> list) {
    queues = list;
  }

  @Override
  public void problem(Problem problem) {
    problems.add(problem);
  }
}
