package dev.halcyon.server.media;

import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file a {@code Range} header asks for. Immutable.
 *
 * <p>Source: RFC 9110 section 14. One range of bytes is served; a header with several ranges,
 * another unit or a broken form is ignored as the RFC allows, and the whole file is sent.
 *
 * @param first position of the first byte, from 0
 * @param last position of the last byte, inclusive
 * @param total length of the file in bytes
 */
record ByteRange(long first, long last, long total) {
  private static final Pattern HEADER =
      Pattern.compile("\\s*bytes\\s*=\\s*(\\d*)\\s*-\\s*(\\d*)\\s*");

  /**
   * Reads a header.
   *
   * @return the part asked for, or nothing when the whole file is to be sent
   * @throws UserProblem {@code media.range} (416) when it lies outside the file
   */
  static Optional<ByteRange> parse(String header, long total) {
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    long from = number(matcher.group(1));
    long to = number(matcher.group(2));
    if (matcher.group(1).isEmpty()) {
      if (to == 0 || total == 0) {
        throw unsatisfiable(total);
      }
      return Optional.of(new ByteRange(Math.max(0, total - to), total - 1, total));
    }
    if (!matcher.group(2).isEmpty() && to < from) {
      return Optional.empty();
    }
    if (from >= total) {
      throw unsatisfiable(total);
    }
    long last = matcher.group(2).isEmpty() ? total - 1 : Math.min(to, total - 1);
    return Optional.of(new ByteRange(from, last, total));
  }

  long length() {
    return last - first + 1;
  }

  /** The {@code Content-Range} of a 206. */
  String contentRange() {
    return "bytes " + first + "-" + last + "/" + total;
  }

  /** Numbers beyond a long are beyond every file. */
  private static long number(String digits) {
    if (digits.isEmpty()) {
      return 0;
    }
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  private static UserProblem unsatisfiable(long total) {
    return new UserProblem(
        "media.range",
        "The range asked for lies outside the file's " + total + " bytes.",
        "Ask for bytes between 0 and " + Math.max(0, total - 1) + ".");
  }
}
