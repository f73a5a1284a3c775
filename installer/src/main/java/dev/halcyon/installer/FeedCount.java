package dev.halcyon.installer;

import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.Verdict;
import java.util.EnumMap;
import java.util.Map;

/** Counts what the server answered to the feed. For one thread. */
public final class FeedCount {
  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private int known;
  private int unfinished;

  void add(IntakeAnswer answer) {
    known += answer.replayed() ? 1 : 0;
    unfinished += answer.complete() ? 0 : 1;
    verdicts.merge(answer.verdict(), 1, Integer::sum);
  }

  /** How many items the server had before. */
  public int known() {
    return known;
  }

  public int sent() {
    return verdicts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many items got this first answer. */
  public int of(Verdict verdict) {
    return verdicts.getOrDefault(verdict, 0);
  }

  @Override
  public String toString() {
    return sent()
        + " sent, "
        + known
        + " known before; "
        + of(Verdict.ALLOW)
        + " allowed, "
        + of(Verdict.REVIEW)
        + " to review, "
        + of(Verdict.BLOCK)
        + " blocked, "
        + unfinished
        + " were still being judged";
  }
}
