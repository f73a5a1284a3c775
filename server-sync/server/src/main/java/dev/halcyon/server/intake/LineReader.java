package dev.halcyon.server.intake;

import dev.halcyon.protocol.UserProblem;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Splits a body into its lines without holding more than one of them. Empty lines are skipped but
 * counted. Confined to one thread.
 */
final class LineReader {
  /**
   * One line, not decoded: a line that is no UTF-8 must not spoil its neighbours.
   *
   * @param number from 1
   */
  record Line(long number, byte[] bytes) {}

  private final InputStream in;
  private final int longest;
  private long number;

  LineReader(InputStream in, int longest) {
    this.in = new BufferedInputStream(in, 64 * 1024);
    this.longest = longest;
  }

  /**
   * The next line that is not blank, or null at the end.
   *
   * @throws UserProblem {@code item.too_large} when a line passes the limit: where it ends cannot
   *     be trusted then
   */
  @Nullable Line next() throws IOException {
    while (true) {
      ByteArrayOutputStream line = new ByteArrayOutputStream(512);
      int value = in.read();
      if (value < 0) {
        return null;
      }
      number++;
      boolean blank = true;
      while (value >= 0 && value != '\n') {
        blank &= value == ' ' || value == '\t' || value == '\r';
        line.write(value);
        if (line.size() > longest) {
          throw new UserProblem(
              "item.too_large",
              "Line " + number + " is longer than the " + longest + " bytes a line may have.",
              "Send this item by itself, or less of it.");
        }
        value = in.read();
      }
      if (!blank) {
        return new Line(number, line.toByteArray());
      }
    }
  }
}
