package dev.halcyon.server.access;

import dev.halcyon.protocol.UserProblem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows password guessing: after five wrong tries within a minute for one account name, or thirty
 * from one address, the next are refused until the minute has passed. A try counts as wrong from
 * its beginning, so that a thousand begun at once are not a thousand allowed. Thread-safe; in
 * memory and bounded, since a restart costs an attacker more than it gives.
 */
final class SignInLimiter {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int PER_ACCOUNT = 5;
  private static final int PER_ADDRESS = 30;
  private static final int REMEMBERED = 10_000;

  private final Clock clock;
  private final Map<String, Deque<Instant>> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > REMEMBERED;
        }
      };

  SignInLimiter(Clock clock) {
    this.clock = clock;
  }

  /**
   * Begins a try.
   *
   * @throws UserProblem {@code auth.too_many}
   */
  synchronized void attempt(String name, String from) {
    if (recent("account " + name) >= PER_ACCOUNT || recent("address " + from) >= PER_ADDRESS) {
      throw new UserProblem(
          "auth.too_many",
          "Too many wrong sign-ins in the last minute.",
          "Wait a minute, then try again.");
    }
    note("account " + name);
    note("address " + from);
  }

  /** Ends a try that was right: it and the wrong ones for the same name are forgotten. */
  synchronized void succeeded(String name, String from) {
    failures.remove("account " + name);
    Deque<Instant> times = failures.get("address " + from);
    if (times != null) {
      times.pollLast();
    }
  }

  private int recent(String key) {
    Deque<Instant> times = failures.get(key);
    if (times == null) {
      return 0;
    }
    Instant oldest = clock.instant().minus(WINDOW);
    while (!times.isEmpty() && times.peekFirst().isBefore(oldest)) {
      times.removeFirst();
    }
    return times.size();
  }

  private void note(String key) {
    Deque<Instant> times = failures.computeIfAbsent(key, unused -> new ArrayDeque<>());
    if (times.size() < PER_ADDRESS) {
      times.addLast(clock.instant());
    }
  }
}
