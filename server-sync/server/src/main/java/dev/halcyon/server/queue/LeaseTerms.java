package dev.halcyon.server.queue;

import java.time.Duration;

/**
 * How long a claim lasts: a base, plus the time it takes to read or watch the item, up to a cap.
 * Pure. Reading is taken at 15 characters a second (about 180 words a minute), a picture at 10
 * seconds, video and sound at their own length.
 */
public final class LeaseTerms {
  /** The base unless the operator chose another, seconds. */
  public static final int BASE_SECONDS = 120;

  /** The longest claim, seconds. */
  public static final int MOST_SECONDS = 1800;

  private static final int CHARACTERS_PER_SECOND = 15;
  private static final int SECONDS_PER_PICTURE = 10;

  private LeaseTerms() {}

  /**
   * Seconds needed to take an item in.
   *
   * @param characters UTF-16 code units of text, conversation included
   * @param mediaSeconds length of video and sound
   */
  public static int readingSeconds(long characters, int pictures, double mediaSeconds) {
    double seconds =
        (double) characters / CHARACTERS_PER_SECOND
            + (double) pictures * SECONDS_PER_PICTURE
            + mediaSeconds;
    return (int) Math.min(MOST_SECONDS, Math.ceil(seconds));
  }

  /** The time to live of a claim; both parts in seconds. */
  public static Duration ttl(int base, int readingSeconds) {
    return Duration.ofSeconds(Math.min(MOST_SECONDS, base + Math.max(0, readingSeconds)));
  }

  /** How often to renew: three misses in a row still leave time. */
  public static long heartbeatSeconds(Duration ttl) {
    return Math.max(1, ttl.toSeconds() / 4);
  }
}
