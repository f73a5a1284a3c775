package dev.halcyon.client.journal;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A journal on a real disk: readable by its owner alone (mode 0600 where the file system has
 * modes), locked against a second workbench by a file beside it. For one thread at a time.
 */
public final class FileStorage implements Storage {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final long SCARCE_BYTES = 64 * 1024;

  private final Path file;
  private final FileChannel lockChannel;
  private FileChannel channel;

  private FileStorage(Path file, FileChannel lockChannel, FileChannel channel) {
    this.file = file;
    this.lockChannel = lockChannel;
    this.channel = channel;
  }

  /**
   * Opens or makes the file and takes its lock.
   *
   * @throws UserProblem the kind's {@code locked} or {@code unreadable}
   */
  public static FileStorage open(Path given, JournalKind<?> kind) {
    Path file = given.toAbsolutePath();
    FileChannel lock = null;
    try {
      makeDirectory(file.getParent());
      lock = channel(beside(file, ".lock"));
      lock(lock, file, kind);
      boolean fresh = !Files.exists(file);
      FileChannel channel = channel(file);
      if (fresh) {
        forceDirectory(file);
      }
      return new FileStorage(file, lock, channel);
    } catch (IOException e) {
      closeQuietly(lock);
      throw new UserProblem(
          kind.code() + ".unreadable",
          "The file that keeps your "
              + kind.what()
              + ", "
              + file
              + ", cannot be opened: "
              + e.getMessage(),
          "Make it and its folder readable and writable for you, then start again.",
          e);
    } catch (UserProblem e) {
      closeQuietly(lock);
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path file, JournalKind<?> kind) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new UserProblem(
          kind.code() + ".locked",
          "Another workbench on this computer already uses " + file + ".",
          "Close the other workbench, or work there.");
    }
  }

  @Override
  public byte[] read() throws IOException {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (all.hasRemaining() && channel.read(all, all.position()) >= 0) {}
    byte[] bytes = new byte[all.position()];
    all.flip().get(bytes);
    return bytes;
  }

  @Override
  public void append(byte[] bytes) throws IOException {
    writeAll(channel, bytes, channel.size());
  }

  @Override
  public void force() throws IOException {
    channel.force(true);
  }

  @Override
  public void truncate(long length) throws IOException {
    channel.truncate(length);
  }

  @Override
  public void replace(byte[] bytes) throws IOException {
    Path next = beside(file, ".new");
    try (FileChannel fresh = channel(next)) {
      fresh.truncate(0);
      writeAll(fresh, bytes, 0);
      fresh.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(next);
      throw e;
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(file);
    FileChannel old = channel;
    channel = channel(file);
    old.close();
  }

  @Override
  public String setAside(byte[] damaged) throws IOException {
    Path aside = beside(file, ".damaged");
    try (FileChannel out = channel(aside)) {
      writeAll(out, damaged, out.size());
      out.force(true);
    }
    forceDirectory(aside);
    return aside.toString();
  }

  @Override
  public boolean isFull(IOException failure) {
    String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (said.contains("no space left") || said.contains("quota") || said.contains("not enough")) {
      return true;
    }
    try {
      // The words differ by system and language; what is left does not.
      return Files.getFileStore(file.getParent()).getUsableSpace() < SCARCE_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try (lockChannel) {
      channel.close();
    }
  }

  private static void writeAll(FileChannel to, byte[] bytes, long from) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      to.write(rest, from + rest.position());
    }
  }

  private static FileChannel channel(Path path) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileChannel channel = FileChannel.open(path, options, owner("rw-------"));
    if (POSIX) {
      // A file that was there before, from a backup for example, may be open to others.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
    return channel;
  }

  private static void makeDirectory(Path directory) throws IOException {
    Files.createDirectories(directory, owner("rwx------"));
  }

  private static FileAttribute<?>[] owner(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes a new name durable; systems that cannot open a folder do it themselves. */
  private static void forceDirectory(Path file) throws IOException {
    if (POSIX) {
      try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The failure that led here is the one to tell.
        return;
      }
    }
  }
}
