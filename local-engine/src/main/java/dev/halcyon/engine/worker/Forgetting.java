package dev.halcyon.engine.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Buffers that can be told to forget what went through them: a worker waits for its next file with
 * the last one's pixels, sound and bytes still in them otherwise, for as long as the process lives.
 * Java wraps the streams of a process in buffers of its own below these, which only what comes
 * through them overwrites: zeros do.
 */
final class Forgetting {
  /** Bytes of a message before its body. */
  private static final int HEAD = 5;

  /** Zeros that the worker sends between two jobs: twice what Java's own buffer holds. */
  static final int REST = 1 << 14;

  /** Zeros that the host sends then: with the message's head as much as that buffer still keeps. */
  static final int ASK = (1 << 13) - 1 - HEAD;

  private static final int SIZE = 1 << 16;

  private Forgetting() {}

  /** Reads ahead; one thread at a time. */
  static final class Input extends BufferedInputStream {
    Input(InputStream in) {
      super(in, SIZE);
    }

    /**
     * Reads a message of zeros byte by byte from the buffer below, which fills itself with them;
     * waits for it.
     *
     * @throws IOException when anything else comes, or something was not read yet
     */
    synchronized void rest(int kind) throws IOException {
      byte[] head = ByteBuffer.allocate(HEAD).put((byte) kind).putInt(REST).array();
      if (pos != count) {
        throw new IOException("the worker said more than it was asked");
      }
      for (int at = 0; at < HEAD + REST; at++) {
        if (in.read() != (at < HEAD ? head[at] : 0)) {
          throw new IOException("the worker did not come to rest");
        }
      }
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
