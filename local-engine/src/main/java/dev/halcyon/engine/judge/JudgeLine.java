package dev.halcyon.engine.judge;

import dev.halcyon.protocol.JudgePolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint with what is known of it: whether it holds to schemas, whether it is to be left
 * alone, what it costs. Repeats what may go better next time, with jitter, as long as the deadline
 * allows. Safe for any thread.
 */
final class JudgeLine {
  private static final int ATTEMPTS = 3;
  private static final int UNITS_PER_TOKEN = 3;
  private static final int PICTURE_TOKENS = 1_000;
  private static final Duration LEAST = Duration.ofMillis(20);

  private final JudgeEndpoint endpoint;
  private final JudgeHttp http;
  private final Budget budget;
  private final Breaker breaker;
  private final Clock clock;
  private final Duration firstPause;
  private volatile Probe.@Nullable Constraint constraint;

  JudgeLine(
      JudgeEndpoint endpoint, JudgeHttp http, Budget budget, Clock clock, Duration firstPause) {
    this.endpoint = endpoint;
    this.http = http;
    this.budget = budget;
    this.breaker = new Breaker(clock);
    this.clock = clock;
    this.firstPause = firstPause;
  }

  /**
   * What came of asking.
   *
   * @param value what was read out of the answer
   * @param costMicros of all attempts
   */
  record Told<T>(T value, Reply reply, long costMicros) {}

  JudgeEndpoint endpoint() {
    return endpoint;
  }

  /** What the server does with schemas, as far as it has been asked. */
  Optional<Probe.Constraint> constraint() {
    return Optional.ofNullable(constraint);
  }

  /**
   * Asks until there is an answer, or it is of no use.
   *
   * @param reader of the answer; what it refuses with {@code MALFORMED} is asked again
   * @throws JudgeFailure when there is no answer
   * @throws InterruptedException when nobody waits any more
   */
  <T> Told<T> ask(
      JudgePrompt prompt, JudgePolicy policy, Instant deadline, Function<Reply, T> reader)
      throws InterruptedException {
    long micros = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        if (!breaker.admits()) {
          throw new JudgeFailure(
              JudgeFailure.Kind.OPEN, "it failed several times in a row and is left alone");
        }
        Told<T> told = once(prompt, policy, deadline, reader);
        breaker.succeeded();
        return new Told<>(told.value(), told.reply(), told.costMicros() + micros);
      } catch (JudgeFailure e) {
        Duration pause = pause(attempt, e);
        boolean time = clock.instant().plus(pause).plus(LEAST).isBefore(deadline);
        if (!e.transitory() || attempt == ATTEMPTS || !time) {
          throw e;
        }
        micros += e.kind() == JudgeFailure.Kind.MALFORMED ? most(prompt).micros() : 0;
        Thread.sleep(pause);
      }
    }
  }

  private <T> Told<T> once(
      JudgePrompt prompt, JudgePolicy policy, Instant deadline, Function<Reply, T> reader) {
    Budget.Share reserved = budget.reserve(policy, most(prompt));
    Budget.Share cost = new Budget.Share(0, 0);
    try {
      known(deadline);
      Reply reply = http.ask(endpoint, prompt, limit(deadline));
      cost = cost(reply, reserved);
      return new Told<>(reader.apply(reply), reply, cost.micros());
    } catch (JudgeFailure e) {
      // Who was asked and did not finish has read all the same, and is paid for it.
      boolean read = e.kind() == JudgeFailure.Kind.LATE || e.kind() == JudgeFailure.Kind.MALFORMED;
      cost = read && cost.tokens() == 0 ? reserved : cost;
      failed(e.kind());
      throw e;
    } finally {
      budget.settle(reserved, cost);
    }
  }

  /** What the server itself is to blame for counts; what was never sent does not. */
  private void failed(JudgeFailure.Kind kind) {
    switch (kind) {
      case BUSY, DOWN, LATE, REFUSED, MALFORMED -> breaker.failed();
      case DECLINED -> breaker.succeeded();
      case OPEN, SPENT, STAYS -> {}
    }
  }

  private void known(Instant deadline) {
    if (endpoint.dialect().guards()) {
      return;
    }
    synchronized (this) {
      if (constraint == null) {
        constraint = Probe.of(http, endpoint, limit(deadline));
      }
    }
    if (endpoint.constrained() && constraint == Probe.Constraint.IGNORED) {
      throw new JudgeFailure(
          JudgeFailure.Kind.REFUSED,
          "the server ignores the schema, and its settings ask for one that does not");
    }
  }

  private Duration limit(Instant deadline) {
    Duration left = Duration.between(clock.instant(), deadline);
    if (left.compareTo(LEAST) < 0) {
      throw new JudgeFailure(JudgeFailure.Kind.LATE, "the deadline passed");
    }
    return left.compareTo(endpoint.timeout()) < 0 ? left : endpoint.timeout();
  }

  /** Full jitter: many that failed at once do not come back at once. */
  private Duration pause(int attempt, JudgeFailure e) {
    if (e.retryAfter().isPresent()) {
      return e.retryAfter().get();
    }
    long most = Math.max(1, firstPause.toMillis() << (attempt - 1));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most) + 1);
  }

  private Budget.Share most(JudgePrompt prompt) {
    long read =
        (prompt.system().length() + prompt.user().length()) / UNITS_PER_TOKEN
            + (long) prompt.pictures().size() * PICTURE_TOKENS;
    return new Budget.Share(read + endpoint.maxTokens(), endpoint.cost(read, endpoint.maxTokens()));
  }

  /** What a server that does not count is taken to have spent is what was set aside. */
  private Budget.Share cost(Reply reply, Budget.Share reserved) {
    long tokens = reply.inputTokens() + reply.outputTokens();
    return tokens == 0
        ? reserved
        : new Budget.Share(tokens, endpoint.cost(reply.inputTokens(), reply.outputTokens()));
  }
}
