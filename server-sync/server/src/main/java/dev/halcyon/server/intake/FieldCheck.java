package dev.halcyon.server.intake;

import dev.halcyon.protocol.UserProblem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Refuses fields that break a rule, naming each by its path and never quoting content. Immutable
 * and safe for any thread.
 */
final class FieldCheck {
  /** How far a platform's clock may run ahead of ours. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** The last time that every database can hold. */
  static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

  private final String code;
  private final Clock clock;

  /**
   * @param code of the problems
   */
  FieldCheck(String code, Clock clock) {
    this.code = code;
    this.clock = clock;
  }

  void instant(String path, @Nullable Instant instant) {
    if (present(path, instant).isAfter(clock.instant().plus(SKEW))) {
      throw invalid(
          path, "lies in the future", "Send the time in UTC and check the sender's clock.");
    }
    if (instant.isBefore(Instant.EPOCH)) {
      throw invalid(path, "lies before 1970", "Send the time in UTC as ISO-8601.");
    }
  }

  void name(String path, @Nullable String text, int longest) {
    if (present(path, text).isBlank()) {
      throw invalid(path, "is empty", "Send a value.");
    }
    text(path, text, longest);
  }

  void text(String path, String text, int longest) {
    if (text.length() > longest) {
      throw invalid(
          path, "has " + text.length() + " characters; " + longest + " are allowed", "Shorten it.");
    }
    utf8Length(path, text);
  }

  /** JSON escapes can spell what UTF-8 and SQL cannot hold; it is refused, not silently changed. */
  long utf8Length(String path, String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else if (Character.isSurrogate(unit) || unit == 0) {
        throw invalid(
            path,
            (unit == 0 ? "holds U+0000" : "holds half of a surrogate pair") + " at position " + i,
            "Send well-formed Unicode text.");
      } else {
        bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
      }
    }
    return bytes;
  }

  void atLeastZero(String path, long value) {
    if (value < 0) {
      throw invalid(path, "is negative", "Send 0 or more.");
    }
  }

  void atMost(String path, int size, int most) {
    if (size > most) {
      throw invalid(path, "has " + size + " entries; " + most + " are allowed", "Send fewer.");
    }
  }

  <T> T present(String path, @Nullable T value) {
    if (value == null) {
      throw invalid(path, "is missing", "Send it; docs/protocol.md lists what is needed.");
    }
    return value;
  }

  UserProblem invalid(String path, String what, String remedy) {
    return new UserProblem(code, "The field " + path + " " + what + ".", remedy);
  }
}
