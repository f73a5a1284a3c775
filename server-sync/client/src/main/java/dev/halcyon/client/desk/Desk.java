package dev.halcyon.client.desk;

import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.Connection;
import dev.halcyon.client.ReviewServer;
import dev.halcyon.client.outbox.Outbox;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.UserProblem;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reviewer's session: cases loaded ahead, one open case with its lease, decisions that wait out
 * their undo window and then go to the server. Thread-safe. Methods that say so block on the
 * network or the disk: call them from the {@code io} lane. Everything that happens, whoever caused
 * it, is told to {@link DeskListener}s in order.
 *
 * <p>Content is held in memory only; the outbox file is all that this session writes.
 */
public final class Desk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  private final ReviewServer server;
  private final Outbox outbox;
  private final Lanes lanes;
  private final Runnable atEnd;
  private final Events events;
  private final Leases leases;
  private final UpNext upNext;
  private final QueueWatch queues;
  private final Sender sender;
  private final Seats seats;
  private final Claims claims;
  private final Ahead ahead;
  private final Undoing undoing;
  private final Onward onward;
  private final DeskFeed feed;
  private final OwnDecisions own;
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable AutoCloseable following;
  private @Nullable AutoCloseable outboxWatch;

  /**
   * A desk that does nothing before {@link #start()}. It closes the outbox when it is closed, the
   * executors it leaves alone.
   *
   * @param timers only wakes; nothing blocks on it
   * @param io runs blocking work; virtual threads as a rule
   */
  public Desk(
      ReviewServer server,
      Outbox outbox,
      DeskOptions options,
      Clock clock,
      ScheduledExecutorService timers,
      ExecutorService io) {
    this(server, outbox, options, new Lanes(clock, timers, io), () -> {});
  }

  private Desk(
      ReviewServer server, Outbox outbox, DeskOptions options, Lanes lanes, Runnable atEnd) {
    this.server = server;
    this.outbox = outbox;
    this.own = new OwnDecisions(outbox, options, lanes);
    this.lanes = lanes;
    this.atEnd = atEnd;
    this.events = new Events(lanes.io());
    var loader = new Loader(server, lanes);
    this.leases = new Leases(server, lanes, this::leaseLost);
    this.upNext =
        new UpNext(
            server,
            loader,
            lanes,
            options,
            new AtDesk(this::isMine, this::claimedAhead, this::filled),
            list -> events.post(each -> each.upNextChanged(list)),
            this::tell);
    this.queues =
        new QueueWatch(
            server, lanes, options, list -> events.post(each -> each.queuesChanged(list)));
    this.sender = new Sender(server, outbox, lanes, options, this::answered);
    this.claims = new Claims(server, loader, leases, upNext, events);
    this.ahead = new Ahead(claims, lanes, leases, upNext.lineup());
    this.seats = new Seats(claims, lanes, leases, upNext, ahead, events, own::isUnderWay);
    this.undoing = new Undoing(seats, claims, lanes, leases, upNext);
    this.onward =
        new Onward(seats, claims, ahead, upNext.lineup(), leases, lanes, options, this::tell);
    this.feed = new DeskFeed(events, seats, ahead, leases, upNext, queues, lanes, this::backOnline);
  }

  /** A desk on its own timers and virtual threads, by the system's clock. */
  public static Desk on(ReviewServer server, Outbox outbox, DeskOptions options) {
    Lanes own = Lanes.own("halcyon-desk");
    return new Desk(server, outbox, options, own, own::end);
  }

  /** Adds a listener; it hears the present state first. Close the answer to stop. */
  public AutoCloseable listen(DeskListener listener) {
    return events.listen(
        listener,
        each -> {
          each.connectionChanged(feed.connection());
          each.queuesChanged(queues.list());
          each.upNextChanged(upNext.lineup().list());
          each.outboxChanged(outbox.entries());
          current().ifPresent(open -> each.opened(open.loaded(), open.lease()));
          Problem notice = outbox.notice();
          if (notice != null) {
            each.problem(notice);
          }
        });
  }

  /** Begins to load ahead, to follow changes and to send what an earlier session left. */
  public void start() {
    outboxWatch = outbox.listen(list -> events.post(each -> each.outboxChanged(list)));
    own.underWay().forEach(made -> leases.resume(made.caseId(), made.leaseToken()));
    following = server.changes(ReviewServer.FROM_NOW, feed);
    queues.refresh();
    upNext.fill();
    sender.wake();
  }

  /** Changes which cases are loaded ahead; blocks when one was claimed ahead. */
  public void filter(CaseFilter filter) {
    ahead.giveBack();
    upNext.filter(filter);
  }

  /**
   * Takes a case; blocks. The one open before returns to its queue.
   *
   * @throws UserProblem {@code lease.held} or {@code case.decided} when somebody was first, {@code
   *     desk.decided} when our own decision on it is under way
   */
  public OpenCase open(UUID caseId) {
    return seats.open(caseId);
  }

  /** Takes the next case nobody else was first at; blocks. Empty when the queue is clear. */
  public Optional<OpenCase> openNext() {
    return seats.openNext(false);
  }

  /**
   * Passes the open case on without a reason and takes the next one; blocks. When no other waits,
   * the case is given back all the same.
   */
  public void skip() {
    onward.skip();
  }

  /**
   * Hands the open case and its like to others, without a reason, and takes the next one; blocks.
   *
   * @return what is no longer handed to this person and until when; empty when no case is open
   * @throws UserProblem when the server did not hear of it: then the case is still open
   */
  public Optional<Relief> takeOff() {
    return onward.takeOff();
  }

  /** Takes all kinds of case again; blocks. */
  public void endRelief() {
    server.endRelief();
    upNext.fill();
  }

  /** Gives the open case back to its queue; blocks. Nothing happens when none is open. */
  public void release() {
    onward.rest();
    seats.release();
  }

  /**
   * No further case comes to this desk, not after a decision either: {@code desk.paused} to whoever
   * asks. What is open stays and can be decided; what was claimed ahead goes back. Blocks.
   */
  public void pause() {
    onward.rest();
    seats.pause();
  }

  /** Cases may come again; the next one is opened when asked for. */
  public void resume() {
    seats.resume();
  }

  /**
   * Makes the decision on the open case: it is on this machine's disk when this returns (blocks for
   * that), and the next case is on its way.
   *
   * @throws UserProblem {@code decision.incomplete}, {@code desk.not-open} when the draft's case is
   *     not the open one, {@code outbox.disk-full}, {@code outbox.failed}: then nothing was decided
   *     and the case is still open
   */
  public OutboxEntry decide(DecisionDraft draft) {
    draft.check();
    OutboxEntry entry =
        seats.decide(
            draft,
            seat -> own.make(draft, seat),
            (seat, made) -> undoing.decided(made.id(), seat, draft));
    sender.wake();
    onward.go();
    return entry;
  }

  /** Takes the newest decision back that still can be; blocks. Empty when there is none. */
  public Optional<Undone> undo() {
    return own.newestUndoable().map(entry -> undo(entry.id()));
  }

  /**
   * Takes one decision back and puts its case on the desk again; the one open meanwhile returns to
   * its queue. Blocks.
   *
   * @throws UserProblem {@code undo.too-late}, {@code outbox.disk-full}: then the decision stands
   */
  public Undone undo(UUID decisionId) {
    OutboxEntry entry = outbox.undo(decisionId);
    return undoing.restore(entry.decision());
  }

  /** Sends a decision that was not saved again, now. */
  public void retry(UUID decisionId) {
    outbox.retry(decisionId);
    sender.wake();
  }

  /** Gives up a decision that was not saved; blocks for the disk. */
  public void discard(UUID decisionId) {
    outbox.discard(decisionId);
    upNext.fill();
  }

  /** The cases loaded ahead, in order of work. */
  public List<LoadedCase> upNext() {
    return upNext.lineup().list();
  }

  /** The case on the desk. */
  public Optional<OpenCase> current() {
    return seats.current();
  }

  /** Decisions of this session and those left from before, oldest first. */
  public List<OutboxEntry> outbox() {
    return outbox.entries();
  }

  public List<QueueSummary> queues() {
    return queues.list();
  }

  public Connection connection() {
    return feed.connection();
  }

  /**
   * Returns the open case to its queue, sends what is past its window and closes the outbox; what
   * is still within stays in the file for the next start. Blocks, a few seconds at most.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    upNext.stop();
    queues.stop();
    Leaving.closeQuietly(following);
    Leaving.lastly(
        lanes,
        () -> {
          seats.close();
          sender.send();
        });
    sender.stop();
    leases.clear();
    Leaving.closeQuietly(outboxWatch);
    outbox.close();
    atEnd.run();
  }

  /** Whether a case is on this desk already, so that it must not be loaded ahead. */
  private boolean isMine(UUID caseId) {
    return seats.isOpen(caseId) || ahead.is(caseId) || own.isUnderWay(caseId);
  }

  private Optional<CaseSummary> claimedAhead() {
    return ahead.summary();
  }

  private void filled() {
    seats.prepareNext();
  }

  private void leaseLost(Lease lease) {
    seats.lost(lease);
    ahead.lost(lease);
    upNext.fill();
  }

  private void backOnline() {
    if (closed.get()) {
      return;
    }
    lanes.run(outbox::retryNow);
    onward.resume();
    seats.beginNext();
    upNext.fill();
    queues.refresh();
    sender.wake();
  }

  private void answered(DecisionRequest decision, boolean accepted) {
    Lease lease = undoing.settled(decision);
    if (lease != null && !accepted) {
      // The server may still hold the case for us, and nobody works on it.
      lanes.run(
          () -> {
            claims.giveBack(lease);
            roomCame();
          });
    } else {
      roomCame();
    }
    // Whatever the feed said of the case while it was ours went unheeded.
    upNext.fillSoon();
  }

  /** One claim fewer: what could not be had for want of room is asked for again. */
  private void roomCame() {
    onward.resume();
    seats.roomCame();
  }

  /** Tells of a failure in the background, unless the connection's own sign already does. */
  private void tell(UserProblem problem) {
    if (closed.get() || Lanes.passing(problem) && !feed.isOnline()) {
      return;
    }
    LOG.debug("told the reviewer: {}", problem.code());
    events.post(each -> each.problem(problem.problem()));
  }
}
