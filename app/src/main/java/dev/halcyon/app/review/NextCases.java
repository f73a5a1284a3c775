package dev.halcyon.app.review;

import dev.halcyon.client.desk.LoadedCase;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The cases loaded ahead as rows, and which of them will most likely come next. FX thread only. */
final class NextCases {
  private final ObservableList<UpNextRow> rows = FXCollections.observableArrayList();
  private final ObservableList<UpNextRow> rowsView = FXCollections.unmodifiableObservableList(rows);
  private final Set<UUID> passedOn = new HashSet<>();
  private List<LoadedCase> loaded = List.of();
  private @Nullable UUID open;

  /** Other cases are loaded now. */
  void are(List<LoadedCase> cases) {
    loaded = List.copyOf(cases);
    refresh();
  }

  Optional<LoadedCase> first() {
    return loaded.stream().findFirst();
  }

  /** Another case is on the desk, or none. */
  void open(@Nullable UUID caseId) {
    open = caseId;
    refresh();
  }

  private void refresh() {
    follow(rows, loaded.stream().map(one -> UpNextRow.of(one, one.id().equals(open))).toList());
  }

  /** Changes only the rows that changed: each costs a redrawn cell. */
  static void follow(ObservableList<UpNextRow> rows, List<UpNextRow> now) {
    Set<UUID> stay = now.stream().map(NextCases::id).collect(Collectors.toSet());
    rows.removeIf(row -> !stay.contains(id(row)));
    for (int at = 0; at < now.size(); at++) {
      UpNextRow row = now.get(at);
      boolean inPlace = at < rows.size() && id(rows.get(at)).equals(id(row));
      if (inPlace && !rows.get(at).equals(row)) {
        rows.set(at, row);
      } else if (!inPlace) {
        rows.removeIf(each -> id(each).equals(id(row)));
        rows.add(at, row);
      }
    }
  }

  private static UUID id(UpNextRow row) {
    return row.summary().id();
  }

  ObservableList<UpNextRow> rows() {
    return rowsView;
  }

  Optional<LoadedCase> find(UUID caseId) {
    return loaded.stream().filter(one -> one.id().equals(caseId)).findFirst();
  }

  /** What the desk will most likely open next: it does not bring back what was just passed on. */
  Optional<LoadedCase> likely() {
    return loaded.stream()
        .filter(one -> one.takenBy() == null && !passedOn.contains(one.id()))
        .findFirst();
  }

  /** Decided here: it does not come again, whatever the list still says. */
  void gone(UUID caseId) {
    loaded = loaded.stream().filter(one -> !one.id().equals(caseId)).toList();
    refresh();
  }

  void passOn(UUID caseId) {
    passedOn.add(caseId);
  }

  /** Ours again, so it may come next again. */
  void taken(UUID caseId) {
    passedOn.remove(caseId);
  }
}
