package dev.halcyon.client;

import java.time.Duration;

/**
 * How patient the client is and how much it accepts. Immutable.
 *
 * @param connect until a connection stands
 * @param read between two bytes of an answer
 * @param call for a whole call, pictures included
 * @param feedSilence after which a silent change feed counts as dead; the server pings more often
 * @param backoffFirst pause after the first failed try of the feed; doubles with each, jittered
 * @param backoffMost longest such pause
 * @param maxJson bytes of a JSON answer, and of one event of the feed
 * @param maxPicture bytes of a rendition or revealed picture
 * @param maxOriginal bytes of an original fetched for a rescan
 */
public record ClientOptions(
    Duration connect,
    Duration read,
    Duration call,
    Duration feedSilence,
    Duration backoffFirst,
    Duration backoffMost,
    long maxJson,
    long maxPicture,
    long maxOriginal) {
  private static final long MIB = 1024 * 1024;

  /** What the workbench uses. */
  public static final ClientOptions DEFAULT =
      new ClientOptions(
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          16 * MIB,
          32 * MIB,
          512 * MIB);
}
