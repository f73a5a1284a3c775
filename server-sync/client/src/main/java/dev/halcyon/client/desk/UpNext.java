package dev.halcyon.client.desk;

import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.ReviewServer;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads cases ahead without a claim on them. A case enters only when all of it is here; the list is
 * bounded in cases and bytes, and loading pauses while it is full. Cases that others take are
 * marked, cases that are decided leave. Thread-safe; one filling runs at a time.
 */
final class UpNext {
  /** After so many tries a case is shown without the renditions the server cannot give. */
  private static final int PATIENCE = 3;

  private static final int AT_ONCE = 4;

  /** The server's order of work. */
  private static final Comparator<CaseSummary> ORDER =
      Comparator.comparing(CaseSummary::priority)
          .thenComparing(CaseSummary::dueAt)
          .thenComparing(each -> each.id().toString());

  private final ReviewServer server;
  private final Loader loader;
  private final Lanes lanes;
  private final DeskOptions options;
  private final AtDesk desk;
  private final Lineup lineup;
  private final Consumer<UserProblem> problem;
  private final Refill refill;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();
  private CaseFilter filter;

  UpNext(
      ReviewServer server,
      Loader loader,
      Lanes lanes,
      DeskOptions options,
      AtDesk desk,
      Consumer<List<LoadedCase>> changed,
      Consumer<UserProblem> problem) {
    this.server = server;
    this.loader = loader;
    this.lanes = lanes;
    this.options = options;
    this.filter = options.filter();
    this.desk = desk;
    this.lineup = new Lineup(changed);
    this.problem = problem;
    this.refill = new Refill(lanes, options, this::fillOnce, problem);
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

  /** Whether cases of every kind may come to this desk. */
  boolean isUnfiltered() {
    CaseFilter now = filter();
    return now.withState(CaseState.WAITING).withLimit(1).equals(CaseFilter.WAITING.withLimit(1));
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
    refill.stop();
  }

  /** Notes what a change says of the cases here, by the state it shows, not by its kind. */
  void heard(Change change) {
    CaseSummary now = change.summary();
    if (change.kind() == ChangeKind.RESET || change.kind() == ChangeKind.ITEM_CHANGED) {
      if (change.kind() == ChangeKind.ITEM_CHANGED) {
        lineup.removeItem(change.subject());
      }
      fillSoon();
    } else if (now != null && !desk.isMine().test(now.id())) {
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
    refill.soon();
  }

  /** Fills the list in the background. */
  void fill() {
    refill.now();
  }

  private void fillOnce() {
    CaseFilter wanted = filter();
    int page = Math.min(500, options.upNext() * 2);
    List<CaseSummary> waiting =
        inOrder(
            server.cases(wanted.withState(CaseState.WAITING).withLimit(page)).cases().stream()
                .filter(each -> !desk.isMine().test(each.id()))
                .toList());
    failures.keySet().retainAll(waiting.stream().map(CaseSummary::id).toList());
    lineup.arrange(waiting, () -> wanted == filter());
    UserProblem failed = null;
    for (int from = 0; from < waiting.size(); from += AT_ONCE) {
      if (refill.isStopped() || wanted != filter() || lineup.bytes() >= options.upNextBytes()) {
        return;
      }
      List<CaseSummary> some = waiting.subList(from, Math.min(from + AT_ONCE, waiting.size()));
      UserProblem broken = loadTogether(some, waiting, wanted);
      failed = broken == null ? failed : broken;
    }
    desk.filled().run();
    if (failed != null) {
      problem.accept(failed);
      fillSoon();
    }
  }

  /** The first so many, the case claimed ahead at its place among them. */
  private List<CaseSummary> inOrder(List<CaseSummary> waiting) {
    CaseSummary ahead = desk.ahead().get().orElse(null);
    int room = options.upNext() - (ahead == null ? 0 : 1);
    List<CaseSummary> all = new ArrayList<>(waiting.stream().limit(room).toList());
    if (ahead != null) {
      int at = 0;
      while (at < all.size() && ORDER.compare(all.get(at), ahead) <= 0) {
        at++;
      }
      all.add(at, ahead);
    }
    return all;
  }

  /**
   * Loads some at once, so that a far server fills the list as fast as a near one.
   *
   * @return why one could not be loaded, or null
   * @throws UserProblem when the server cannot be reached now
   */
  private @Nullable UserProblem loadTogether(
      List<CaseSummary> some, List<CaseSummary> order, CaseFilter wanted) {
    List<Callable<Optional<UserProblem>>> loads = new ArrayList<>();
    some.forEach(each -> loads.add(() -> tryLoad(each, order, wanted)));
    UserProblem failed = null;
    try {
      for (Future<Optional<UserProblem>> done : lanes.io().invokeAll(loads)) {
        Optional<UserProblem> broken = done.get();
        if (broken.filter(Lanes::passing).isPresent()) {
          throw broken.get();
        }
        // One broken case must not keep the others away; it is tried again with the next filling.
        failed = broken.orElse(failed);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a case could not be loaded", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return failed;
  }

  private Optional<UserProblem> tryLoad(
      CaseSummary summary, List<CaseSummary> order, CaseFilter wanted) {
    try {
      loadIfNew(summary, order, wanted);
      return Optional.empty();
    } catch (UserProblem e) {
      return Optional.of(e);
    }
  }

  private void loadIfNew(CaseSummary summary, List<CaseSummary> order, CaseFilter wanted) {
    UUID id = summary.id();
    if (desk.isMine().test(id)) {
      return;
    }
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
    lineup.put(loaded, order, () -> wanted == filter() && !desk.isMine().test(id));
  }
}
