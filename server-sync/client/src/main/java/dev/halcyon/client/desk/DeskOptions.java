package dev.halcyon.client.desk;

import dev.halcyon.client.CaseFilter;
import java.time.Duration;

/**
 * How a desk works. Immutable.
 *
 * @param filter which cases are loaded ahead; only its waiting ones are
 * @param upNext how many
 * @param upNextBytes renditions held in memory before loading pauses
 * @param undoWindow how long a decision can be taken back
 * @param retryFirst pause after the first failed try of a send or load; doubles with each
 * @param retryMost longest such pause
 */
public record DeskOptions(
    CaseFilter filter,
    int upNext,
    long upNextBytes,
    Duration undoWindow,
    Duration retryFirst,
    Duration retryMost) {
  /** Ten cases ahead over all queues, ten seconds to undo. */
  public static final DeskOptions DEFAULT =
      new DeskOptions(
          CaseFilter.WAITING,
          10,
          256L * 1024 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  public DeskOptions withFilter(CaseFilter other) {
    return new DeskOptions(other, upNext, upNextBytes, undoWindow, retryFirst, retryMost);
  }

  public DeskOptions withUpNext(int cases) {
    return new DeskOptions(filter, cases, upNextBytes, undoWindow, retryFirst, retryMost);
  }

  public DeskOptions withUndoWindow(Duration window) {
    return new DeskOptions(filter, upNext, upNextBytes, window, retryFirst, retryMost);
  }

  /** The pause before another try after so many have failed already, from 0. */
  Duration pause(int failed) {
    Duration doubled = retryFirst.multipliedBy(1L << Math.min(failed, 16));
    return doubled.compareTo(retryMost) < 0 ? doubled : retryMost;
  }
}
