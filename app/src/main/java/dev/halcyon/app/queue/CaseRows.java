package dev.halcyon.app.queue;

import dev.halcyon.protocol.CaseSummary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The rows loaded of a list of cases, each case once, which of them is selected, and which are
 * chosen together. FX thread.
 */
final class CaseRows {
  private final ObservableList<CaseSummary> rows = FXCollections.observableArrayList();
  // Which cases are here: a page is added to a hundred thousand without looking through them.
  private final Set<UUID> ids = new HashSet<>();
  private final ReadOnlyObjectWrapper<Optional<UUID>> selected =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ChosenCases chosen = new ChosenCases();

  ObservableList<CaseSummary> rows() {
    return FXCollections.unmodifiableObservableList(rows);
  }

  ReadOnlyObjectProperty<Optional<UUID>> selected() {
    return selected.getReadOnlyProperty();
  }

  void select(Optional<UUID> caseId) {
    selected.set(caseId);
  }

  ChosenCases chosen() {
    return chosen;
  }

  /** Chooses every row that is here. */
  void chooseAll() {
    chosen.add(ids);
  }

  /** Chooses the selected case, or no longer. */
  void chooseSelected() {
    selected.get().ifPresent(chosen::toggle);
  }

  /** Chooses all from the selected case to this one, which is selected then. */
  void chooseTo(UUID caseId) {
    int from = index(selected.get().orElse(caseId));
    int to = index(caseId);
    if (from >= 0 && to >= 0) {
      chosen.add(
          rows.subList(Math.min(from, to), Math.max(from, to) + 1).stream()
              .map(CaseSummary::id)
              .toList());
      selected.set(Optional.of(caseId));
    }
  }

  /** The first chosen case that nobody holds, in order of work. */
  Optional<UUID> firstChosen() {
    return chosen.size() == 0
        ? Optional.empty()
        : rows.stream()
            .filter(each -> each.holder() == null && chosen.has(each.id()))
            .map(CaseSummary::id)
            .findFirst();
  }

  /** The chosen cases in order of work; the selected one when none is. */
  List<UUID> idsToCopy() {
    return chosen.size() == 0
        ? selected.get().stream().toList()
        : rows.stream().map(CaseSummary::id).filter(chosen::has).toList();
  }

  void clear() {
    rows.clear();
    ids.clear();
    chosen.clear();
    selected.set(Optional.empty());
  }

  /** Other rows; what was selected stays so where it is among them, else the first is. */
  void replace(List<CaseSummary> cases) {
    Optional<UUID> keep = selected.get();
    rows.setAll(cases);
    ids.clear();
    cases.forEach(each -> ids.add(each.id()));
    chosen.keep(ids);
    selected.set(keep.filter(id -> index(id) >= 0).or(this::first));
  }

  private Optional<UUID> first() {
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst().id());
  }

  /** Further rows; a case that is here already stays where it is. */
  void append(List<CaseSummary> cases) {
    List<CaseSummary> fresh = new ArrayList<>();
    for (CaseSummary summary : cases) {
      if (ids.add(summary.id())) {
        fresh.add(summary);
      }
    }
    rows.addAll(fresh);
  }

  /** Changes a row in place. */
  void set(int row, CaseSummary summary) {
    rows.set(row, summary);
  }

  /** Takes a row out; its neighbour is selected in its place. */
  void remove(int row) {
    UUID gone = rows.get(row).id();
    rows.remove(row);
    ids.remove(gone);
    chosen.remove(gone);
    if (selected.get().equals(Optional.of(gone))) {
      int neighbour = Math.min(row, rows.size() - 1);
      selected.set(neighbour < 0 ? Optional.empty() : Optional.of(rows.get(neighbour).id()));
    }
  }

  /** Where a case stands, or -1; at once when it is where it was. */
  int indexNear(UUID caseId, int before) {
    boolean there = before < rows.size() && rows.get(before).id().equals(caseId);
    return there ? before : index(caseId);
  }

  /** Where a case stands, or -1. */
  int index(UUID caseId) {
    if (!ids.contains(caseId)) {
      return -1;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).id().equals(caseId)) {
        return i;
      }
    }
    return -1;
  }
}
