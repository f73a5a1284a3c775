package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The right to change a bank, held by one process at a time and lost with it. Thread-safe. */
final class BankLock implements AutoCloseable {
  private final FileChannel channel;

  private BankLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the right at once or not at all.
   *
   * @throws UserProblem {@code bank.locked} when another has it, {@code bank.write} when the folder
   *     may not be written
   */
  static BankLock of(Path bank) {
    try {
      FileChannel channel =
          FileChannel.open(
              BankFiles.lock(bank), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        @Nullable FileLock held = channel.tryLock();
        if (held != null) {
          return new BankLock(channel);
        }
      } catch (OverlappingFileLockException e) {
        // Held by this very process.
      }
      channel.close();
    } catch (IOException e) {
      throw BankFiles.unwritable(bank, e);
    }
    throw new UserProblem(
        "bank.locked",
        "The bank " + bank + " is open for changes elsewhere.",
        "Close the other program, or make the change there.");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Closing gave the lock back whatever it says; nothing was to be written.
    }
  }
}
