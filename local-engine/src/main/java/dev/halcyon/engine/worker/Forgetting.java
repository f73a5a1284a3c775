package dev.halcyon.engine.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Buffers that can be told to forget what went through them: a worker waits for its next file with
 * the last one's pixels and bytes still in them otherwise, for as long as the process lives.
 */
final class Forgetting {
  private static final int SIZE = 1 << 16;

  private Forgetting() {}

  /** Reads ahead; one thread at a time. */
  static final class Input extends BufferedInputStream {
    Input(InputStream in) {
      super(in, SIZE);
    }

    /** Overwrites what was read; what was not stays. */
    synchronized void forget() {
      Arrays.fill(buf, 0, pos, (byte) 0);
      Arrays.fill(buf, count, buf.length, (byte) 0);
    }
  }

  /** Gathers what is written; one thread at a time. */
  static final class Output extends BufferedOutputStream {
    Output(OutputStream out) {
      super(out, SIZE);
    }

    /** Overwrites what was sent; what was not stays. */
    synchronized void forget() {
      Arrays.fill(buf, count, buf.length, (byte) 0);
    }
  }
}
