package dev.halcyon.client.journal;

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
 * Records on a {@link Storage}: appended, forced, mended after a failure, written anew when most
 * are of no more use. For one thread at a time; its owner holds a lock round it.
 *
 * <p>Hazard: after a failed write or force nobody knows what the disk holds. The journal then cuts
 * back to the last good length if it can, and in any case writes itself anew from memory before the
 * next record, so that nothing is ever appended behind bytes of unknown state.
 *
 * @param <R> the records' common type
 */
public final class Journal<R> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final JournalKind<R> kind;
  private final Lines<R> lines;
  private final Storage storage;
  private final UUID account;
  private final Supplier<List<R>> live;
  private long length;
  private boolean uncertain;

  private Journal(JournalKind<R> kind, Storage storage, UUID account, Supplier<List<R>> live) {
    this.kind = kind;
    this.lines = new Lines<>(kind.records());
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
  public record Opened<R>(
      Journal<R> journal, List<R> records, boolean whole, boolean lost, @Nullable Problem notice) {}

  /**
   * Reads the file and sets damaged bytes aside.
   *
   * @param live gives the records that must survive when the file is written anew
   */
  public static <R> Opened<R> open(
      JournalKind<R> kind, Storage storage, UUID account, Supplier<List<R>> live) {
    var journal = new Journal<>(kind, storage, account, live);
    try {
      byte[] bytes = storage.read();
      Lines.Reading<R> reading = journal.lines.read(bytes);
      List<R> records = journal.checkHeaders(reading.records());
      Problem notice = null;
      if (!reading.damage().isEmpty()) {
        notice = journal.setAside(bytes, reading);
      }
      journal.length = bytes.length;
      journal.uncertain = bytes.length == 0 || reading.torn() || notice != null;
      return new Opened<>(journal, records, !journal.uncertain, reading.lost(), notice);
    } catch (IOException e) {
      throw journal.failure(e, "The file of your " + kind.what() + " could not be read or mended");
    }
  }

  /** Checks format and owner and gives the records without their headers. */
  private List<R> checkHeaders(List<R> records) {
    List<R> rest = new ArrayList<>();
    for (R record : records) {
      if (!(record instanceof JournalHeader header)) {
        rest.add(record);
      } else if (header.format() > kind.format()) {
        throw new UserProblem(
            kind.code() + ".newer",
            "The " + kind.what() + " kept on this computer were written by a newer Halcyon.",
            "Start the newer version, or update this one.");
      } else if (!header.account().equals(account)) {
        throw new UserProblem(
            kind.code() + ".other-account",
            "The " + kind.what() + " in this file belong to another account.",
            "Sign in with that account to send them.");
      }
    }
    return rest;
  }

  private Problem setAside(byte[] bytes, Lines.Reading<R> reading) throws IOException {
    var kept = new ByteArrayOutputStream();
    int count = 0;
    for (Lines.Damage damage : reading.damage()) {
      String title =
          "# bytes " + damage.from() + " to " + damage.to() + " of the " + kind.code() + "\n";
      kept.writeBytes(title.getBytes(StandardCharsets.US_ASCII));
      kept.write(bytes, damage.from(), damage.to() - damage.from());
      kept.write('\n');
      count += damage.to() - damage.from();
    }
    String where = storage.setAside(kept.toByteArray());
    LOG.warn("{} damaged bytes of the {} are kept in {}", count, kind.code(), where);
    String what = count + " bytes of the file that keeps your " + kind.what() + " were damaged. ";
    return reading.lost()
        ? new Problem(
            kind.code() + ".damaged",
            what + "Every whole entry was kept; the damaged bytes are in " + where + ".",
            kind.afterLoss())
        : new Problem(
            kind.code() + ".torn",
            what
                + "They are the end of a write that a crash cut short; every whole entry was kept,"
                + " the rest is in "
                + where
                + ".",
            kind.afterTear());
  }

  /**
   * Adds records; with {@code force} they survive the loss of power when this returns.
   *
   * @throws UserProblem the kind's {@code disk-full} or {@code failed}: then none was added
   */
  public void append(List<? extends R> records, boolean force) {
    byte[] bytes = lines.write(records);
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
      throw failure(e, kind.notKept());
    }
  }

  private void cutBack() {
    try {
      storage.truncate(length);
      storage.force();
    } catch (IOException e) {
      LOG.warn(
          "the {} could not be cut back after a failed write: {}", kind.code(), e.getMessage());
    }
  }

  /** Bytes in the file. */
  public long length() {
    return length;
  }

  /** Writes the file anew with the live records only; a failure leaves the old one in place. */
  public void compact() {
    try {
      replace(live.get());
    } catch (IOException e) {
      LOG.warn("the {} could not be made smaller: {}", kind.code(), e.getMessage());
    }
  }

  /**
   * Like {@link #compact}, for records that must leave the disk.
   *
   * @throws UserProblem the kind's {@code disk-full} or {@code failed}: the old file is in place
   */
  public void rewrite() {
    try {
      replace(live.get());
    } catch (IOException e) {
      throw failure(e, kind.notKept());
    }
  }

  private void replace(List<? extends R> records) throws IOException {
    List<R> all = new ArrayList<>();
    all.add(kind.header().apply(account));
    all.addAll(records);
    byte[] bytes = lines.write(all);
    storage.replace(bytes);
    length = bytes.length;
    uncertain = false;
  }

  private UserProblem failure(IOException e, String what) {
    if (storage.isFull(e)) {
      return new UserProblem(
          kind.code() + ".disk-full",
          what + ": the disk is full. " + kind.unharmed(),
          "Free some space, then try again.",
          e);
    }
    return new UserProblem(
        kind.code() + ".failed",
        what + ": " + e.getMessage() + ". " + kind.unharmed(),
        "Check the disk, then try again.",
        e);
  }

  @Override
  public void close() {
    try {
      storage.close();
    } catch (IOException e) {
      LOG.warn("the {} did not close cleanly: {}", kind.code(), e.getMessage());
    }
  }
}
