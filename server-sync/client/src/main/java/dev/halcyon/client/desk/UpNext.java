package dev.halcyon.client.desk;

import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.ReviewServer;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cases loaded ahead, in order of work, without a claim on them. A case enters only when all of
 * it is here; the list is bounded in cases and bytes, and loading pauses while it is full. Cases
 * that others take are marked, cases that are decided leave. Thread-safe; one filling runs at a
 * time.
 */
final class UpNext {
  /** A storm of changes costs one filling per interval, not one each. */
  private static final Duration SETTLE = Duration.ofMillis(150);

  /** After so many tries a case is shown without the renditions the server cannot give. */
  private static final int PATIENCE = 3;

  private static final int TAKEN_SHOWN = 3;

  private final ReviewServer server;
  private final Loader loader;
  private final Lanes lanes;
  private final DeskOptions options;
  private final Predicate<UUID> mine;
  private final Consumer<List<LoadedCase>> changed;
  private final Consumer<UserProblem> problem;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<LoadedCase> cases = new ArrayList<>();
  private final Map<UUID, Integer> failures = new HashMap<>();
  private CaseFilter filter;
  private boolean filling;
  private boolean again;
  private boolean delayed;
  private int outages;
  private volatile boolean stopped;

  /**
   * @param mine whether this desk has the case already, open or decided
   */
  UpNext(
      ReviewServer server,
      Loader loader,
      Lanes lanes,
      DeskOptions options,
      Predicate<UUID> mine,
      Consumer<List<LoadedCase>> changed,
      Consumer<UserProblem> problem) {
    this.server = server;
    this.loader = loader;
    this.lanes = lanes;
    this.options = options;
    this.filter = options.filter();
    this.mine = mine;
    this.changed = changed;
    this.problem = problem;
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

  CaseFilter filter() {
    lock.lock();
    try {
      return filter;
    } finally {
      lock.unlock();
    }
  }

  void filter(CaseFilter other) {
    edit(
        () -> {
          filter = other;
          return cases.removeIf(each -> true);
        });
    fill();
  }

  void remove(UUID id) {
    edit(() -> cases.removeIf(each -> each.id().equals(id)));
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

  void stop() {
    stopped = true;
  }

  /** Notes what a change says of the cases here, by the state it shows, not by its kind. */
  void heard(Change change) {
    CaseSummary now = change.summary();
    if (change.kind() == ChangeKind.RESET || change.kind() == ChangeKind.ITEM_CHANGED) {
      forget(change);
      fillSoon();
    } else if (now != null && !mine.test(now.id())) {
      switch (now.state()) {
        case IN_REVIEW -> mark(now.id(), now.holder() == null ? "" : now.holder());
        case WAITING -> mark(now.id(), null);
        case DECIDED, CLOSED, UNKNOWN -> remove(now.id());
      }
      if (wants(now)) {
        fillSoon();
      }
    }
  }

  /** Drops versions, so that the next fill loads anew what the change may have touched. */
  private void forget(Change change) {
    edit(
        () ->
            cases.removeIf(
                each ->
                    change.kind() == ChangeKind.ITEM_CHANGED
                        && each.summary().itemId().toString().equals(change.subject())));
  }

  private void mark(UUID id, @Nullable String holder) {
    edit(
        () -> {
          boolean marked = false;
          for (int at = 0; at < cases.size(); at++) {
            LoadedCase each = cases.get(at);
            if (each.id().equals(id) && !java.util.Objects.equals(each.takenBy(), holder)) {
              cases.set(at, each.takenBy(holder));
              marked = true;
            }
          }
          return marked;
        });
  }

  /** Full lists pause: then only a case more urgent than the least urgent one here is worth it. */
  private boolean wants(CaseSummary now) {
    lock.lock();
    try {
      List<LoadedCase> free = cases.stream().filter(each -> each.takenBy() == null).toList();
      return free.size() < options.upNext()
          || now.state() == CaseState.WAITING
              && free.stream()
                  .anyMatch(each -> now.priority().compareTo(each.summary().priority()) < 0);
    } finally {
      lock.unlock();
    }
  }

  /** Fills the list in the background, once for all that ask within a moment. */
  void fillSoon() {
    lock.lock();
    try {
      if (delayed || stopped) {
        return;
      }
      delayed = true;
    } finally {
      lock.unlock();
    }
    lanes.after(
        SETTLE,
        () -> {
          lock.lock();
          try {
            delayed = false;
          } finally {
            lock.unlock();
          }
          fillNow();
        });
  }

  /** Fills the list in the background. */
  void fill() {
    lanes.run(this::fillNow);
  }

  private void fillNow() {
    lock.lock();
    try {
      again = true;
      if (filling) {
        return;
      }
      filling = true;
    } finally {
      lock.unlock();
    }
    try {
      while (takeTurn()) {
        fillOnce();
      }
      outages = 0;
    } catch (UserProblem e) {
      endTurns();
      problem.accept(e);
      long pause = options.retryFirst().toMillis() << Math.min(outages++, 16);
      lanes.after(
          Duration.ofMillis(Math.min(pause, options.retryMost().toMillis())), this::fillNow);
    } catch (RuntimeException e) {
      endTurns();
      throw e;
    }
  }

  private boolean takeTurn() {
    lock.lock();
    try {
      boolean go = again && !stopped;
      again = false;
      filling = go;
      return go;
    } finally {
      lock.unlock();
    }
  }

  private void endTurns() {
    lock.lock();
    try {
      filling = false;
      again = false;
    } finally {
      lock.unlock();
    }
  }

  private void fillOnce() {
    CaseFilter wanted = filter();
    int page = Math.min(500, options.upNext() * 2);
    List<CaseSummary> waiting =
        server.cases(wanted.withState(CaseState.WAITING).withLimit(page)).cases().stream()
            .filter(each -> !mine.test(each.id()))
            .limit(options.upNext())
            .toList();
    arrange(waiting, wanted);
    UserProblem failed = null;
    for (CaseSummary each : waiting) {
      if (stopped || wanted != filter() || bytes() >= options.upNextBytes()) {
        return;
      }
      try {
        loadIfNew(each, waiting, wanted);
      } catch (UserProblem e) {
        if (Lanes.passing(e)) {
          throw e;
        }
        // One broken case must not keep the others away; it is tried again with the next filling.
        failed = e;
      }
    }
    if (failed != null) {
      problem.accept(failed);
      fillSoon();
    }
  }

  private void loadIfNew(CaseSummary summary, List<CaseSummary> order, CaseFilter wanted) {
    UUID id = summary.id();
    LoadedCase known = find(id);
    if (known != null && known.summary().version() == summary.version()) {
      return;
    }
    LoadedCase loaded;
    try {
      loaded = loader.load(id, known, failures.getOrDefault(id, 0) + 1 >= PATIENCE);
    } catch (UserProblem e) {
      if (e.code().startsWith("case.")) {
        remove(id);
        return;
      }
      if (!Lanes.passing(e)) {
        failures.merge(id, 1, Integer::sum);
      }
      throw e;
    }
    failures.remove(id);
    CaseState now = loaded.summary().state();
    if (now != CaseState.WAITING) {
      return;
    }
    edit(
        () -> {
          if (wanted != filter || mine.test(id)) {
            return false;
          }
          cases.removeIf(each -> each.id().equals(id));
          cases.add(loaded);
          sort(order);
          return true;
        });
  }

  /** Drops what no longer waits or no longer fits, and puts the rest in the server's order. */
  private void arrange(List<CaseSummary> order, CaseFilter wanted) {
    Set<UUID> ids = new java.util.HashSet<>(order.stream().map(CaseSummary::id).toList());
    failures.keySet().retainAll(ids);
    edit(
        () -> {
          if (wanted != filter) {
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
    sorted.sort(java.util.Comparator.comparing(each -> rank.get(each.id())));
    for (int at = 0; at < cases.size(); at++) {
      if (!rank.containsKey(cases.get(at).id())) {
        sorted.add(Math.min(at, sorted.size()), cases.get(at));
      }
    }
    cases.clear();
    cases.addAll(sorted);
  }

  private long bytes() {
    return list().stream().mapToLong(LoadedCase::bytes).sum();
  }

  /** Changes the list and tells of it, in order. */
  private void edit(java.util.function.BooleanSupplier edit) {
    lock.lock();
    try {
      if (edit.getAsBoolean()) {
        // Only posts an event; never calls out from under the lock.
        changed.accept(List.copyOf(cases));
      }
    } finally {
      lock.unlock();
    }
  }
}
