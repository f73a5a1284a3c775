package dev.halcyon.engine.testing;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.protocol.Modality;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Media sources over bytes in memory. */
public final class Sources {
  private Sources() {}

  public static MediaSource of(String type, byte[] bytes) {
    return new InMemory(sha256(bytes), type, bytes);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private record InMemory(String mediaId, String declaredType, byte[] bytes)
      implements MediaSource {
    @Override
    public Modality kind() {
      return declaredType.startsWith("video/") ? Modality.VIDEO : Modality.IMAGE;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public SeekableByteChannel open() {
      return new Channel(bytes);
    }
  }

  private static final class Channel implements SeekableByteChannel {
    private final byte[] bytes;
    private long at;
    private boolean open = true;

    Channel(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (!open) {
        throw new ClosedChannelException();
      }
      if (at >= bytes.length) {
        return -1;
      }
      int n = (int) Math.min(into.remaining(), bytes.length - at);
      into.put(bytes, (int) at, n);
      at += n;
      return n;
    }

    @Override
    public int write(ByteBuffer from) {
      throw new NonWritableChannelException();
    }

    @Override
    public long position() {
      return at;
    }

    @Override
    public SeekableByteChannel position(long position) {
      at = position;
      return this;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
