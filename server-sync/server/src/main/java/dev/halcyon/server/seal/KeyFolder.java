package dev.halcyon.server.seal;

import com.google.crypto.tink.subtle.AesGcmJce;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.store.Folders;
import dev.halcyon.server.store.KeyFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
  static final String NEW = ".new";
  private static final String LOCK = "lock";

  /** A file lock is the process's: its threads keep each other out with this. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  /** What changes inside the lock. */
  private interface Change<T> {
    T make() throws IOException;
  }

  /** Reads a file whole. */
  interface Bytes {
    byte[] of(Path file) throws IOException;
  }

  /** A file as it was when it was read: another one has another stamp. */
  record Stamp(@Nullable Object file, FileTime changed, long bytes) {}

  private final Path folder;
  private final AesGcmJce master;
  private final KeyIdentity identity;

  private KeyFolder(Path folder, AesGcmJce master) {
    this.folder = folder;
    this.master = master;
    this.identity = new KeyIdentity(folder, master);
  }

  /**
   * Opens the folder of a data directory, or makes it.
   *
   * @throws UserProblem {@code item.keys} when the master key is damaged, missing beside trees or
   *     another folder's, or when a tree is missing between others
   */
  static KeyFolder open(Path dataDirectory) {
    Path folder = dataDirectory.resolve(NAME);
    try {
      Files.createDirectories(folder);
      // In the lock: servers with data directories of their own may share the folder.
      return locked(folder, () -> openLocked(folder, dataDirectory.resolve(MASTER)));
    } catch (IOException e) {
      throw damaged(folder, "it cannot be read or written (" + e.getMessage() + ")", e);
    }
  }

  private static KeyFolder openLocked(Path folder, Path masterKey) throws IOException {
    boolean used = last(folder) > 0 || KeyIdentity.isIn(folder);
    KeyFolder opened = new KeyFolder(folder, KeyFiles.master(masterKey, used, KeyFolder::damaged));
    opened.clean();
    String name = opened.identity.read();
    if (opened.identity.isUnbound()) {
      opened.bind(name);
    }
    return opened;
  }

  /** Binds a name to the master key, which must be that of the trees that are there. */
  private void bind(String name) throws IOException {
    int newest = last(folder);
    if (newest > 0) {
      read(newest);
    }
    identity.write(name);
  }

  /**
   * What tells this folder from any other; empty as long as {@link #name} gave it none.
   *
   * @throws UserProblem {@code item.keys} when the master key is not the folder's
   */
  String identity() {
    try {
      return identity.read();
    } catch (IOException e) {
      throw damaged(folder, "it cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Gives the folder an identity, unless it has one; gives the one that it has then. */
  String name() {
    return change(
        folder,
        () -> {
          if (identity.read().isEmpty()) {
            bind(UUID.randomUUID().toString());
          }
          return identity.read();
        });
  }

  UserProblem foreign() {
    return damaged(folder, "it is empty or another database's", null);
  }

  /** The number of the newest tree, 0 before the first. */
  int newest() {
    try {
      return last(folder);
    } catch (IOException e) {
      throw damaged(folder, "it cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Trees have the numbers from 1 on, and none is ever deleted: a gap is a loss. */
  private static int last(Path folder) throws IOException {
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
        throw damaged(path(folder, i + 1), "it is missing, but later ones are there", null);
      }
    }
    return numbers.size();
  }

  /** Keeps a new tree; gives its number once it is on disk. */
  int add(KeyTree tree) {
    return change(
        folder,
        () -> {
          int number = last(folder) + 1;
          Path fresh = draft(number, tree);
          // Unlike a move, a link never takes the place of a file that is there.
          Files.createLink(path(number), fresh);
          Folders.force(folder);
          Files.deleteIfExists(fresh);
          return number;
        });
  }

  /** Takes leaves out of a tree for ever; tells how many were there, once that is on disk. */
  int puncture(int number, List<Integer> leaves) {
    Path file = path(number);
    return change(
        file,
        () -> {
          Path old = folder.resolve(file.getFileName() + OLD);
          wipe(old, file);
          KeyTree tree = read(number);
          List<Integer> there = leaves.stream().filter(tree::has).toList();
          if (there.isEmpty()) {
            return 0;
          }
          there.forEach(tree::puncture);
          Path fresh = draft(number, tree);
          Files.createLink(old, file);
          Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
          Folders.force(folder);
          wipe(old, file);
          return there.size();
        });
  }

  /**
   * Reads a tree.
   *
   * @throws UserProblem {@code item.keys} when it is missing, cut short, changed, or was made under
   *     another master key
   */
  KeyTree read(int number) {
    return read(number, Files::readAllBytes);
  }

  KeyTree read(int number, Bytes bytes) {
    Path file = path(number);
    while (true) {
      Stamp before = stamp(number);
      try {
        return KeyTree.read(master.decrypt(bytes.of(file), name(number)));
      } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
        // One that was open while another took its place is overwritten under its reader.
        if (stamp(number).equals(before)) {
          throw damaged(file, "it is damaged, or was made under another " + MASTER, e);
        }
      }
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
    return path(folder, number);
  }

  private static Path path(Path folder, int number) {
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
      return locked(folder, change);
    } catch (IOException e) {
      throw damaged(file, "it cannot be written (" + e.getMessage() + ")", e);
    }
  }

  private static <T> T locked(Path folder, Change<T> change) throws IOException {
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
