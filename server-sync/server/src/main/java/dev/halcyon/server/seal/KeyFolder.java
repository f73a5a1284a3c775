package dev.halcyon.server.seal;

import com.google.crypto.tink.subtle.AesGcmJce;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.store.Folders;
import dev.halcyon.server.store.KeyFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of key trees, one file each, wrapped by a master key. A tree is written whole anew
 * beside the old one and takes its place at once; the old one is overwritten, then deleted. Safe
 * for any thread and for several processes: whoever changes something has the folder's lock.
 */
final class KeyFolder {
  static final String MASTER = "item-master.key";
  static final String NAME = "item-keys";

  private static final String SUFFIX = ".tree";
  private static final String OLD = ".old";
  private static final String NEW = ".new";
  private static final String LOCK = "lock";
  private static final String IDENTITY = "identity";

  /** A file lock is the process's: its threads keep each other out with this. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  /** What changes inside the lock. */
  private interface Change<T> {
    T make() throws IOException;
  }

  /** A file as it was when it was read: another one has another stamp. */
  record Stamp(@Nullable Object file, FileTime changed, long bytes) {}

  private final Path folder;
  private final AesGcmJce master;

  private KeyFolder(Path folder, AesGcmJce master) {
    this.folder = folder;
    this.master = master;
  }

  /**
   * Opens the folder of a data directory, or makes it.
   *
   * @throws UserProblem {@code item.keys} when the master key is damaged, or missing beside trees,
   *     or when a tree is missing between others
   */
  static KeyFolder open(Path dataDirectory) {
    Path folder = dataDirectory.resolve(NAME);
    try {
      Files.createDirectories(folder);
      boolean used;
      try (Stream<Path> all = Files.list(folder)) {
        used = all.anyMatch(file -> file.getFileName().toString().endsWith(SUFFIX));
      }
      AesGcmJce master = KeyFiles.master(dataDirectory.resolve(MASTER), used, KeyFolder::damaged);
      KeyFolder opened = new KeyFolder(folder, master);
      opened.locked(
          () -> {
            opened.clean();
            return opened.last();
          });
      return opened;
    } catch (IOException e) {
      throw damaged(folder, "it cannot be read or written (" + e.getMessage() + ")", e);
    }
  }

  /** What tells this folder from any other; empty as long as {@link #name} gave it none. */
  String identity() {
    try {
      Path file = folder.resolve(IDENTITY);
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      throw damaged(folder, "it cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Gives the folder an identity, unless it has one; gives the one that it has then. */
  String name() {
    return change(
        folder,
        () -> {
          if (identity().isEmpty()) {
            Path fresh = folder.resolve(IDENTITY + NEW);
            KeyFiles.wipe(fresh);
            KeyFiles.write(fresh, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
            Files.move(fresh, folder.resolve(IDENTITY), StandardCopyOption.ATOMIC_MOVE);
            Folders.force(folder);
          }
          return identity();
        });
  }

  UserProblem foreign() {
    return damaged(folder, "it is empty or another database's", null);
  }

  /** The number of the newest tree, 0 before the first. */
  int newest() {
    try {
      return last();
    } catch (IOException e) {
      throw damaged(folder, "it cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Trees have the numbers from 1 on, and none is ever deleted: a gap is a loss. */
  private int last() throws IOException {
    List<Integer> numbers;
    try (Stream<Path> all = Files.list(folder)) {
      numbers =
          all.map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(SUFFIX))
              .map(name -> Integer.parseInt(name.substring(0, name.length() - SUFFIX.length())))
              .sorted()
              .toList();
    } catch (NumberFormatException e) {
      throw damaged(folder, "it holds a file that is none of ours", e);
    }
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) != i + 1) {
        throw damaged(path(i + 1), "it is missing, but later ones are there", null);
      }
    }
    return numbers.size();
  }

  /** Keeps a new tree; gives its number once it is on disk. */
  int add(KeyTree tree) {
    return change(
        folder,
        () -> {
          int number = last() + 1;
          Path fresh = draft(number, tree);
          // Unlike a move, a link never takes the place of a file that is there.
          Files.createLink(path(number), fresh);
          Folders.force(folder);
          Files.deleteIfExists(fresh);
          return number;
        });
  }

  /** Takes leaves out of a tree for ever; returns when that is on disk. */
  void puncture(int number, List<Integer> leaves) {
    Path file = path(number);
    change(
        file,
        () -> {
          KeyTree tree = read(number);
          leaves.forEach(tree::puncture);
          Path fresh = draft(number, tree);
          Path old = folder.resolve(file.getFileName() + OLD);
          wipe(old, file);
          Files.createLink(old, file);
          Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
          Folders.force(folder);
          wipe(old, file);
          return number;
        });
  }

  /**
   * Reads a tree.
   *
   * @throws UserProblem {@code item.keys} when it is missing, cut short, changed, or was made under
   *     another master key
   */
  KeyTree read(int number) {
    Path file = path(number);
    try {
      return KeyTree.read(master.decrypt(Files.readAllBytes(file), name(number)));
    } catch (NoSuchFileException e) {
      throw damaged(file, "it is missing", e);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw damaged(file, "it is damaged, or was made under another " + MASTER, e);
    }
  }

  /** Tells whether a tree was written anew since. */
  Stamp stamp(int number) {
    Path file = path(number);
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.fileKey(), now.lastModifiedTime(), now.size());
    } catch (IOException e) {
      throw damaged(file, "it is missing or cannot be read", e);
    }
  }

  private Path draft(int number, KeyTree tree) throws IOException {
    try {
      Path fresh = folder.resolve(path(number).getFileName() + NEW);
      wipe(fresh, path(number));
      KeyFiles.write(fresh, master.encrypt(tree.bytes(), name(number)));
      return fresh;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private Path path(int number) {
    return folder.resolve("%08d".formatted(number) + SUFFIX);
  }

  /** Binds a file to its number, so that none can stand in for another. */
  private static byte[] name(int number) {
    return (NAME + " " + number).getBytes(StandardCharsets.US_ASCII);
  }

  /** What a kill left: old trees that were to be deleted, new ones that took no place. */
  private void clean() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(OLD) || name.endsWith(NEW)) {
          wipe(file, folder.resolve(name.substring(0, name.lastIndexOf('.'))));
        }
      }
    }
  }

  /** Where both names are of one file, it stays: a kill came before one took the other's place. */
  private static void wipe(Path file, Path current) throws IOException {
    if (Files.exists(file) && Files.exists(current) && Files.isSameFile(file, current)) {
      Files.delete(file);
    } else {
      KeyFiles.wipe(file);
    }
  }

  private <T> T change(Path file, Change<T> change) {
    try {
      return locked(change);
    } catch (IOException e) {
      throw damaged(file, "it cannot be written (" + e.getMessage() + ")", e);
    }
  }

  private <T> T locked(Change<T> change) throws IOException {
    IN_PROCESS.lock();
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      return change.make();
    } finally {
      IN_PROCESS.unlock();
    }
  }

  static UserProblem damaged(Path file, String what, @Nullable Exception cause) {
    return new UserProblem(
        "item.keys",
        "The keys of items in " + file + " are not usable: " + what + ".",
        "Stop the server, put back "
            + NAME
            + " and "
            + MASTER
            + " of this database (never of another), then start again.",
        cause);
  }
}
