package dev.halcyon.app.wellness;

import dev.halcyon.protocol.WellnessPolicy;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts how long a person has worked without a break, and how long their break lasts, by the
 * machine's own count: a clock that is set changes nothing. Says in which phase that puts them.
 * Used on one thread.
 */
final class BreakClock {
  /** Where a person stands between two breaks. */
  enum Phase {
    /** No break is due. */
    WORKING,
    /** One would do good; nothing is kept from anybody. */
    REMINDED,
    /** The person put it off, and hears nothing until then. */
    PUT_OFF,
    /** One is due now. */
    LOCKED,
    /** One is due as soon as the case on the desk is done. */
    FINISHING,
    /** The person is on a break. */
    RESTING,
    /** The break was long enough; whoever wants may stay. */
    RESTED
  }

  private final LongSupplier nanos;
  private WellnessPolicy policy = WellnessPolicy.NONE;
  private long last;
  private boolean begun;
  private long worked;
  private long idle;
  private long silentUntil;
  private int putOff;
  private boolean finishing;
  private boolean resting;
  private long rested;
  private boolean endedElsewhere;
  // How long ago the last whole break ended: nobody can have worked for longer.
  private long sinceRest = Long.MAX_VALUE;

  /**
   * @param nanos the machine's count, which no change of its clock touches
   */
  BreakClock(LongSupplier nanos) {
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** Counts by another policy from here on. */
  void policy(WellnessPolicy other) {
    policy = other;
  }

  /**
   * Counts on.
   *
   * @param caseOpen whether a case is on the desk
   */
  void tick(boolean caseOpen) {
    long now = nanos.getAsLong();
    long passed = Math.max(0, now - last);
    last = now;
    if (sinceRest != Long.MAX_VALUE) {
      sinceRest += passed;
    }
    if (resting) {
      rested += endedElsewhere ? 0 : passed;
      return;
    }
    begun |= caseOpen;
    idle = caseOpen ? 0 : idle + passed;
    worked += begun ? passed : 0;
    finishing &= caseOpen;
    if (idle >= seconds(policy.breakSeconds())) {
      // As long without a case as a break is one.
      fresh();
    }
  }

  private void fresh() {
    begun = false;
    worked = 0;
    silentUntil = 0;
    putOff = 0;
    finishing = false;
  }

  Phase phase() {
    if (resting) {
      return endedElsewhere || rested >= length() ? Phase.RESTED : Phase.RESTING;
    }
    if (finishing) {
      return Phase.FINISHING;
    }
    if (worked < seconds(policy.breaks().remindAfter())) {
      return Phase.WORKING;
    }
    if (worked < silentUntil) {
      return Phase.PUT_OFF;
    }
    return worked < seconds(policy.breaks().lockAfter()) ? Phase.REMINDED : Phase.LOCKED;
  }

  /** How often the break can still be put off. */
  int putOffsLeft() {
    return Math.max(0, policy.breaks().snoozes() - putOff);
  }

  /** Says nothing for a while; does nothing where that was done as often as the policy allows. */
  void putOff() {
    Phase now = phase();
    if (putOffsLeft() > 0 && (now == Phase.REMINDED || now == Phase.LOCKED)) {
      putOff++;
      silentUntil = worked + seconds(policy.breaks().snooze());
    }
  }

  /** The case on the desk is finished first, however long that takes. */
  void finishFirst() {
    finishing = phase() == Phase.LOCKED;
  }

  /** A break begins. */
  void begin() {
    goOnWithBreak(Duration.ZERO);
  }

  /** A break that began before is counted on. */
  void goOnWithBreak(Duration soFar) {
    resting = true;
    rested = Math.clamp(soFar.toNanos(), 0, length());
    endedElsewhere = false;
    finishing = false;
  }

  /** The person works at another workbench again: this one waits until they come back to it. */
  void endedElsewhere() {
    endedElsewhere = resting;
  }

  boolean hasEndedElsewhere() {
    return endedElsewhere;
  }

  /** The break is over; one that was too short changes nothing. */
  void end() {
    if (resting && rested >= length()) {
      fresh();
      idle = 0;
      sinceRest = 0;
    }
    resting = false;
    endedElsewhere = false;
  }

  boolean isResting() {
    return resting;
  }

  /**
   * The server says how long the person has worked, at whatever workbench. It does not know of a
   * break that it was not told of, so nobody has worked for longer than since their last one.
   */
  void heard(Duration workedThere) {
    long there = Math.min(workedThere.toNanos(), sinceRest);
    if (!resting && there > worked) {
      worked = there;
      begun = true;
    }
  }

  Duration worked() {
    return Duration.ofNanos(worked);
  }

  /** What is left of the break. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, length() - rested));
  }

  /** How long a break is: the policy's, and never too short to count as one. */
  Duration wholeBreak() {
    return Duration.ofNanos(length());
  }

  Duration putOffFor() {
    return Duration.ofSeconds(policy.breaks().snooze());
  }

  private long length() {
    return seconds(Math.max(policy.breaks().length(), policy.breakSeconds()));
  }

  private static long seconds(int count) {
    return Duration.ofSeconds(count).toNanos();
  }
}
