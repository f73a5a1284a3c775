package dev.halcyon.client;

import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.NextCase;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.SoundTrack;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the desk needs of a sync server, so that its session can be tested against a model of one.
 * Every call blocks and may come from any thread; every failure is a {@link
 * dev.halcyon.protocol.UserProblem}.
 */
public interface ReviewServer {
  /** For {@link #changes}: nothing earlier matters. */
  long FROM_NOW = -1;

  /** The queues this account may work on, with what waits in them. */
  List<QueueSummary> queues();

  /** One page of cases in order of work. */
  CasePage cases(CaseFilter filter);

  /** Everything needed to decide a case, without taking it. */
  CaseDetail detail(UUID caseId);

  /** Takes the case; {@code lease.held} or {@code case.decided} when somebody was first. */
  OpenedCase open(UUID caseId);

  /**
   * Takes whatever is most urgent of all that waits for this person; empty when nothing does.
   * {@code wellness.rest} when something waits and is kept from them by what they have left.
   */
  Optional<NextCase> nextCase();

  /** Renews a lease; {@code lease.lost} when it is no longer ours. */
  Lease heartbeat(UUID caseId, long token);

  /** Gives a case back to its queue. */
  void release(UUID caseId, long token);

  /**
   * Takes the person off the case they hold and off its like: it returns to its queue for somebody
   * else, and waiting cases of its category are not handed to them for the time the answer says.
   */
  Relief takeOff(UUID caseId, long token);

  /** Ends every relief of this person: they take all kinds of case again. */
  void endRelief();

  /** Sends decisions; only {@code ACCEPTED} results are on the server's disk. */
  DecisionResults decide(DecisionBatch batch);

  /** A picture or keyframe made harmless to look at, as JPEG; frame 0 for a picture. */
  byte[] rendition(UUID caseId, String mediaId, int frame);

  /** What the sound of a media part looks like and says; nothing of it can be played. */
  SoundTrack sound(UUID caseId, String mediaId);

  /**
   * Follows the change feed until closed, resuming by itself after every interruption.
   *
   * @param since the last change already known, 0 for all that are kept, or {@link #FROM_NOW}: the
   *     listener then hears a RESET as soon as the feed stands, so that what it loads after that
   *     and what it hears leave no gap
   */
  AutoCloseable changes(long since, ChangeListener listener);
}
