package dev.halcyon.server.store;

import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder a server owns while it runs: database file, media, keys. Its lock keeps a second
 * server out, and its seal tells a database that vanished or lost its tail from a new one. Owned by
 * one server; methods are called from the thread that starts and stops it.
 */
public final class DataDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final String LOCK = "server.lock";
  private static final String SEAL = "database.seal";
  private static final String FILE = "halcyon.mv.db";

  /**
   * What is known of the database file when no server runs.
   *
   * @param closedBytes its length after an orderly shutdown, or -1 after a crash
   * @param state number of a state it has had, see {@link Database#state}
   */
  record Seal(long closedBytes, @Nullable Long state) {}

  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the folder if need be, keeps it for the owner's eyes only, and takes its lock.
   *
   * @throws UserProblem {@code store.in_use} when another server has it, {@code store.directory}
   */
  public static DataDirectory open(Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    @Nullable FileChannel channel = null;
    try {
      create(root);
      channel =
          FileChannel.open(
              root.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      @Nullable FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = read(channel);
        channel.close();
        throw new UserProblem(
            "store.in_use",
            "Another server already uses the data directory " + root + " (" + holder + ").",
            "Stop that server, or give this one a directory of its own with --data DIR.");
      }
      channel.truncate(0);
      channel.write(utf8("process " + ProcessHandle.current().pid()));
      return new DataDirectory(root, channel, lock);
    } catch (IOException e) {
      throw new UserProblem(
          "store.directory",
          "The data directory " + root + " cannot be used: " + e.getMessage(),
          "Give a directory this account may write to with --data DIR, and check free space.",
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  private static void create(Path root) throws IOException {
    if (Files.isDirectory(root) && !isOurs(root)) {
      LOG.warn("{} holds other files too; its permissions stay as they are", root);
      return;
    }
    Files.createDirectories(root);
    if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Empty, or used by a server before: what is in it is content and nobody else's to read. */
  private static boolean isOurs(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      return names.isEmpty() || names.contains(LOCK);
    }
  }

  public Path root() {
    return root;
  }

  /** A folder inside, made if need be. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UserProblem(
          "store.directory",
          "The folder " + root.resolve(name) + " cannot be made: " + e.getMessage(),
          "Check permissions and free space.",
          e);
    }
  }

  public Path databaseFile() {
    return root.resolve(FILE);
  }

  /** Holds what a crash kept from the database file; there only while a server runs and after. */
  Path journalFile() {
    return root.resolve(FILE + JournaledDisk.SUFFIX);
  }

  /**
   * Refuses a file database that is gone, empty or shorter than the last shutdown left it: H2 would
   * quietly make a new one, or quietly show an older state.
   */
  private void checkDatabaseFile() {
    @Nullable Seal seal = seal();
    if (seal == null) {
      return;
    }
    try {
      if (!Files.exists(databaseFile())) {
        throw StoreProblems.damaged("the file " + FILE + " is missing", null);
      }
      long bytes = Files.size(databaseFile());
      if (bytes == 0 && !Files.exists(journalFile())) {
        throw StoreProblems.damaged("the file " + FILE + " is empty", null);
      }
      if (seal.closedBytes() >= 0 && bytes != seal.closedBytes()) {
        throw StoreProblems.damaged(
            "the file "
                + FILE
                + " has "
                + bytes
                + " bytes where the last shutdown left "
                + seal.closedBytes(),
            null);
      }
    } catch (IOException e) {
      throw StoreProblems.damaged(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Opens the file database, with a look at every row when it was not closed in order.
   *
   * @throws UserProblem {@code store.damaged} when it is not what the last server left, {@code
   *     store.*}
   */
  public Database openDatabase() {
    checkDatabaseFile();
    @Nullable Seal last = seal();
    long state = last == null || last.state() == null ? 0 : last.state();
    // Before opening it, because opening may change its length, and after.
    if (Files.exists(databaseFile())) {
      write(new Seal(-1, state));
    }
    Database database = Database.open(Database.fileUrl(root), state);
    if (last != null && last.closedBytes() < 0) {
      checkEveryRow(database);
    }
    write(new Seal(-1, database.state()));
    return database;
  }

  private static void checkEveryRow(Database database) {
    LOG.info("the database was not closed in order; every row is being read once");
    try {
      database.checkEveryRow();
    } catch (UserProblem damaged) {
      database.abandon();
      throw damaged;
    }
  }

  /** Closes the file database and notes what it leaves. */
  public void closeDatabase(Database database) {
    @Nullable Long state = null;
    try {
      state = database.state();
    } catch (UserProblem lost) {
      LOG.warn("the database was lost before it was closed: {}", lost.code());
    }
    database.close();
    try (FileChannel file = FileChannel.open(databaseFile(), StandardOpenOption.WRITE)) {
      file.force(true);
      write(new Seal(state == null || Files.exists(journalFile()) ? -1 : file.size(), state));
    } catch (IOException e) {
      write(new Seal(-1, state));
    }
  }

  /** Notes that the database file is a backup that was put back, so older than the last known. */
  void sealRestored() {
    write(new Seal(-1, null));
  }

  private @Nullable Seal seal() {
    try {
      return Wire.read(Files.readString(root.resolve(SEAL)), Seal.class);
    } catch (java.nio.file.NoSuchFileException none) {
      return null;
    } catch (IOException | UserProblem unreadable) {
      return new Seal(-1, null);
    }
  }

  private void write(Seal seal) {
    Path draft = root.resolve(SEAL + ".new");
    try {
      try (FileChannel out =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        out.write(utf8(Wire.write(seal)));
        out.force(true);
      }
      Files.move(
          draft,
          root.resolve(SEAL),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      Folders.force(root);
    } catch (IOException e) {
      throw new UserProblem(
          "store.directory",
          "The data directory " + root + " cannot be written: " + e.getMessage(),
          "Check permissions and free space.",
          e);
    }
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(200);
    channel.read(buffer, 0);
    String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    return text.isBlank() ? "unknown process" : text;
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      // The operating system releases both when the process ends.
    }
  }
}
