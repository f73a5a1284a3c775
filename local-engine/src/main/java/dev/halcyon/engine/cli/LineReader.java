package dev.halcyon.engine.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines as bytes without ever holding more of one than the limit. Confined to one thread. */
final class LineReader {
  /**
   * One line.
   *
   * @param number from 1
   * @param bytes without its line end; of a line that is too long the part that fits
   * @param length bytes it really has
   */
  record Line(long number, byte[] bytes, long length) {
    boolean tooLong() {
      return length > bytes.length;
    }
  }

  private final InputStream in;
  private final int limit;
  private long number;

  LineReader(InputStream in, int limit) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.limit = limit;
  }

  /** The next line, or null at the end. */
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
    long length = 0;
    int each;
    while ((each = in.read()) >= 0 && each != '\n') {
      if (length++ < limit) {
        kept.write(each);
      }
    }
    if (each < 0 && length == 0) {
      return null;
    }
    return new Line(++number, kept.toByteArray(), length);
  }
}
