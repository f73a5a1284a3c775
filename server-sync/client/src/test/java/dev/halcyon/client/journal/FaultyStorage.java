package dev.halcyon.client.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A disk in memory that loses what was not forced, fills up, writes half and fails to force, each
 * on demand. For one thread.
 */
public final class FaultyStorage implements Storage {
  public byte[] durable;
  private byte[] written;
  public long capacity = Long.MAX_VALUE;
  public int failingForces;
  public boolean closed;

  /** The process dies when this many more writes and forces have begun; 0 for never. */
  public int diesIn;

  public final List<byte[]> aside = new ArrayList<>();

  public FaultyStorage(byte[] content) {
    durable = content.clone();
    written = content.clone();
  }

  public FaultyStorage() {
    this(new byte[0]);
  }

  /** What another process finds after a kill: the page cache survives. */
  public byte[] afterKill() {
    return written.clone();
  }

  /**
   * What is found after the power went, when {@code kept} unforced bytes happened to be written.
   */
  public byte[] afterPowerLoss(int kept) {
    int common = Math.min(durable.length, written.length);
    if (written.length <= durable.length
        || !Arrays.equals(durable, 0, common, written, 0, common)) {
      return durable.clone();
    }
    return Arrays.copyOf(written, Math.min(written.length, durable.length + kept));
  }

  public int unforced() {
    return Math.max(0, written.length - durable.length);
  }

  /** The end of the process in the middle of an operation. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private void mayDie() {
    if (diesIn > 0 && --diesIn == 0) {
      throw new Killed();
    }
  }

  @Override
  public byte[] read() {
    return written.clone();
  }

  @Override
  public void append(byte[] bytes) throws IOException {
    mayDie();
    int room = (int) Math.max(0, Math.min(bytes.length, capacity - written.length));
    var all = new ByteArrayOutputStream();
    all.writeBytes(written);
    all.write(bytes, 0, room);
    written = all.toByteArray();
    if (room < bytes.length) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public void force() throws IOException {
    mayDie();
    if (failingForces > 0) {
      failingForces--;
      throw new IOException("Input/output error");
    }
    durable = written.clone();
  }

  @Override
  public void truncate(long length) {
    written = Arrays.copyOf(written, (int) Math.min(length, written.length));
  }

  @Override
  public void replace(byte[] bytes) throws IOException {
    mayDie();
    if (bytes.length > capacity) {
      throw new IOException("No space left on device");
    }
    if (failingForces > 0) {
      failingForces--;
      throw new IOException("Input/output error");
    }
    written = bytes.clone();
    durable = bytes.clone();
  }

  @Override
  public String setAside(byte[] damaged) {
    aside.add(damaged.clone());
    return "outbox.log.damaged";
  }

  @Override
  public boolean isFull(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("No space");
  }

  @Override
  public void close() {
    closed = true;
  }
}
