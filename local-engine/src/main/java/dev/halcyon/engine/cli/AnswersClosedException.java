package dev.halcyon.engine.cli;

import java.io.IOException;

/** The answers could not be written: the reader of the pipe went away, or the disk is full. */
final class AnswersClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  AnswersClosedException(IOException cause) {
    super(cause);
  }
}
