package dev.halcyon.server.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The claim on one case as a value, and the only ways it changes. Pure: the caller brings the
 * database's clock and stores the result by compare-and-set.
 *
 * <p>The token is the fence: it grows with each new claim and never otherwise, so whoever holds an
 * older one is recognised however late they speak. A claim that ran out is still the newest until
 * somebody else claims: its holder may renew it and decide under it. One that was given back is
 * nobody's: whoever said that they are done with a case does not decide it afterwards.
 *
 * @param token fencing token, from 1
 * @param holder session that claimed, the empty string once given back
 * @param account whose session it is
 * @param live whether it was neither given back nor swept
 */
public record Claim(long token, String holder, UUID account, boolean live, Instant expires) {
  /** What came of an attempt to change a claim. */
  public sealed interface Outcome {
    /** The claim is now this. */
    record Granted(Claim claim) implements Outcome {}

    /** Somebody else has it. */
    record Held(Claim by) implements Outcome {}

    /** It is no longer the asker's. */
    record Lost() implements Outcome {}
  }

  /** The first claim on a case. */
  public static Claim first(String session, UUID account, Instant now, Duration ttl) {
    return new Claim(1, session, account, true, now.plus(ttl));
  }

  /** Whether it shuts others out at this moment. */
  public boolean isLive(Instant now) {
    return live && expires.isAfter(now);
  }

  /**
   * Claims the case. The same session keeps its token; the same person in another session (after a
   * crash) takes over with a new one, which fences the old window off.
   */
  public Outcome claim(String session, UUID person, Instant now, Duration ttl) {
    if (isLive(now) && !account.equals(person)) {
      return new Outcome.Held(this);
    }
    boolean same = isLive(now) && holder.equals(session);
    return new Outcome.Granted(
        new Claim(same ? token : token + 1, session, person, true, now.plus(ttl)));
  }

  /** Renews the claim, also one that ran out as long as nobody else claimed. */
  public Outcome renew(long withToken, String session, Instant now, Duration ttl) {
    if (token != withToken || !holder.equals(session)) {
      return new Outcome.Lost();
    }
    return new Outcome.Granted(new Claim(token, holder, account, true, now.plus(ttl)));
  }

  /** Gives the claim back. */
  public Outcome release(long withToken, String session, Instant now) {
    if (token != withToken || !holder.equals(session)) {
      return new Outcome.Lost();
    }
    return new Outcome.Granted(new Claim(token, "", account, false, now));
  }

  /** Ends the claim when its time has passed. */
  public Outcome expire(Instant now) {
    if (!live || expires.isAfter(now)) {
      return new Outcome.Lost();
    }
    return new Outcome.Granted(new Claim(token, holder, account, false, expires));
  }

  /**
   * Whether a person may still act under a token: they did not give the case back, and nobody has
   * claimed it since.
   */
  public boolean isNewest(long withToken, UUID person) {
    return token == withToken && account.equals(person) && !holder.isEmpty();
  }

  /** Ends the claim because its work is done. */
  public Claim done() {
    return new Claim(token, "", account, false, expires);
  }
}
