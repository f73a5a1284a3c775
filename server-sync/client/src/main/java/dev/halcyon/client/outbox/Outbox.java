package dev.halcyon.client.outbox;

import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Problem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps decisions on this machine's disk until the server has them. Thread-safe; calls that change
 * something block for a disk sync and return only when it is done.
 */
public final class Outbox implements AutoCloseable {
  private Outbox() {}

  /** The file that keeps an account's decisions in a directory. */
  public static Path fileFor(Path directory, UUID account) {
    return directory.resolve("outbox-" + account + ".log");
  }

  /** Opens or makes an account's outbox. */
  public static Outbox open(Path file, UUID account, Clock clock) {
    throw new UnsupportedOperationException();
  }

  /** What was found damaged on opening and where it is kept, or null. */
  public @Nullable Problem notice() {
    throw new UnsupportedOperationException();
  }

  /** All entries not forgotten yet, oldest first. */
  public List<OutboxEntry> entries() {
    throw new UnsupportedOperationException();
  }

  /** Puts a decision on disk. */
  public OutboxEntry add(DecisionRequest decision, Duration window) {
    throw new UnsupportedOperationException();
  }

  /** Takes a decision back within its window. */
  public OutboxEntry undo(UUID id) {
    throw new UnsupportedOperationException();
  }

  /** Tries a failed decision again at the next opportunity. */
  public OutboxEntry retry(UUID id) {
    throw new UnsupportedOperationException();
  }

  /** Gives a conflict or failure up for good. */
  public OutboxEntry discard(UUID id) {
    throw new UnsupportedOperationException();
  }

  /** Calls with all entries after each change; once at once. Close to stop. */
  public AutoCloseable listen(Consumer<List<OutboxEntry>> listener) {
    throw new UnsupportedOperationException();
  }

  /** When something must be done next, or null. */
  public @Nullable Instant nextDue() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
