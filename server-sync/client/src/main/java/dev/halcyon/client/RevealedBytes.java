package dev.halcyon.client;

import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/**
 * The untrusted bytes of an original, fetched for a local rescan and kept in memory only. Hand them
 * to nothing but the engine's worker. Thread-safe; each {@link #open()} gives an own position.
 */
public final class RevealedBytes implements AutoCloseable {
  private final String mediaId;
  private final String declaredType;
  private final byte[] bytes;
  private volatile boolean closed;

  RevealedBytes(String mediaId, String declaredType, byte[] bytes) {
    this.mediaId = mediaId;
    this.declaredType = declaredType;
    this.bytes = bytes;
  }

  /** SHA-256 of the bytes, lower-case hex; it was checked against them when they arrived. */
  public String mediaId() {
    return mediaId;
  }

  /** The MIME type the server sent with them: the platform's claim, not a finding. */
  public String declaredType() {
    return declaredType;
  }

  /** Length in bytes. */
  public long size() {
    return bytes.length;
  }

  /**
   * A fresh read-only channel, positioned at 0.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  public SeekableByteChannel open() {
    if (closed) {
      throw new IllegalStateException("the revealed bytes were already given up");
    }
    return ReadOnlyChannel.of(bytes);
  }

  /** Overwrites the bytes, so that they do not linger in memory; channels then read zeros. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  /** Says nothing of the content. */
  @Override
  public String toString() {
    return "RevealedBytes[mediaId=" + mediaId + ", size=" + bytes.length + "]";
  }
}
