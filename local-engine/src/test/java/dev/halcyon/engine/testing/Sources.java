package dev.halcyon.engine.testing;

import dev.halcyon.engine.LiveSource;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.protocol.Modality;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Media sources over bytes in memory. */
public final class Sources {
  private Sources() {}

  public static MediaSource of(String type, byte[] bytes) {
    return new InMemory(sha256(bytes), type, bytes);
  }

  /** A source whose store fails, of a stated size. */
  public static MediaSource unreadable(String type, long size) {
    return new MediaSource() {
      @Override
      public String mediaId() {
        return "0".repeat(64);
      }

      @Override
      public Modality kind() {
        return Modality.IMAGE;
      }

      @Override
      public String declaredType() {
        return type;
      }

      @Override
      public long size() {
        return size;
      }

      @Override
      public SeekableByteChannel open() throws IOException {
        throw new IOException("the disk is gone");
      }
    };
  }

  /** A film that comes, from bytes at hand. */
  public static LiveSource live(InputStream in) {
    return new LiveSource() {
      @Override
      public String declaredType() {
        return "video/mp2t";
      }

      @Override
      public int read(ByteBuffer into) throws IOException {
        byte[] some = new byte[Math.min(4096, into.remaining())];
        int read = in.read(some, 0, some.length);
        into.put(some, 0, Math.max(0, read));
        return read;
      }
    };
  }

  /** A source whose first read waits until it is released, so that a test can act meanwhile. */
  public static Stalling stalling(String type, byte[] bytes) {
    return new Stalling(of(type, bytes));
  }

  /** See {@link #stalling}. */
  public static final class Stalling implements MediaSource {
    private final MediaSource source;
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Stalling(MediaSource source) {
      this.source = source;
    }

    /** Waits until the worker has asked for bytes. */
    public void awaitRead() throws InterruptedException {
      if (!read.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody asked for the bytes");
      }
    }

    public void release() {
      released.countDown();
    }

    @Override
    public String mediaId() {
      return source.mediaId();
    }

    @Override
    public Modality kind() {
      return source.kind();
    }

    @Override
    public String declaredType() {
      return source.declaredType();
    }

    @Override
    public long size() {
      return source.size();
    }

    @Override
    public SeekableByteChannel open() throws IOException {
      SeekableByteChannel inner = source.open();
      return new Channel(new byte[0]) {
        @Override
        public int read(ByteBuffer into) throws IOException {
          read.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
          }
          return inner.read(into);
        }

        @Override
        public SeekableByteChannel position(long position) {
          try {
            inner.position(position);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return this;
        }
      };
    }
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

  private static class Channel extends ReadOnlyChannel {
    private final byte[] bytes;

    Channel(byte[] bytes) {
      super(bytes.length);
      this.bytes = bytes;
    }

    @Override
    int put(long from, ByteBuffer into) {
      int n = (int) Math.min(into.remaining(), bytes.length - from);
      into.put(bytes, (int) from, n);
      return n;
    }
  }
}
