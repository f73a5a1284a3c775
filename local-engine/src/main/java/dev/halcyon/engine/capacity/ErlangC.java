package dev.halcyon.engine.capacity;

/**
 * Waiting in a queue with several servers (M/M/c: arrivals at random, exponential handling, first
 * come first served, nobody gives up). Pure.
 *
 * <p>Source: A. K. Erlang 1917; the recursion is that of the inverse Erlang-B probability, in which
 * all terms are positive, so that nothing cancels and thousands of servers lose no digits (error
 * about 1e-13 relative at 300 servers, {@code ErlangCTest}).
 *
 * @param load offered load in erlangs: arrivals a second times handling seconds
 * @param servers people at work, at least 1
 */
public record ErlangC(double load, int servers) {
  private static final int MOST_SERVERS = 1_000_000;

  public ErlangC {
    if (!(load >= 0) || Double.isInfinite(load)) {
      throw new IllegalArgumentException("load is " + load + "; it is a finite number from 0");
    }
    if (servers < 1 || servers > MOST_SERVERS) {
      throw new IllegalArgumentException("servers is " + servers + "; it is 1 to " + MOST_SERVERS);
    }
  }

  /** Whether the queue comes to rest: the load is below the number of servers. */
  public boolean isStable() {
    return load < servers;
  }

  /** The probability that who comes has to wait; 1 where the queue grows for ever. */
  public double waiting() {
    if (load == 0) {
      return 0;
    }
    if (!isStable()) {
      return 1;
    }
    return fromBlocking(blocking(load, servers), load, servers);
  }

  /** Erlang B by its inverse; an inverse beyond the range of numbers is a blocking of 0. */
  private static double blocking(double load, int servers) {
    double inverse = 1;
    for (int server = 1; server <= servers; server++) {
      inverse = 1 + inverse * server / load;
    }
    return 1 / inverse;
  }

  private static double fromBlocking(double blocking, double load, int servers) {
    double idle = 1 - load / servers;
    return blocking / (idle + (1 - idle) * blocking);
  }

  /**
   * The probability to wait longer than a time; 1 where the queue grows for ever.
   *
   * @param seconds at least 0
   * @param handlingSeconds mean, above 0
   */
  public double waitsLonger(double seconds, double handlingSeconds) {
    if (!isStable()) {
      return 1;
    }
    return waiting() * Math.exp(-(servers - load) * seconds / handlingSeconds);
  }

  /**
   * The mean wait in seconds; infinite where the queue grows for ever.
   *
   * @param handlingSeconds mean, above 0
   */
  public double meanWait(double handlingSeconds) {
    return isStable() ? waiting() * handlingSeconds / (servers - load) : Double.POSITIVE_INFINITY;
  }

  /**
   * The fewest servers at which a share of those who come waits no longer than a time.
   *
   * @param load in erlangs
   * @param handlingSeconds mean, above 0
   * @param seconds the time, at least 0
   * @param share 0 to below 1
   */
  public static int staff(double load, double handlingSeconds, double seconds, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("share is " + share + "; it is 0 to below 1");
    }
    if (load == 0) {
      return 0;
    }
    int servers = (int) Math.floor(load) + 1;
    double inverse = 1 / blocking(load, servers);
    while (servers < MOST_SERVERS) {
      double waiting = fromBlocking(1 / inverse, load, servers);
      if (waiting * Math.exp(-(servers - load) * seconds / handlingSeconds) <= 1 - share) {
        return servers;
      }
      servers++;
      inverse = 1 + inverse * servers / load;
    }
    throw new IllegalArgumentException("a load of " + load + " needs more than " + MOST_SERVERS);
  }
}
