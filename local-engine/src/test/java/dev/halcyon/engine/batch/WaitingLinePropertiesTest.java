package dev.halcyon.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.batch.WaitingLine.Ticket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** When a batch goes off and who is in it, for any order of events. */
class WaitingLinePropertiesTest {
  private static final long WINDOW = Duration.ofMillis(5).toNanos();

  /** A question after a pause, with so long to live; or its withdrawal. */
  record Event(long pause, long life, boolean withdrawsTheOldest) {}

  @Provide
  Arbitrary<List<Event>> events() {
    long millisecond = 1_000_000;
    return Combinators.combine(
            Arbitraries.longs().between(0, 4 * millisecond),
            Arbitraries.longs().between(0, 20 * millisecond),
            Arbitraries.integers().between(0, 9))
        .as((pause, life, dice) -> new Event(pause, life, dice == 0))
        .list()
        .ofMaxSize(120);
  }

  /** Plays the events with a lane that is always free, as the batcher's lane does. */
  @Property(tries = 500)
  void everyQuestionLeavesOnceInOrderAndInItsWindow(
      @ForAll("events") List<Event> events,
      @ForAll @net.jqwik.api.constraints.IntRange(min = 1, max = 8) int size) {
    WaitingLine<Integer, String> line =
        new WaitingLine<>(new BatchLimits(size, Duration.ofMillis(5), 8, 1));
    ReentrantLock lock = new ReentrantLock();
    Deque<Ticket<Integer, String>> model = new ArrayDeque<>();
    List<Integer> left = new ArrayList<>();
    Set<Integer> gone = new HashSet<>();
    long now = 0;
    int asked = 0;
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      long then = now + event.pause;
      // Whatever goes off before the next event does so at its moment.
      while (line.goesOffAt() <= then) {
        now = Math.max(now, line.goesOffAt());
        drop(line, now, model, gone);
        goOff(line, now, size, model, left);
      }
      now = then;
      drop(line, now, model, gone);
      if (event.withdrawsTheOldest && !model.isEmpty()) {
        Ticket<Integer, String> oldest = model.removeFirst();
        assertThat(line.remove(oldest)).isTrue();
        assertThat(line.remove(oldest)).isFalse();
        gone.add(oldest.question);
      } else if (event.life > 0) {
        asked++;
        Ticket<Integer, String> ticket = new Ticket<>(i, now + event.life, lock.newCondition());
        line.add(ticket, now);
        model.addLast(ticket);
      }
      assertThat(line.length()).isEqualTo(model.size());
    }
    while (line.goesOffAt() != WaitingLine.NEVER) {
      now = Math.max(now, line.goesOffAt());
      drop(line, now, model, gone);
      goOff(line, now, size, model, left);
    }
    assertThat(left).isSorted().doesNotHaveDuplicates().noneMatch(gone::contains);
    assertThat(left.size() + gone.size()).as("none is lost").isEqualTo(asked);
    assertThat(line.goesOffAt()).isEqualTo(WaitingLine.NEVER);
  }

  private static void drop(
      WaitingLine<Integer, String> line,
      long now,
      Deque<Ticket<Integer, String>> model,
      Set<Integer> gone) {
    List<Ticket<Integer, String>> late = line.takeLate(now);
    assertThat(late).allMatch(ticket -> ticket.deadline <= now);
    model.removeAll(late);
    late.forEach(ticket -> gone.add(ticket.question));
    assertThat(model).allMatch(ticket -> ticket.deadline > now);
  }

  private static void goOff(
      WaitingLine<Integer, String> line,
      long now,
      int size,
      Deque<Ticket<Integer, String>> model,
      List<Integer> left) {
    if (line.goesOffAt() > now) {
      return; // late ones went, and those who are left have time
    }
    boolean full = line.length() >= size;
    List<Ticket<Integer, String>> batch = line.take();
    assertThat(batch).hasSizeBetween(1, size);
    assertThat(full).isEqualTo(batch.size() == size);
    for (Ticket<Integer, String> ticket : batch) {
      assertThat(ticket).isSameAs(model.removeFirst());
      assertThat(now - ticket.since).isLessThanOrEqualTo(WINDOW);
      left.add(ticket.question);
    }
  }
}
