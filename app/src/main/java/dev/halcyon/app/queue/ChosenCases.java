package dev.halcyon.app.queue;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

/**
 * The cases of a list that were chosen to be worked on together, by id: choosing a hundred thousand
 * touches no row. Apart from the one row that the keys act on. FX thread only.
 */
final class ChosenCases {
  private final Set<UUID> ids = new HashSet<>();
  // Told of instead of the set, which would be copied with each change.
  private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper(0);

  /** Grows with each change. */
  ReadOnlyLongProperty changes() {
    return changes.getReadOnlyProperty();
  }

  boolean has(UUID caseId) {
    return ids.contains(caseId);
  }

  int size() {
    return ids.size();
  }

  void add(Collection<UUID> cases) {
    note(ids.addAll(cases));
  }

  void toggle(UUID caseId) {
    if (!ids.remove(caseId)) {
      ids.add(caseId);
    }
    note(true);
  }

  void remove(UUID caseId) {
    note(ids.remove(caseId));
  }

  /** Only what is still there stays chosen. */
  void keep(Set<UUID> there) {
    note(ids.retainAll(there));
  }

  void clear() {
    boolean any = !ids.isEmpty();
    ids.clear();
    note(any);
  }

  private void note(boolean changed) {
    if (changed) {
      changes.set(changes.get() + 1);
    }
  }
}
