package dev.halcyon.client.outbox;

import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox's records on a {@link Storage}: appended, forced, mended after a failure, written anew
 * when most are of no more use. For one thread at a time; {@link Outbox} holds its lock round it.
 *
 * <p>Hazard: after a failed write or force nobody knows what the disk holds. The journal then cuts
 * back to the last good length if it can, and in any case writes itself anew from memory before the
 * next record, so that nothing is ever appended behind bytes of unknown state.
 */
final class Journal implements AutoCloseable {
  static final int FORMAT = 1;
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Storage storage;
  private final UUID account;
  private final Supplier<List<JournalRecord>> live;
  private long length;
  private boolean uncertain;

  private Journal(Storage storage, UUID account, Supplier<List<JournalRecord>> live) {
    this.storage = storage;
    this.account = account;
    this.live = live;
  }

  /**
   * What opening found.
   *
   * @param whole whether the file needs no mending; else {@link #compact()} it once the live
   *     records are known, so that what a loss means for them is on disk in the same stroke
   * @param lost whether a record that was once kept may be missing
   * @param notice what to tell the reviewer, or null when all was well
   */
  record Opened(
      Journal journal,
      List<JournalRecord> records,
      boolean whole,
      boolean lost,
      @Nullable Problem notice) {}

  /**
   * Reads the file and sets damaged bytes aside.
   *
   * @param live gives the records that must survive when the file is written anew
   */
  static Opened open(Storage storage, UUID account, Supplier<List<JournalRecord>> live) {
    var journal = new Journal(storage, account, live);
    try {
      byte[] bytes = storage.read();
      Lines.Reading reading = Lines.read(bytes);
      List<JournalRecord> records = journal.checkHeaders(reading.records());
      Problem notice = null;
      if (!reading.damage().isEmpty()) {
        notice = journal.setAside(bytes, reading);
      }
      journal.length = bytes.length;
      journal.uncertain = bytes.length == 0 || reading.torn() || notice != null;
      return new Opened(journal, records, !journal.uncertain, reading.lost(), notice);
    } catch (IOException e) {
      throw journal.failure(e, "The file of your decisions could not be read or mended");
    }
  }

  /** Checks format and owner and gives the records without their headers. */
  private List<JournalRecord> checkHeaders(List<JournalRecord> records) {
    List<JournalRecord> rest = new ArrayList<>();
    for (JournalRecord record : records) {
      if (!(record instanceof JournalRecord.Header header)) {
        rest.add(record);
      } else if (header.format() > FORMAT) {
        throw new UserProblem(
            "outbox.newer",
            "The decisions kept on this computer were written by a newer Halcyon.",
            "Start the newer version, or update this one.");
      } else if (!header.account().equals(account)) {
        throw new UserProblem(
            "outbox.other-account",
            "The decisions in this file belong to another account.",
            "Sign in with that account to send them.");
      }
    }
    return rest;
  }

  private Problem setAside(byte[] bytes, Lines.Reading reading) throws IOException {
    var kept = new ByteArrayOutputStream();
    int count = 0;
    for (Lines.Damage damage : reading.damage()) {
      String title = "# bytes " + damage.from() + " to " + damage.to() + " of the outbox\n";
      kept.writeBytes(title.getBytes(StandardCharsets.US_ASCII));
      kept.write(bytes, damage.from(), damage.to() - damage.from());
      kept.write('\n');
      count += damage.to() - damage.from();
    }
    String where = storage.setAside(kept.toByteArray());
    LOG.warn("{} damaged bytes of the outbox are kept in {}", count, where);
    String what = count + " bytes of the file that keeps your decisions were damaged. ";
    return reading.lost()
        ? new Problem(
            "outbox.damaged",
            what + "Every whole entry was kept; the damaged bytes are in " + where + ".",
            "Look through your last cases: a decision or an undo of it may be missing.")
        : new Problem(
            "outbox.torn",
            what
                + "They are the end of a write that a crash cut short; every whole entry was kept,"
                + " the rest is in "
                + where
                + ".",
            "If you had just decided a case, look whether the decision is in the list.");
  }

  /**
   * Adds records; with {@code force} they survive the loss of power when this returns.
   *
   * @throws UserProblem {@code outbox.disk-full} or {@code outbox.failed}: then none was added
   */
  void append(List<? extends JournalRecord> records, boolean force) {
    byte[] bytes = Lines.write(records);
    try {
      if (uncertain) {
        replace(live.get());
      }
      storage.append(bytes);
      if (force) {
        storage.force();
      }
      length += bytes.length;
    } catch (IOException e) {
      uncertain = true;
      cutBack();
      throw failure(e, "The decision was not taken as made, because it could not be kept");
    }
  }

  private void cutBack() {
    try {
      storage.truncate(length);
      storage.force();
    } catch (IOException e) {
      LOG.warn("the outbox could not be cut back after a failed write: {}", e.getMessage());
    }
  }

  /** Bytes in the file. */
  long length() {
    return length;
  }

  /** Writes the file anew with the live records only; a failure leaves the old one in place. */
  void compact() {
    try {
      replace(live.get());
    } catch (IOException e) {
      LOG.warn("the outbox could not be made smaller: {}", e.getMessage());
    }
  }

  private void replace(List<? extends JournalRecord> records) throws IOException {
    List<JournalRecord> all = new ArrayList<>();
    all.add(new JournalRecord.Header(FORMAT, account));
    all.addAll(records);
    byte[] bytes = Lines.write(all);
    storage.replace(bytes);
    length = bytes.length;
    uncertain = false;
  }

  private UserProblem failure(IOException e, String what) {
    if (storage.isFull(e)) {
      return new UserProblem(
          "outbox.disk-full",
          what + ": the disk is full. Your case and your choice are still there.",
          "Free some space, then try again.",
          e);
    }
    return new UserProblem(
        "outbox.failed",
        what + ": " + e.getMessage() + ". Your case and your choice are still there.",
        "Check the disk, then try again.",
        e);
  }

  @Override
  public void close() {
    try {
      storage.close();
    } catch (IOException e) {
      LOG.warn("the outbox did not close cleanly: {}", e.getMessage());
    }
  }
}
