package dev.halcyon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of a film that still comes: a file that grows, a pipe, a stream from the network. Read
 * by one thread; only the worker process ever decodes them.
 */
public interface LiveSource {
  /** The MIME type the sender claimed; the bytes decide. */
  String declaredType();

  /**
   * Waits for the next bytes.
   *
   * @return how many came, at least 1; 0 when none came for as long as this source waits, which
   *     ends the watch as stalled; -1 at the end
   */
  int read(ByteBuffer into) throws IOException, InterruptedException;
}
