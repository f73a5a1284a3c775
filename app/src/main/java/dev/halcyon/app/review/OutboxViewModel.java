package dev.halcyon.app.review;

import dev.halcyon.app.kit.Words;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Decisions on their way: the one that can still be taken back with its seconds, and those the
 * server does not have. FX thread only.
 */
public final class OutboxViewModel {
  /** A decision the reviewer must know about. {@code retry} is false where trying again is vain. */
  public record Trouble(UUID decisionId, String words, boolean retry) {}

  private final Words words;
  private final ReadOnlyBooleanWrapper undoable = new ReadOnlyBooleanWrapper(false);
  private final ReadOnlyStringWrapper undoText = new ReadOnlyStringWrapper("");
  private final ObservableList<Trouble> troubles = FXCollections.observableArrayList();
  private final ObservableList<Trouble> troublesView =
      FXCollections.unmodifiableObservableList(troubles);
  private List<OutboxEntry> entries = List.of();
  private Instant now = Instant.EPOCH;

  OutboxViewModel(Words words) {
    this.words = words;
  }

  void entries(List<OutboxEntry> present) {
    entries = List.copyOf(present);
    troubles.setAll(
        entries.stream().filter(OutboxEntry::needsAttention).map(this::trouble).toList());
    refresh();
  }

  /** Looks at the clock again, for the seconds left. */
  public void tick(Instant moment) {
    now = moment;
    refresh();
  }

  private void refresh() {
    Optional<OutboxEntry> newest = newestUndoable();
    undoable.set(newest.isPresent());
    undoText.set(
        newest
            .map(
                entry ->
                    words.say(
                        "undo.left",
                        words.say(
                            "past."
                                + entry
                                    .decision()
                                    .action()
                                    .name()
                                    .toLowerCase(java.util.Locale.ROOT)),
                        seconds(entry)))
            .orElse(""));
  }

  private long seconds(OutboxEntry entry) {
    Duration left = Duration.between(now, entry.undoUntil());
    return Math.max(0, (left.toMillis() + 999) / 1000);
  }

  private Trouble trouble(OutboxEntry entry) {
    Problem problem = entry.problem();
    String why = problem == null ? "" : problem.message();
    String remedy = problem == null ? "" : problem.remedy();
    boolean conflict = entry.state() == OutboxState.CONFLICT;
    String made =
        words.say("past." + entry.decision().action().name().toLowerCase(java.util.Locale.ROOT));
    return new Trouble(
        entry.id(),
        conflict
            ? words.say("outbox.conflict", made, why)
            : words.say("outbox.not_saved", made, why, remedy),
        !conflict);
  }

  Optional<OutboxEntry> newestUndoable() {
    return entries.stream()
        .filter(entry -> entry.state() == OutboxState.PENDING_UNDO)
        .filter(entry -> now.isBefore(entry.undoUntil()))
        .max(Comparator.comparing((OutboxEntry entry) -> entry.decision().decidedAt()));
  }

  /** Whether a decision of ours on this case is on its way or was sent. */
  boolean knows(@Nullable UUID caseId) {
    return entries.stream().anyMatch(entry -> entry.caseId().equals(caseId));
  }

  public ReadOnlyBooleanProperty undoable() {
    return undoable.getReadOnlyProperty();
  }

  /** "Removed · 8 s", or the empty string. */
  public ReadOnlyStringProperty undoText() {
    return undoText.getReadOnlyProperty();
  }

  public ObservableList<Trouble> troubles() {
    return troublesView;
  }
}
