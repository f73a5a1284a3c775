package dev.halcyon.engine.cli;

import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where answers go, always as whole lines of UTF-8, whatever the platform's own encoding. Safe for
 * any thread.
 */
final class AnswerStream {
  private static final long END_SECONDS = 2;

  private final OutputStream out;
  private final ReentrantLock writing = new ReentrantLock();
  private boolean ended;

  AnswerStream(OutputStream out) {
    this.out = out;
  }

  void json(Object value) throws AnswersClosedException {
    text(Plain.json(Wire.write(value)));
  }

  /** Writes lines that are safe to show; the last gets its line end here. */
  void text(String lines) throws AnswersClosedException {
    byte[] bytes = (lines + "\n").getBytes(StandardCharsets.UTF_8);
    writing.lock();
    try {
      while (ended) {
        // The process is ending: what comes now is of work that was cut short.
        LockSupport.park();
      }
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new AnswersClosedException(e);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Lets a line in progress be finished and writes nothing from then on: who tries waits for the
   * process to end.
   */
  void end() {
    try {
      // A reader that does not read must not keep the process from ending.
      if (writing.tryLock(END_SECONDS, TimeUnit.SECONDS)) {
        ended = true;
        writing.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
