package dev.halcyon.app.queue;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Job;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.Connection;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The queues and the list of one of them: loads in pages, follows the change feed without moving
 * rows under the reader's eyes, opens a case. Used on the JavaFX thread.
 */
public final class QueueViewModel {
  /** Cases asked for at a time. */
  static final int PAGE = 100;

  /** How long changes gather before the list is loaded anew. */
  static final Duration GATHER = Duration.ofMillis(600);

  private final Pages server;
  private final DeskWatch desk;
  private final Opening opening;
  private final Runnable opened;
  private final Background background;
  private final Words words;
  private final BiFunction<Duration, Runnable, Subscription> later;
  private final ObservableList<QueueRow> queues = FXCollections.observableArrayList();
  private final CaseRows rows = new CaseRows();
  private final ObservableList<CaseSummary> cases = rows.rows();
  private final ReadOnlyObjectWrapper<QueueState> state =
      new ReadOnlyObjectWrapper<>(QueueState.FIRST);
  private final ReadOnlyObjectWrapper<QueueFilter> filter =
      new ReadOnlyObjectWrapper<>(QueueFilter.ANY);
  private final Subscriptions subscriptions = new Subscriptions();
  private @Nullable Job loading;
  private @Nullable String next;
  private Subscription refresh = Subscription.EMPTY;
  private boolean gathering;
  // Whether the last loading failed because the server was away.
  private boolean behind;

  /** Where the list comes from; blocks. */
  @FunctionalInterface
  public interface Pages {
    /**
     * A page of the cases that fit, in order of work.
     *
     * @throws UserProblem when they cannot be had
     */
    CasePage cases(CaseFilter wanted);
  }

  /** Takes cases; both block. */
  public interface Opening {
    /**
     * Takes one.
     *
     * @throws UserProblem when somebody else was first
     */
    void open(UUID caseId);

    /** Takes the next in order of work; false when the queue is clear. */
    boolean openNext();
  }

  /**
   * @param opened told when a case is on the desk
   * @param later runs something after a while, see {@link dev.halcyon.app.fx.Fx#after}
   */
  public QueueViewModel(
      Pages server,
      DeskWatch desk,
      Opening opening,
      Runnable opened,
      Background background,
      Words words,
      BiFunction<Duration, Runnable, Subscription> later) {
    this.server = server;
    this.desk = desk;
    this.opening = opening;
    this.opened = opened;
    this.background = background;
    this.words = words;
    this.later = later;
  }

  /** All queues together first, then each. */
  public ObservableList<QueueRow> queues() {
    return FXCollections.unmodifiableObservableList(queues);
  }

  /** What is loaded of the list, in order of work. */
  public ObservableList<CaseSummary> cases() {
    return cases;
  }

  public ReadOnlyObjectProperty<QueueState> state() {
    return state.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<QueueFilter> filter() {
    return filter.getReadOnlyProperty();
  }

  /** The case the keys act on. */
  public ReadOnlyObjectProperty<Optional<UUID>> selected() {
    return rows.selected();
  }

  /** Begins to follow the desk and loads the list. */
  public void attach() {
    subscriptions.onChange(desk.queues(), this::showQueues);
    subscriptions.add(desk.onCaseChange(this::changed));
    subscriptions.onChange(desk.connection(), this::connection);
    showQueues();
    load();
  }

  /** The line over every screen says that the server is away; back again, the list is anew. */
  private void connection(Connection now) {
    if (now instanceof Connection.Online && behind) {
      load();
    } else if (now instanceof Connection.Offline && behind) {
      state.set(state.get().withProblem(Optional.empty()));
    }
  }

  /** Stops following; what is loaded stays for the next time. */
  public void detach() {
    subscriptions.close();
    refresh.unsubscribe();
    gathering = false;
    Job job = loading;
    if (job != null) {
      job.cancel();
    }
  }

  /** Shows other cases. */
  public void filter(QueueFilter wanted) {
    if (!wanted.equals(filter.get())) {
      filter.set(wanted);
      rows.clear();
      load();
    }
  }

  /** Chooses the case the keys act on. */
  public void select(Optional<UUID> caseId) {
    rows.select(caseId);
  }

  /** Loads the list anew, as much of it as was loaded. */
  public void load() {
    refresh.unsubscribe();
    gathering = false;
    Job before = loading;
    if (before != null) {
      before.cancel();
    }
    if (cases.isEmpty()) {
      state.set(state.get().withLoad(new LoadState.Loading("queue.loading")));
    }
    ask(filter.get().asked(PAGE), Math.max(cases.size(), PAGE), page -> rows.replace(page.cases()));
  }

  /** The reader is near the end of what is loaded. */
  public void nearEnd() {
    String cursor = next;
    Job job = loading;
    if (cursor != null && (job == null || job.isOver())) {
      ask(filter.get().asked(PAGE).withAfter(cursor), PAGE, page -> rows.append(page.cases()));
    }
  }

  private void ask(CaseFilter wanted, int count, Consumer<CasePage> show) {
    loading =
        background
            .run(words.say("queue.loading"), () -> CasePages.first(server, wanted, count))
            .then(
                page -> {
                  behind = false;
                  next = page.next();
                  show.accept(page);
                  state.set(
                      state
                          .get()
                          .withMore(page.next() != null)
                          .withProblem(Optional.empty())
                          .withLoad(shown()));
                })
            .fail(this::loadFailed);
  }

  private LoadState shown() {
    if (!cases.isEmpty()) {
      return LoadState.READY;
    }
    return new LoadState.Empty(filter.get().narrows() ? "queue.nothing_fits" : "queue.clear");
  }

  private void loadFailed(UserProblem problem) {
    behind = problem.isOfNetwork();
    if (!cases.isEmpty()) {
      boolean saidAbove = behind && desk.connection().get() instanceof Connection.Offline;
      state.set(state.get().withProblem(Optional.of(problem).filter(_ -> !saidAbove)));
    } else if (behind) {
      state.set(state.get().withLoad(new LoadState.Offline("queue.offline", this::load)));
    } else {
      state.set(state.get().withLoad(new LoadState.Failed(problem, Optional.of(this::load))));
    }
  }

  /** A row that is here changes in place; anything new waits for the next quiet loading. */
  private void changed(Change change) {
    CaseSummary summary = change.summary();
    int row = summary == null ? -1 : rows.index(summary.id());
    if (summary == null || row < 0) {
      gather();
      return;
    }
    boolean over = summary.state() == CaseState.DECIDED || summary.state() == CaseState.CLOSED;
    if (over) {
      remove(row);
    } else {
      rows.set(row, summary);
    }
  }

  private void remove(int row) {
    rows.remove(row);
    if (cases.isEmpty()) {
      load();
    }
  }

  private void gather() {
    if (!gathering) {
      gathering = true;
      // A long list is asked for as seldom as it takes pages, so that a reader who scrolled far
      // costs the server no more than one who did not.
      refresh = later.apply(GATHER.multipliedBy(CasePages.pages(cases.size())), this::load);
    }
  }

  private void showQueues() {
    List<QueueRow> rows = new ArrayList<>();
    rows.add(QueueRow.all(words.say("queue.all"), desk.queues()));
    desk.queues().forEach(queue -> rows.add(QueueRow.of(queue)));
    queues.setAll(rows);
  }

  /** Stands as when the desk told of its queues and a page has come. */
  void rehearse(List<CaseSummary> page, List<QueueSummary> told) {
    queues.setAll(told.stream().map(QueueRow::of).toList());
    rows.replace(page);
    state.set(state.get().withLoad(shown()));
  }

  /** The rows, with what is selected and chosen of them. */
  CaseRows list() {
    return rows;
  }

  /**
   * Hands over the ids of the chosen cases, one a line; written out in the background, because a
   * hundred thousand of them hold up a frame.
   */
  void idsToCopy(Consumer<String> ready) {
    List<UUID> ids = rows.idsToCopy();
    background
        .compute(
            words.say("queue.copying"),
            () -> ids.stream().map(UUID::toString).collect(Collectors.joining("\n")))
        .then(ready)
        .fail(problem -> state.set(state.get().withProblem(Optional.of(problem))));
  }

  /**
   * Takes the selected case; where several are chosen, the first of them that nobody holds, so that
   * the same key later takes the one after it.
   */
  public void openSelected() {
    rows.firstChosen()
        .or(rows.selected()::get)
        .ifPresent(
            id ->
                open(
                    words.say("queue.opening"),
                    () -> {
                      opening.open(id);
                      return true;
                    },
                    () -> rows.chosen().remove(id)));
  }

  /** Takes the next case in order of work. */
  public void openNext() {
    open(words.say("queue.opening"), opening::openNext, () -> {});
  }

  private void open(String title, Callable<Boolean> taking, Runnable taken) {
    if (state.get().opening()) {
      return;
    }
    state.set(state.get().withOpening(true).withProblem(Optional.empty()));
    background
        .run(title, taking)
        .then(
            any -> {
              state.set(state.get().withOpening(false));
              if (any) {
                taken.run();
                opened.run();
              } else {
                load();
              }
            })
        .fail(
            problem -> {
              state.set(state.get().withOpening(false).withProblem(Optional.of(problem)));
              gather();
            });
  }
}
