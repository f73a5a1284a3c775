package dev.halcyon.server.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * H2's way to a local file that stays open when a thread that reads or writes it is interrupted:
 * the file system {@code steady:}, as in {@code jdbc:h2:journal:steady:PATH}. Thread-safe.
 *
 * <p>A channel closes itself when a thread is interrupted in it, and with it the database. H2's own
 * answers are {@code async:}, which hands each page to another thread and waits for it, and {@code
 * retry:}, which lets go of the file's lock for a moment. A {@link RandomAccessFile} knows no
 * interrupts and reads on the caller's thread.
 */
public final class SteadyDisk extends FilePathWrapper {
  static final String SCHEME = "steady";

  /** Reads that do not wait for each other, as far as their threads' numbers differ. */
  private static final int READERS = 4;

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new Channel(getBase().toString(), mode);
  }

  /** What the journal holds of a file. */
  private static final class Channel extends FileBaseDefault {
    private final RandomAccessFile writer;
    private final RandomAccessFile[] readers = new RandomAccessFile[READERS];

    Channel(String path, String mode) throws IOException {
      writer = new RandomAccessFile(path, mode);
      try {
        for (int i = 0; i < READERS; i++) {
          readers[i] = new RandomAccessFile(path, "r");
        }
      } catch (IOException e) {
        implCloseChannel();
        throw e;
      }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      if (!target.hasRemaining()) {
        return 0;
      }
      byte[] bytes = target.hasArray() ? target.array() : new byte[target.remaining()];
      int from = target.hasArray() ? target.arrayOffset() + target.position() : 0;
      RandomAccessFile reader = readers[(int) (Thread.currentThread().threadId() % READERS)];
      int count;
      synchronized (reader) {
        reader.seek(position);
        count = reader.read(bytes, from, target.remaining());
      }
      if (count > 0) {
        if (target.hasArray()) {
          target.position(target.position() + count);
        } else {
          target.put(bytes, 0, count);
        }
      }
      return count;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      int count = source.remaining();
      byte[] bytes = source.hasArray() ? source.array() : new byte[count];
      int from = source.hasArray() ? source.arrayOffset() + source.position() : 0;
      if (source.hasArray()) {
        source.position(source.limit());
      } else {
        source.get(bytes);
      }
      synchronized (writer) {
        writer.seek(position);
        writer.write(bytes, from, count);
      }
      return count;
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      synchronized (writer) {
        if (size < writer.length()) {
          writer.setLength(size);
        }
      }
    }

    @Override
    public long size() throws IOException {
      return writer.length();
    }

    @Override
    public void force(boolean metaData) throws IOException {
      writer.getFD().sync();
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return writer.getChannel().tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      try (RandomAccessFile closing = writer) {
        for (@Nullable RandomAccessFile reader : readers) {
          if (reader != null) {
            reader.close();
          }
        }
      }
    }
  }
}
