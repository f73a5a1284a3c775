package dev.halcyon.server.http;

import dev.halcyon.protocol.UserProblem;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Passes a body on, refuses it once it is longer than allowed, and says plainly when its sender
 * went away in the middle or does not send proper HTTP. Confined to one thread.
 */
final class LimitedStream extends FilterInputStream {
  private static final int MOST_DISCARDED = 1 << 20;

  private final long limit;
  private long left;

  LimitedStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
    this.left = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(buffer, offset, length);
    } catch (DataReader.InsufficientDataAvailableException | UncheckedIOException | IOException e) {
      throw Exchange.interrupted(e);
    } catch (RequestException | IllegalArgumentException e) {
      // Helidon reads the parts of a chunked body only now, and throws what it cannot make sense
      // of.
      throw new UserProblem(
          Exchange.MALFORMED,
          "The body is not proper HTTP: its division into chunks cannot be followed.",
          "Send it with its Content-Length, or in chunks as RFC 9112 section 7.1 says.",
          e);
    }
    if (read > 0) {
      count(read);
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw tooLarge(limit);
    }
  }

  /** Leaves the rest to {@link #discardRest}, or to the web server. */
  @Override
  public void close() {}

  /**
   * Reads on for a while without keeping anything. A connection that is closed while its sender
   * still writes is reset, and the sender may never see why. Only after the answer: a sender may
   * wait for it before it goes on.
   */
  void discardRest() {
    byte[] some = new byte[8192];
    try {
      for (int read = 0, all = 0; read >= 0 && all < MOST_DISCARDED; all += read) {
        read = in.read(some);
      }
    } catch (IOException | RuntimeException e) {
      // The sender went away, or what it sends is no HTTP: nothing is left to read.
    }
  }

  static UserProblem tooLarge(long limit) {
    return new UserProblem(
        "request.too_large",
        "The body is larger than the " + limit + " bytes this address takes.",
        "Send less at once, or split it.");
  }
}
