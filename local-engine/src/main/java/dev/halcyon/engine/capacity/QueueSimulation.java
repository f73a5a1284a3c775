package dev.halcyon.engine.capacity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Plays a team at work on its cases, event by event, where no formula holds: priorities, arrivals
 * that change with the hour, people who come, go, take breaks and reach the limit of a band. Who is
 * free takes the most urgent case that they may take: priority, then due time. A case once begun is
 * finished, past a shift's end and past a limit. Times are seconds from the start. Not thread-safe;
 * one object plays once.
 */
public final class QueueSimulation {
  private static final double HOUR = 3600;
  private static final Comparator<Case> ORDER =
      Comparator.comparingInt(Case::priority).thenComparingDouble(Case::due);

  /** Its group says who may take a case, its band whose limit it counts against. */
  public record Group(int band) {}

  /**
   * A case.
   *
   * @param arrives seconds; 0 for one that waits already
   * @param group number of its group
   * @param priority the smaller the sooner
   * @param handling seconds it takes a person
   * @param mark anything by which the listener knows it again
   */
  public record Case(
      double arrives, int group, int priority, double due, double handling, int mark) {
    public Case(double arrives, int group, int priority, double due, double handling) {
      this(arrives, group, priority, due, handling, 0);
    }
  }

  /**
   * A person.
   *
   * @param from seconds at which they begin
   * @param until after which they begin no case
   * @param groups numbers of those they may take
   * @param breakSeconds of each hour at work
   * @param firstBreak seconds at which the first one is due; then every hour
   * @param budgets seconds they may spend on each band; infinite without a limit
   */
  public record Person(
      double from,
      double until,
      int[] groups,
      double breakSeconds,
      double firstBreak,
      double[] budgets) {}

  /** A person at work: what is left of their limits, and when they pause next. */
  private static final class Worker {
    private final Person person;
    private final double[] left;
    private double nextBreak;
    private boolean idle;
    private long turn;

    Worker(Person person) {
      this.person = person;
      this.left = person.budgets().clone();
      this.nextBreak = person.breakSeconds() > 0 ? person.firstBreak() : Double.POSITIVE_INFINITY;
    }

    boolean takes(int group, int band) {
      if (left[band] <= 0) {
        return false;
      }
      for (int each : person.groups()) {
        if (each == group) {
          return true;
        }
      }
      return false;
    }
  }

  /** A worker becomes free, or an idle one's break is due; void when the worker did else since. */
  private record Turn(double at, Worker worker, long number) {}

  /** Hears when a case that was begun is decided, be that after the end of the play. */
  @FunctionalInterface
  public interface Listener {
    void decided(Case decided, double at, Person by);
  }

  private final List<Group> groups;
  private final List<Case> arrivals;
  private final Listener listener;
  private final List<Deque<Case>> standing = new ArrayList<>();
  private final List<PriorityQueue<Case>> come = new ArrayList<>();
  private final PriorityQueue<Turn> turns =
      new PriorityQueue<>(Comparator.comparingDouble(Turn::at));
  private final List<Worker> idle = new ArrayList<>();

  /**
   * @param waiting cases at the start, in any order
   * @param arrivals cases that come, by time
   */
  public QueueSimulation(
      List<Group> groups,
      List<Case> waiting,
      List<Case> arrivals,
      List<Person> people,
      Listener listener) {
    this.groups = List.copyOf(groups);
    this.arrivals = arrivals;
    this.listener = listener;
    groups.forEach(
        _ -> {
          standing.add(new ArrayDeque<>());
          come.add(new PriorityQueue<>(ORDER));
        });
    waiting.stream().sorted(ORDER).forEach(each -> standing.get(each.group()).add(each));
    for (Person person : people) {
      turns.add(new Turn(Math.max(0, person.from()), new Worker(person), 0));
    }
  }

  /** Plays until a time; what is not decided by then is not told. */
  public void run(double until) {
    int next = 0;
    while (true) {
      double arrives = next < arrivals.size() ? arrivals.get(next).arrives() : until;
      @Nullable Turn turn = turns.peek();
      double freed = turn == null ? until : turn.at();
      if (Math.min(arrives, freed) >= until) {
        return;
      }
      if (arrives < freed) {
        arrive(arrivals.get(next++));
      } else {
        turns.poll();
        if (turn != null && turn.number() == turn.worker().turn) {
          free(turn.worker(), freed);
        }
      }
    }
  }

  private void arrive(Case arrived) {
    int band = groups.get(arrived.group()).band();
    @Nullable Worker best = null;
    for (Iterator<Worker> each = idle.iterator(); each.hasNext(); ) {
      Worker worker = each.next();
      if (arrived.arrives() >= worker.person.until()) {
        each.remove(); // gone home
      } else if (worker.takes(arrived.group(), band)
          && (best == null || worker.left[band] > best.left[band])) {
        best = worker; // what weighs goes to who had least of it
      }
    }
    if (best == null) {
      come.get(arrived.group()).add(arrived);
      return;
    }
    idle.remove(best);
    best.idle = false;
    begin(best, arrived, arrived.arrives());
  }

  private void free(Worker worker, double now) {
    if (worker.idle) {
      worker.idle = false;
      idle.remove(worker);
    }
    if (now >= worker.person.until()) {
      return;
    }
    if (now >= worker.nextBreak) {
      worker.nextBreak += HOUR;
      again(worker, now + worker.person.breakSeconds());
      return;
    }
    @Nullable Case most = null;
    for (int group : worker.person.groups()) {
      @Nullable Case head = head(group);
      if (head != null
          && worker.left[groups.get(group).band()] > 0
          && (most == null || ORDER.compare(head, most) < 0)) {
        most = head;
      }
    }
    if (most == null) {
      worker.idle = true;
      idle.add(worker);
      again(worker, Math.min(worker.nextBreak, worker.person.until()));
      return;
    }
    take(most);
    begin(worker, most, now);
  }

  private @Nullable Case head(int group) {
    @Nullable Case old = standing.get(group).peek();
    @Nullable Case young = come.get(group).peek();
    if (old == null || young == null) {
      return old == null ? young : old;
    }
    return ORDER.compare(young, old) < 0 ? young : old;
  }

  private void take(Case taken) {
    if (standing.get(taken.group()).peek() == taken) {
      standing.get(taken.group()).poll();
    } else {
      come.get(taken.group()).poll();
    }
  }

  private void begin(Worker worker, Case taken, double now) {
    worker.left[groups.get(taken.group()).band()] -= taken.handling();
    listener.decided(taken, now + taken.handling(), worker.person);
    again(worker, now + taken.handling());
  }

  private void again(Worker worker, double at) {
    worker.turn++;
    turns.add(new Turn(at, worker, worker.turn));
  }
}
