package dev.halcyon.client.desk;

import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Goes on to the next case: after a decision, also one that was made while the server was away,
 * after a skip, and when the open case and its like go to others. Thread-safe.
 */
final class Onward {
  private final Seats seats;
  private final Claims claims;
  private final Ahead ahead;
  private final Lineup lineup;
  private final Leases leases;
  private final Lanes lanes;
  private final Consumer<UserProblem> tell;
  // A decision was made while the server was away: the case after it is still to come.
  private volatile boolean owed;

  Onward(
      Seats seats,
      Claims claims,
      Ahead ahead,
      Lineup lineup,
      Leases leases,
      Lanes lanes,
      Consumer<UserProblem> tell) {
    this.seats = seats;
    this.claims = claims;
    this.ahead = ahead;
    this.lineup = lineup;
    this.leases = leases;
    this.lanes = lanes;
    this.tell = tell;
  }

  /** Opens the next case in the background unless one is open. */
  void go() {
    lanes.run(this::openNextIfFree);
  }

  /** The server is back. */
  void resume() {
    if (owed) {
      go();
    }
  }

  /** Passes on the open case and takes another; when no other waits the desk stays empty. */
  void skip() {
    seats.act(
        () -> {
          Seat seat = seats.seat();
          if (seat != null) {
            seats.passOver(seat.id());
          }
          Optional<OpenCase> next = seats.search();
          if (next.isEmpty()) {
            seats.release();
          }
          return next;
        });
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
      seats.openNext(true);
    } catch (UserProblem e) {
      owed = Lanes.passing(e);
      tell.accept(e);
    }
  }
}
