package dev.halcyon.client.desk;

import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.ReviewServer;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Loads cases ahead without a claim on them. A case enters only when all of it is here; the list is
 * bounded in cases and bytes, and loading pauses while it is full. Cases that others take are
 * marked, cases that are decided leave. Thread-safe; one filling runs at a time.
 */
final class UpNext {
  /** A storm of changes costs one filling per interval, not one each. */
  private static final Duration SETTLE = Duration.ofMillis(150);

  /** After so many tries a case is shown without the renditions the server cannot give. */
  private static final int PATIENCE = 3;

  private final ReviewServer server;
  private final Loader loader;
  private final Lanes lanes;
  private final DeskOptions options;
  private final Predicate<UUID> mine;
  private final Lineup lineup;
  private final Consumer<UserProblem> problem;

  private final ReentrantLock lock = new ReentrantLock();
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
    this.lineup = new Lineup(changed);
    this.problem = problem;
  }

  /** The cases, and what may be done with them directly. */
  Lineup lineup() {
    return lineup;
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
    lock.lock();
    try {
      filter = other;
    } finally {
      lock.unlock();
    }
    lineup.clear();
    fill();
  }

  /** What waits at the server by the present filter, in order of work; blocks. */
  List<CaseSummary> waiting(int most) {
    return server.cases(filter().withState(CaseState.WAITING).withLimit(most)).cases();
  }

  void stop() {
    stopped = true;
  }

  /** Notes what a change says of the cases here, by the state it shows, not by its kind. */
  void heard(Change change) {
    CaseSummary now = change.summary();
    if (change.kind() == ChangeKind.RESET || change.kind() == ChangeKind.ITEM_CHANGED) {
      if (change.kind() == ChangeKind.ITEM_CHANGED) {
        lineup.removeItem(change.subject());
      }
      fillSoon();
    } else if (now != null && !mine.test(now.id())) {
      switch (now.state()) {
        case IN_REVIEW -> lineup.mark(now.id(), now.holder() == null ? "" : now.holder());
        case WAITING -> lineup.mark(now.id(), null);
        case DECIDED, CLOSED, UNKNOWN -> lineup.remove(now.id());
      }
      if (lineup.wants(now, options.upNext())) {
        fillSoon();
      }
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
    failures.keySet().retainAll(waiting.stream().map(CaseSummary::id).toList());
    lineup.arrange(waiting, () -> wanted == filter());
    UserProblem failed = null;
    for (CaseSummary each : waiting) {
      if (stopped || wanted != filter() || lineup.bytes() >= options.upNextBytes()) {
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
    LoadedCase known = lineup.find(id);
    if (known != null && known.summary().version() == summary.version()) {
      return;
    }
    LoadedCase loaded;
    try {
      loaded = loader.load(id, known, failures.getOrDefault(id, 0) + 1 >= PATIENCE);
    } catch (UserProblem e) {
      if (e.code().startsWith("case.")) {
        lineup.remove(id);
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
    lineup.put(loaded, order, () -> wanted == filter() && !mine.test(id));
  }
}
