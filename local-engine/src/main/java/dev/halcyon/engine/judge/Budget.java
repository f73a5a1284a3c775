package dev.halcyon.engine.judge;

import dev.halcyon.protocol.JudgePolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What judges spent in the last hour, in tokens and money, against what a policy allows. What a
 * question may cost is set aside before it is asked, so that many at once cannot overdraw. Safe for
 * any thread.
 */
final class Budget {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST_KEPT = 4_096;

  private final Clock clock;
  private final Deque<Spent> spent = new ArrayDeque<>();
  private long tokens;
  private long micros;
  private long tokensSetAside;
  private long microsSetAside;

  private record Spent(Instant at, long tokens, long micros) {}

  /** What is set aside for one question. */
  record Share(long tokens, long micros) {}

  Budget(Clock clock) {
    this.clock = clock;
  }

  /**
   * Sets the most aside that a question may cost.
   *
   * @throws JudgeFailure {@code SPENT}
   */
  synchronized Share reserve(JudgePolicy policy, Share most) {
    forget();
    if (policy.tokensPerHour() > 0
        && tokens + tokensSetAside + most.tokens() > policy.tokensPerHour()) {
      throw new JudgeFailure(
          JudgeFailure.Kind.SPENT, "the hour's " + policy.tokensPerHour() + " tokens are spent");
    }
    if (policy.costMicrosPerHour() > 0
        && micros + microsSetAside + most.micros() > policy.costMicrosPerHour()) {
      throw new JudgeFailure(JudgeFailure.Kind.SPENT, "the hour's money is spent");
    }
    tokensSetAside += most.tokens();
    microsSetAside += most.micros();
    return most;
  }

  /** Books what the question cost and gives the rest back. */
  synchronized void settle(Share reserved, Share cost) {
    tokensSetAside -= reserved.tokens();
    microsSetAside -= reserved.micros();
    if (spent.size() >= MOST_KEPT) {
      // The two oldest become one that is as young as the younger: never too little is counted.
      Spent first = spent.removeFirst();
      Spent second = spent.removeFirst();
      spent.addFirst(
          new Spent(
              second.at(), first.tokens() + second.tokens(), first.micros() + second.micros()));
    }
    spent.addLast(new Spent(clock.instant(), cost.tokens(), cost.micros()));
    tokens += cost.tokens();
    micros += cost.micros();
  }

  private void forget() {
    Instant before = clock.instant().minus(HOUR);
    while (!spent.isEmpty() && spent.getFirst().at().isBefore(before)) {
      Spent old = spent.removeFirst();
      tokens -= old.tokens();
      micros -= old.micros();
    }
  }
}
