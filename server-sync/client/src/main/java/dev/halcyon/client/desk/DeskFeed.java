package dev.halcyon.client.desk;

import dev.halcyon.client.ChangeListener;
import dev.halcyon.client.Connection;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Change;

/**
 * Hands what the server tells of other people's work to the parts of the desk it touches, and knows
 * how the connection stands. Called on the feed's thread; {@link #connection()} from any.
 */
final class DeskFeed implements ChangeListener {
  private final Events events;
  private final Seats seats;
  private final Ahead ahead;
  private final Leases leases;
  private final UpNext upNext;
  private final QueueWatch queues;
  private final Lanes lanes;
  private final Runnable back;
  private volatile Connection connection = new Connection.Connecting();

  /**
   * @param back what to do when the server is there again
   */
  DeskFeed(
      Events events,
      Seats seats,
      Ahead ahead,
      Leases leases,
      UpNext upNext,
      QueueWatch queues,
      Lanes lanes,
      Runnable back) {
    this.events = events;
    this.seats = seats;
    this.ahead = ahead;
    this.leases = leases;
    this.upNext = upNext;
    this.queues = queues;
    this.lanes = lanes;
    this.back = back;
  }

  Connection connection() {
    return connection;
  }

  boolean isOnline() {
    return connection instanceof Connection.Online;
  }

  @Override
  public void changed(Change change) {
    events.post(each -> each.caseChanged(change));
    CaseSummary now = change.summary();
    if (now != null && (seats.isOpen(now.id()) || ahead.is(now.id()))) {
      if (now.state() != CaseState.IN_REVIEW) {
        leases.check(now.id());
      } else {
        lanes.run(() -> seats.refresh(now));
        ahead.refresh(now);
      }
    }
    upNext.heard(change);
    queues.heard();
  }

  @Override
  public void connection(Connection now) {
    boolean isBack = now instanceof Connection.Online && !isOnline();
    connection = now;
    events.post(each -> each.connectionChanged(now));
    if (isBack) {
      back.run();
    }
  }
}
