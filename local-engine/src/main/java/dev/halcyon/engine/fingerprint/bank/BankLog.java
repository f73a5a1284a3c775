package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.engine.fingerprint.bank.LogFrames.Change;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was added to and withdrawn from a bank since its base was written: a file that only grows. A
 * change counts once it is forced to disk. Confined to the holder of the bank's write lock.
 *
 * <p>File: a header of 48 bytes (magic, version, kind, bank, generation, checksum), then {@link
 * LogFrames}.
 */
final class BankLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BankLog.class);
  private static final long MAGIC = 0x48414c434c4f4731L; // "HALCLOG1"
  private static final int VERSION = 1;
  private static final int HEADER = 48;

  private final Path file;
  private final FileChannel channel;
  private long end;
  private long next;
  private boolean broken;

  private BankLog(Path file, FileChannel channel, Content content) {
    this.file = file;
    this.channel = channel;
    this.end = content.end();
    this.next = content.changes().size();
  }

  /**
   * What a log file holds.
   *
   * @param end where the last whole frame ends
   * @param torn the bytes after it: a frame that was being written when the machine stopped
   */
  record Content(UUID bank, long generation, List<Change> changes, int end, byte[] torn) {}

  /** Writes an empty log under the log's name, replacing what was there in one step. */
  static void create(Path file, BankLayout layout) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(MAGIC).putInt(VERSION).putInt(layout.kind().ordinal());
    header.putLong(layout.id().getMostSignificantBits());
    header.putLong(layout.id().getLeastSignificantBits());
    header.putLong(layout.generation());
    header.putInt(HEADER - 4, LogFrames.checksum(header.array(), 0, HEADER - 4));
    Path unfinished = BankFiles.unfinished(file);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      BankFiles.writeAll(channel, header.position(0));
      channel.force(true);
    }
    BankFiles.finish(unfinished, file);
  }

  /**
   * Reads a log.
   *
   * @throws UserProblem {@code bank.damaged} when a change that was acknowledged is not whole
   */
  static Content read(Path file, HashKind kind) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER
        || in.getInt(HEADER - 4) != LogFrames.checksum(bytes, 0, HEADER - 4)
        || in.getLong() != MAGIC
        || in.getInt() != VERSION
        || in.getInt() != kind.ordinal()) {
      throw BankLayout.damaged(file, "its header is not that of this bank's log");
    }
    UUID bank = new UUID(in.getLong(), in.getLong());
    long generation = in.getLong();
    LogFrames.Content frames = LogFrames.decode(bytes, HEADER, kind, file);
    return new Content(
        bank,
        generation,
        frames.changes(),
        frames.end(),
        Arrays.copyOfRange(bytes, frames.end(), bytes.length));
  }

  /** Opens a log for appending after its last whole frame; a torn end is set aside first. */
  static BankLog append(Path file, Content content) throws IOException {
    if (content.torn().length > 0) {
      Path aside = file.resolveSibling(file.getFileName() + ".torn-" + content.end());
      Files.write(aside, content.torn());
      LOG.warn(
          "The last change to {} was never finished ({} bytes); it was set aside as {}",
          file.getFileName(),
          content.torn().length,
          aside.getFileName());
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    channel.truncate(content.end());
    channel.position(content.end());
    channel.force(true);
    return new BankLog(file, channel, content);
  }

  /**
   * Makes changes durable; those of one frame all or none.
   *
   * @throws UserProblem {@code bank.write} when the disk refuses; the bank is as it was
   */
  void write(List<Change> changes) {
    if (broken) {
      throw new UserProblem(
          "bank.write",
          "An earlier write to " + file + " failed and could not be undone.",
          "Close the bank, mend the disk, and open it again.");
    }
    try {
      long at = end;
      for (int from = 0; from < changes.size(); from += LogFrames.MOST) {
        List<Change> some = changes.subList(from, Math.min(changes.size(), from + LogFrames.MOST));
        byte[] frame = LogFrames.encode(some, next + from);
        BankFiles.writeAll(channel, ByteBuffer.wrap(frame));
        channel.force(false);
        at += frame.length;
      }
      end = at;
      next += changes.size();
    } catch (IOException e) {
      undo();
      throw BankFiles.unwritable(file, e);
    }
  }

  /** Refuses all further changes. */
  void retire() {
    broken = true;
  }

  private void undo() {
    try {
      channel.truncate(end);
      channel.position(end);
      channel.force(false);
    } catch (IOException e) {
      broken = true;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
