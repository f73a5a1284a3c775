package dev.halcyon.client.desk;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The list of cases loaded ahead, in order of work, and how it changes; who loads them is {@link
 * UpNext}'s matter. Thread-safe; each change is told once, in order.
 */
final class Lineup {
  private static final int TAKEN_SHOWN = 3;

  private final Consumer<List<LoadedCase>> changed;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<LoadedCase> cases = new ArrayList<>();

  /**
   * @param changed is called under the lock: it only posts, and never calls back
   */
  Lineup(Consumer<List<LoadedCase>> changed) {
    this.changed = changed;
  }

  List<LoadedCase> list() {
    lock.lock();
    try {
      return List.copyOf(cases);
    } finally {
      lock.unlock();
    }
  }

  @Nullable LoadedCase find(UUID id) {
    return list().stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
  }

  /** The first case nobody has taken and {@code tried} does not name, or null. */
  @Nullable UUID next(Set<UUID> tried) {
    for (LoadedCase each : list()) {
      if (each.takenBy() == null && !tried.contains(each.id())) {
        return each.id();
      }
    }
    return null;
  }

  long bytes() {
    return list().stream().mapToLong(LoadedCase::bytes).sum();
  }

  /** Full lists pause: then only a case more urgent than the least urgent one here is worth it. */
  boolean wants(CaseSummary now, int most) {
    List<LoadedCase> free = list().stream().filter(each -> each.takenBy() == null).toList();
    return free.size() < most
        || now.state() == CaseState.WAITING
            && free.stream()
                .anyMatch(each -> now.priority().compareTo(each.summary().priority()) < 0);
  }

  void clear() {
    edit(() -> cases.removeIf(_ -> true));
  }

  void remove(UUID id) {
    edit(() -> cases.removeIf(each -> each.id().equals(id)));
  }

  void removeCategory(Category category) {
    edit(() -> cases.removeIf(each -> each.summary().category() == category));
  }

  void removeItem(String itemId) {
    edit(() -> cases.removeIf(each -> each.summary().itemId().toString().equals(itemId)));
  }

  /** Puts a case in the place of what was loaded of it before; nothing when it is not here. */
  void replace(LoadedCase loaded) {
    edit(
        () -> {
          int at = positionOf(loaded.id());
          if (at >= 0) {
            cases.set(at, loaded);
          }
          return at >= 0;
        });
  }

  private int positionOf(UUID id) {
    for (int at = 0; at < cases.size(); at++) {
      if (cases.get(at).id().equals(id)) {
        return at;
      }
    }
    return -1;
  }

  /** Puts a case that left the desk undecided back on top; its place is mended by the next fill. */
  void putBack(LoadedCase loaded) {
    edit(
        () -> {
          cases.removeIf(each -> each.id().equals(loaded.id()));
          cases.addFirst(loaded.takenBy(null));
          return true;
        });
  }

  /** Notes who holds a case now, or that nobody does. */
  void mark(UUID id, @Nullable String holder) {
    edit(
        () -> {
          int at = positionOf(id);
          if (at < 0 || Objects.equals(cases.get(at).takenBy(), holder)) {
            return false;
          }
          cases.set(at, cases.get(at).takenBy(holder));
          return true;
        });
  }

  /**
   * Adds a case or its newer version at its place.
   *
   * @param order the waiting cases as the server orders them
   * @param still whether it is still wanted, asked under the lock
   */
  void put(LoadedCase loaded, List<CaseSummary> order, BooleanSupplier still) {
    edit(
        () -> {
          if (!still.getAsBoolean()) {
            return false;
          }
          cases.removeIf(each -> each.id().equals(loaded.id()));
          cases.add(loaded);
          sort(order);
          return true;
        });
  }

  /** Drops what no longer waits or no longer fits, and puts the rest in the server's order. */
  void arrange(List<CaseSummary> order, BooleanSupplier still) {
    Set<UUID> ids = new HashSet<>(order.stream().map(CaseSummary::id).toList());
    edit(
        () -> {
          if (!still.getAsBoolean()) {
            return false;
          }
          List<LoadedCase> before = List.copyOf(cases);
          cases.removeIf(each -> each.takenBy() == null && !ids.contains(each.id()));
          cases.replaceAll(each -> ids.contains(each.id()) ? each.takenBy(null) : each);
          List<LoadedCase> taken = cases.stream().filter(each -> each.takenBy() != null).toList();
          cases.removeAll(taken.subList(0, Math.max(0, taken.size() - TAKEN_SHOWN)));
          sort(order);
          return !cases.equals(before);
        });
  }

  /** The server's order; a taken case, which the server no longer lists, keeps its place. */
  private void sort(List<CaseSummary> order) {
    Map<UUID, Integer> rank = new HashMap<>();
    for (int at = 0; at < order.size(); at++) {
      rank.put(order.get(at).id(), at);
    }
    List<LoadedCase> sorted = new ArrayList<>();
    for (LoadedCase each : cases) {
      if (rank.containsKey(each.id())) {
        sorted.add(each);
      }
    }
    sorted.sort(Comparator.comparing(each -> rank.get(each.id())));
    for (int at = 0; at < cases.size(); at++) {
      if (!rank.containsKey(cases.get(at).id())) {
        sorted.add(Math.min(at, sorted.size()), cases.get(at));
      }
    }
    cases.clear();
    cases.addAll(sorted);
  }

  private void edit(BooleanSupplier edit) {
    lock.lock();
    try {
      if (edit.getAsBoolean()) {
        changed.accept(List.copyOf(cases));
      }
    } finally {
      lock.unlock();
    }
  }
}
