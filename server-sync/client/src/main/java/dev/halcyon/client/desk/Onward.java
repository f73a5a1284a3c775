package dev.halcyon.client.desk;

import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes on to the next case: after a decision, also one that was made while the server was away or
 * refused for the moment, after a skip, and when the open case and its like go to others.
 * Thread-safe.
 */
final class Onward {
  private final Seats seats;
  private final Claims claims;
  private final Ahead ahead;
  private final Lineup lineup;
  private final Leases leases;
  private final Lanes lanes;
  private final DeskOptions options;
  private final Consumer<UserProblem> tell;
  private final AtomicBoolean planned = new AtomicBoolean();
  // A decision was made and the case after it could not be had then: it is still to come.
  private volatile boolean owed;
  private volatile int failures;

  Onward(
      Seats seats,
      Claims claims,
      Ahead ahead,
      Lineup lineup,
      Leases leases,
      Lanes lanes,
      DeskOptions options,
      Consumer<UserProblem> tell) {
    this.seats = seats;
    this.claims = claims;
    this.ahead = ahead;
    this.lineup = lineup;
    this.leases = leases;
    this.lanes = lanes;
    this.options = options;
    this.tell = tell;
  }

  /** Opens the next case in the background unless one is open. */
  void go() {
    lanes.run(this::openNextIfFree);
  }

  /** The server is back, or a claim ended and makes room for another. */
  void resume() {
    if (owed) {
      go();
    }
  }

  /** The reviewer wants no case now: none comes by itself. */
  void rest() {
    owed = false;
  }

  /** Passes on the open case and takes another; when no other waits the desk stays empty. */
  void skip() {
    seats.act(
        () -> {
          Seat seat = seats.seat();
          if (seat != null) {
            seats.passOver(seat.id());
          }
          Optional<OpenCase> next = searchBeside(seat);
          if (next.isEmpty()) {
            seats.release();
          }
          return next;
        });
  }

  /** Where one person may hold no further case, the open one goes back before the next comes. */
  private Optional<OpenCase> searchBeside(@Nullable Seat seat) {
    try {
      return seats.search();
    } catch (UserProblem e) {
      if (Claims.isRest(e)) {
        seats.release(); // passed on all the same
      }
      if (seat == null || !Claims.isFull(e)) {
        throw e;
      }
      seats.release();
      return seats.search();
    }
  }

  /** Hands the open case and its like to others; empty when none is open. The next one follows. */
  Optional<Relief> takeOff() {
    Optional<Relief> relief = seats.act(this::handOver);
    if (relief.isPresent()) {
      go();
    }
    return relief;
  }

  private Optional<Relief> handOver() {
    Seat seat = seats.seat();
    if (seat == null) {
      return Optional.empty();
    }
    Lease renewed = leases.get(seat.id());
    Relief relief = claims.takeOff(renewed == null ? seat.open().lease() : renewed);
    seats.vacate(seat);
    ahead.giveBack(relief.category());
    lineup.removeCategory(relief.category());
    return Optional.of(relief);
  }

  private void openNextIfFree() {
    try {
      owed = false;
      if (seats.isPaused()) {
        return;
      }
      seats.openNext(true);
      failures = 0;
    } catch (UserProblem e) {
      owed = Lanes.passing(e);
      if (failures == 0 || !owed) {
        tell.accept(Claims.isFull(e) ? ownDecisionsHold(e) : e);
      }
      if (owed) {
        tryLater();
      }
    }
  }

  /** One lost request must not end the reviewer's work: nobody else would ask again. */
  private void tryLater() {
    Duration pause = options.pause(failures++);
    if (planned.compareAndSet(false, true)) {
      lanes.after(
          pause,
          () -> {
            planned.set(false);
            resume();
          });
    }
  }

  /** What the server's refusal means to somebody who decides faster than decisions are sent. */
  private static UserProblem ownDecisionsHold(UserProblem refused) {
    return new UserProblem(
        "desk.undo-holds",
        "So many of your decisions can still be taken back that no further case is yours yet.",
        "The next one opens by itself when the oldest of them is sent. A shorter time to take"
            + " decisions back, in the settings, makes that sooner.",
        refused);
  }
}
