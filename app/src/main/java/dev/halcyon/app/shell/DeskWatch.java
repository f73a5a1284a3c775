package dev.halcyon.app.shell;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.client.Connection;
import dev.halcyon.client.desk.CloseReason;
import dev.halcyon.client.desk.DeskListener;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.QueueSummary;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/**
 * The desk's state as properties, for every view-model of the session. Hears the desk on its
 * threads and changes only on the JavaFX thread, where it must be read.
 */
public final class DeskWatch implements DeskListener {
  private final Executor ui;
  // A view of a list listens to it, weakly, for as long as the list lives: there is one of each.
  private final ObservableList<QueueSummary> queues = FXCollections.observableArrayList();
  private final ObservableList<QueueSummary> queuesView =
      FXCollections.unmodifiableObservableList(queues);
  private final ObservableList<LoadedCase> upNext = FXCollections.observableArrayList();
  private final ObservableList<LoadedCase> upNextView =
      FXCollections.unmodifiableObservableList(upNext);
  private final ObservableList<OutboxEntry> outbox = FXCollections.observableArrayList();
  private final ObservableList<OutboxEntry> outboxView =
      FXCollections.unmodifiableObservableList(outbox);
  private final ReadOnlyObjectWrapper<Connection> connection =
      new ReadOnlyObjectWrapper<>(new Connection.Connecting());
  private final ReadOnlyObjectWrapper<Optional<UUID>> open =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final List<Consumer<Change>> changeListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Problem>> problemListeners = new CopyOnWriteArrayList<>();

  /** A watch that changes on the JavaFX thread. */
  public DeskWatch() {
    this(Fx::run);
  }

  /** {@code ui} runs what changes properties; tests run it at once. */
  public DeskWatch(Executor ui) {
    this.ui = ui;
  }

  /** The queues with what waits in them. */
  public ObservableList<QueueSummary> queues() {
    return queuesView;
  }

  /** Cases loaded ahead, in order of work. */
  public ObservableList<LoadedCase> upNext() {
    return upNextView;
  }

  /** Decisions not forgotten yet, oldest first. */
  public ObservableList<OutboxEntry> outbox() {
    return outboxView;
  }

  public ReadOnlyObjectProperty<Connection> connection() {
    return connection.getReadOnlyProperty();
  }

  /** The case on the desk, or empty. */
  public ReadOnlyObjectProperty<Optional<UUID>> open() {
    return open.getReadOnlyProperty();
  }

  /** Tells of each committed change on the server until unsubscribed. */
  public Subscription onCaseChange(Consumer<Change> listener) {
    changeListeners.add(listener);
    return () -> changeListeners.remove(listener);
  }

  /** Tells of work in the background that failed, until unsubscribed. */
  public Subscription onProblem(Consumer<Problem> listener) {
    problemListeners.add(listener);
    return () -> problemListeners.remove(listener);
  }

  @Override
  public void queuesChanged(List<QueueSummary> now) {
    ui.execute(() -> queues.setAll(now));
  }

  @Override
  public void upNextChanged(List<LoadedCase> now) {
    ui.execute(() -> upNext.setAll(now));
  }

  @Override
  public void outboxChanged(List<OutboxEntry> now) {
    ui.execute(() -> outbox.setAll(now));
  }

  @Override
  public void connectionChanged(Connection now) {
    ui.execute(() -> connection.set(now));
  }

  @Override
  public void opened(LoadedCase opened, Lease lease) {
    ui.execute(() -> open.set(Optional.of(opened.id())));
  }

  @Override
  public void closed(UUID caseId, CloseReason reason) {
    ui.execute(
        () -> {
          if (open.get().equals(Optional.of(caseId))) {
            open.set(Optional.empty());
          }
        });
  }

  @Override
  public void caseChanged(Change change) {
    ui.execute(() -> changeListeners.forEach(listener -> listener.accept(change)));
  }

  @Override
  public void problem(Problem problem) {
    ui.execute(() -> problemListeners.forEach(listener -> listener.accept(problem)));
  }
}
