package dev.halcyon.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.h2.store.fs.disk.FilePathDisk;
import org.jspecify.annotations.Nullable;

/**
 * H2's way to a {@link JournaledFile}: the file system {@code journal:}, over any other one, as in
 * {@code jdbc:h2:journal:steady:PATH}. The journal lies beside the file, with {@code .journal} at
 * its name. Thread-safe.
 */
public final class JournaledDisk extends FilePathWrapper {
  static final String SCHEME = "journal";

  /** What is appended to a database file's name for its journal. */
  static final String SUFFIX = ".journal";

  private static final Map<String, Shared> OPEN = new HashMap<>();

  /** A file open for writing and how many channels lead to it. */
  private static final class Shared {
    final JournaledFile file;
    int users;

    Shared(JournaledFile file) {
      this.file = file;
    }
  }

  /** Makes the scheme, and the one it stands on, known to H2. */
  static void plugIn() {
    FilePath.register(new SteadyDisk());
    FilePath.register(new JournaledDisk());
  }

  /**
   * The open file behind a name as H2 gives it.
   *
   * @throws IOException when it is not open for writing under this file system
   */
  static JournaledFile opened(String name) throws IOException {
    synchronized (OPEN) {
      @Nullable Shared shared =
          FilePath.get(name) instanceof JournaledDisk path
              ? OPEN.get(path.getBase().toString())
              : null;
      if (shared == null) {
        throw new IOException("the database file is not open under " + SCHEME + ":");
      }
      return shared.file;
    }
  }

  /**
   * Makes what was written to a file last, now: it is whole.
   *
   * @param name the file as H2 names it
   * @throws IOException when the disk does not take it
   */
  public static void flush(String name) throws IOException {
    JournaledFile file = opened(name);
    file.seal(0);
    file.flush();
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    String name = getBase().toString();
    synchronized (OPEN) {
      @Nullable Shared shared = OPEN.get(name);
      // A file that failed is of no use to anybody, and H2 does not always close it.
      if (shared == null || shared.file.failed()) {
        boolean writable = !"r".equals(mode);
        shared =
            new Shared(new JournaledFile(getBase().open(mode), new Beside(getBase()), writable));
        if (writable) {
          OPEN.put(name, shared);
        }
      }
      shared.users++;
      return new Channel(name, shared);
    }
  }

  private static void closed(String name, Shared shared) throws IOException {
    synchronized (OPEN) {
      shared.users--;
      if (shared.users > 0) {
        return;
      }
      OPEN.remove(name, shared);
    }
    shared.file.close();
  }

  @Override
  public void delete() {
    FilePath.get(getBase() + SUFFIX).delete();
    super.delete();
  }

  @Override
  public void moveTo(FilePath target, boolean atomicReplace) {
    if (FilePath.get(getBase() + SUFFIX).exists()) {
      throw new IllegalStateException("a file with a journal cannot be moved: " + getBase());
    }
    super.moveTo(target, atomicReplace);
  }

  /** The journal in the same folder. */
  private record Beside(FilePath base) implements JournaledFile.Journals {
    private FilePath path() {
      return FilePath.get(base + SUFFIX);
    }

    @Override
    public boolean exists() {
      return path().exists();
    }

    @Override
    public FileChannel open(boolean writable) throws IOException {
      FileChannel channel = path().open(writable ? "rw" : "r");
      if (writable) {
        forceFolder();
      }
      return channel;
    }

    @Override
    public void delete() throws IOException {
      path().delete();
      forceFolder();
    }

    /** A new file survives a power cut only when its folder was flushed too. */
    private void forceFolder() {
      FilePath real = base;
      while (!(real instanceof FilePathDisk) && real.unwrap() != real) {
        real = real.unwrap();
      }
      @Nullable Path folder = Path.of(real.toString()).toAbsolutePath().getParent();
      if (folder != null) {
        Folders.force(folder);
      }
    }
  }

  /** What H2 holds. */
  private static final class Channel extends FileBaseDefault {
    private final String name;
    private final Shared shared;

    Channel(String name, Shared shared) {
      this.name = name;
      this.shared = shared;
    }

    // Not synchronized as in the class above: readers do not wait for each other.
    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return shared.file.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      return shared.file.write(source, position);
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      shared.file.truncate(size);
    }

    @Override
    public long size() throws IOException {
      return shared.file.size();
    }

    @Override
    public void force(boolean metaData) throws IOException {
      shared.file.asked();
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean asReader)
        throws IOException {
      return shared.file.tryLock(position, size, asReader);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      closed(name, shared);
    }
  }
}
