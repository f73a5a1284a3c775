package dev.halcyon.app.settings;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.TimeWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Decisions that the server does not have yet, those that need the reviewer first. Used on the
 * JavaFX thread.
 */
public final class OutboxViewModel {
  private final DeskWatch desk;
  private final Acts acts;
  private final Background background;
  private final Words words;
  private final Now now;
  private final TimeWords times;
  private final ObservableList<OutboxRow> rows = FXCollections.observableArrayList();
  private final ObservableList<OutboxRow> rowsView = FXCollections.unmodifiableObservableList(rows);
  private final ReadOnlyObjectWrapper<LoadState> load =
      new ReadOnlyObjectWrapper<>(new LoadState.Empty("outbox.empty"));
  private final ReadOnlyObjectWrapper<Optional<UserProblem>> problem =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final Subscriptions subscriptions = new Subscriptions();

  /** What can be done with a decision that was not saved; both block. */
  public interface Acts {
    void retry(UUID decisionId);

    void giveUp(UUID decisionId);
  }

  public OutboxViewModel(DeskWatch desk, Acts acts, Background background, Words words, Now now) {
    this.desk = desk;
    this.acts = acts;
    this.background = background;
    this.words = words;
    this.now = now;
    this.times = new TimeWords(words, now.zone());
  }

  public ObservableList<OutboxRow> rows() {
    return rowsView;
  }

  public ReadOnlyObjectProperty<LoadState> load() {
    return load.getReadOnlyProperty();
  }

  /** Why the last act failed, or empty. */
  public ReadOnlyObjectProperty<Optional<UserProblem>> problem() {
    return problem.getReadOnlyProperty();
  }

  public void attach() {
    subscriptions.onChange(desk.outbox(), this::refresh);
    subscriptions.onChange(now.property(), _ -> refresh());
    refresh();
  }

  public void detach() {
    subscriptions.close();
  }

  /** Sends it again now. */
  public void retry(UUID id) {
    act("outbox.retrying", acts::retry, id);
  }

  /** Sends every decision that can be tried again. */
  public void retryAll() {
    rows.stream().filter(OutboxRow::canRetry).map(OutboxRow::id).toList().forEach(this::retry);
  }

  /** Takes it off the list for good; the case stays as the server has it. */
  public void giveUp(UUID id) {
    act("outbox.giving_up", acts::giveUp, id);
  }

  private void act(String title, Consumer<UUID> act, UUID id) {
    background
        .run(words.say(title), () -> act.accept(id))
        .then(_ -> problem.set(Optional.empty()))
        .fail(why -> problem.set(Optional.of(why)));
  }

  private void refresh() {
    List<OutboxRow> attention = new ArrayList<>();
    List<OutboxRow> others = new ArrayList<>();
    for (OutboxEntry entry : desk.outbox()) {
      if (!entry.state().settled()) {
        (entry.needsAttention() ? attention : others).add(row(entry));
      }
    }
    attention.addAll(others);
    if (!rows.equals(attention)) {
      rows.setAll(attention);
    }
    load.set(rows.isEmpty() ? new LoadState.Empty("outbox.empty") : LoadState.READY);
  }

  private OutboxRow row(OutboxEntry entry) {
    return new OutboxRow(
        entry.id(),
        what(entry),
        status(entry),
        Optional.ofNullable(entry.problem()).map(Problem::remedy),
        entry.needsAttention(),
        entry.state() == OutboxState.NOT_SAVED,
        entry.needsAttention());
  }

  private String what(OutboxEntry entry) {
    List<String> parts = new ArrayList<>();
    parts.add(words.name(entry.decision().action()));
    Optional.ofNullable(entry.decision().category()).map(words::name).ifPresent(parts::add);
    Optional.ofNullable(entry.decision().clause()).ifPresent(parts::add);
    parts.add(times.clock(entry.decision().decidedAt(), now.get()));
    return String.join("  ·  ", parts);
  }

  private String status(OutboxEntry entry) {
    Problem why = entry.problem();
    String reason = why == null ? "" : why.message();
    return switch (entry.state()) {
      case PENDING_UNDO -> words.say("outbox.undo", times.clock(entry.undoUntil(), now.get()));
      case SENDING -> words.say("outbox.sending");
      case CONFLICT -> words.say("outbox.status.conflict", reason);
      case NOT_SAVED ->
          entry.nextTry() == null
              ? words.say("outbox.status.not_saved", reason)
              : words.say(
                  "outbox.status.not_saved.again", reason, times.clock(entry.nextTry(), now.get()));
      case ACCEPTED, UNDONE, DISCARDED -> words.say("outbox.settled");
    };
  }
}
