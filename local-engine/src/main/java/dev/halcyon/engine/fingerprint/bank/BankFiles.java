package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The files of a bank, and steps that are over only when they are on disk. Stateless. */
final class BankFiles {
  private BankFiles() {}

  static Path log(Path base) {
    return base.resolveSibling(base.getFileName() + ".log");
  }

  static Path lock(Path base) {
    return base.resolveSibling(base.getFileName() + ".lock");
  }

  /** Where a file is written before it takes its name. */
  static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + ".unfinished");
  }

  /** Gives a finished and forced file its name, durably. */
  static void finish(Path unfinished, Path file) throws IOException {
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new UserProblem(
          "bank.write",
          "The file system of " + file + " cannot replace a file in one step.",
          "Keep banks on a local disk.",
          e);
    }
    forceFolder(file);
  }

  static void forceFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      if (System.getProperty("os.name").startsWith("Windows")) {
        return; // Windows has no folders to force; its renames are journalled.
      }
      throw e;
    }
  }

  static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  static UserProblem unreadable(Path file, IOException cause) {
    return new UserProblem(
        "bank.read",
        "The bank " + file + " cannot be read: " + why(cause) + ".",
        "Check that it exists and that you may read it.",
        cause);
  }

  static UserProblem unwritable(Path file, IOException cause) {
    return new UserProblem(
        "bank.write",
        "The bank " + file + " could not be written: " + why(cause) + ".",
        "What it held before is unchanged. Check space and permissions, then try again.",
        cause);
  }

  static UserProblem wrongKind(Path file, HashKind bank, HashKind given, String remedy) {
    return new UserProblem(
        "bank.kind",
        file + " is a bank of " + bank.id() + " hashes, not of " + given.id() + ".",
        remedy);
  }

  /** In words where the system's own message is but the file's name. */
  private static String why(IOException cause) {
    return switch (cause) {
      case NoSuchFileException missing -> "there is no such file or folder";
      case AccessDeniedException denied -> "it is not allowed";
      default -> String.valueOf(cause.getMessage());
    };
  }
}
