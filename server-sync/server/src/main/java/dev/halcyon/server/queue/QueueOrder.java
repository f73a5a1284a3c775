package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.QueueReason;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * The order of work: priority, then due time, then id; and a place in it. Pure.
 *
 * @param priority ordinal of the priority
 */
record QueueOrder(int priority, Instant dueAt, UUID id) {
  private static final Duration SOON = Duration.ofMinutes(5);

  static QueueOrder of(CaseSummary summary) {
    return new QueueOrder(summary.priority().ordinal(), summary.dueAt(), summary.id());
  }

  /** The place as an opaque word for clients. */
  String cursor() {
    String plain = priority + "|" + dueAt + "|" + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a cursor.
   *
   * @throws UserProblem {@code request.cursor} when it is not one of ours
   */
  static QueueOrder parse(String cursor) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String[] parts = plain.split("\\|");
      return new QueueOrder(
          Integer.parseInt(parts[0]), Instant.parse(parts[1]), UUID.fromString(parts[2]));
    } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
      throw new UserProblem(
          "request.cursor",
          "The cursor in \"after\" is not one that this server gave.",
          "Use \"next\" of the page before, or leave \"after\" out to begin anew.");
    }
  }

  /** Adds what the clock has to say to the reasons a case was given when it was placed. */
  static List<QueueReason> withClock(
      List<QueueReason> placed, CaseState state, Instant due, Instant now) {
    long seconds = Duration.between(now, due).toSeconds();
    if (!CaseMachine.isOpen(state) || seconds > SOON.toSeconds()) {
      return placed;
    }
    List<QueueReason> all = new ArrayList<>(placed);
    all.add(
        seconds < 0
            ? new QueueReason(ReasonKind.OVERDUE, Long.toString(-seconds))
            : new QueueReason(ReasonKind.DUE_SOON, Long.toString(seconds)));
    return all;
  }
}
