package dev.halcyon.client.journal;

import java.io.IOException;

/**
 * The bytes under a journal, so that tests can fill the disk, cut a write short or lose what was
 * not forced. The journal calls it from one thread at a time.
 */
public interface Storage extends AutoCloseable {
  /** All bytes now there. */
  byte[] read() throws IOException;

  /** Adds bytes at the end; durable only after {@link #force()}. A failure may leave a part. */
  void append(byte[] bytes) throws IOException;

  /** Returns when everything appended survives the loss of power. */
  void force() throws IOException;

  /** Cuts the end off. */
  void truncate(long length) throws IOException;

  /** Puts other bytes in place of all, durably, and so that a crash leaves the old or the new. */
  void replace(byte[] bytes) throws IOException;

  /** Keeps damaged bytes beside the file, durably, and says where. */
  String setAside(byte[] damaged) throws IOException;

  /** Whether a failure comes from a full disk. */
  boolean isFull(IOException failure);

  @Override
  void close() throws IOException;
}
