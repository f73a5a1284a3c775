package dev.halcyon.engine.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Says in words why a file could not be read. Stateless. */
final class Reasons {
  private Reasons() {}

  static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException none -> "there is no such file";
      case AccessDeniedException denied -> "access is denied";
      case FileSystemLoopException loop -> "the folder leads back into itself";
      default -> "reading it failed (" + e.getClass().getSimpleName() + ")";
    };
  }
}
