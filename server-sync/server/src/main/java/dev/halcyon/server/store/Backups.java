package dev.halcyon.server.store;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and puts back backups of the file database while no server runs. Called from the program's
 * main thread; the data directory's lock keeps a server out meanwhile.
 */
public final class Backups {
  private Backups() {}

  /**
   * Writes a backup of a data directory's database.
   *
   * @throws UserProblem {@code backup.exists}, {@code backup.failed}, {@code store.*}
   */
  public static void write(Path data, Path target) {
    if (Files.exists(target)) {
      throw new UserProblem(
          "backup.exists",
          "There is already a file " + target + "; a backup is never overwritten.",
          "Give the backup another name.");
    }
    try (DataDirectory directory = DataDirectory.open(data)) {
      if (!Files.exists(directory.databaseFile())) {
        throw new UserProblem(
            "backup.failed",
            "There is no database in " + data + ".",
            "Give the server's own --data DIR.");
      }
      Database database = directory.openDatabase();
      try {
        database.read(
            handle ->
                handle
                    .createUpdate("backup to :file")
                    .bind("file", target.toAbsolutePath().toString())
                    .execute());
      } catch (JdbiException e) {
        throw new UserProblem(
            "backup.failed",
            "The backup " + target + " could not be written: " + e.getMessage(),
            "Check free space and permissions.",
            e);
      } finally {
        directory.closeDatabase(database);
      }
    }
  }

  /**
   * Puts a backup back. A database that is there is never touched: whoever restores moves it aside.
   *
   * @throws UserProblem {@code restore.exists}, {@code restore.failed}, {@code store.*}
   */
  public static void restore(Path data, Path backup) {
    try (DataDirectory directory = DataDirectory.open(data)) {
      Path target = directory.databaseFile();
      // A journal left by a crash belongs to the damaged file: it would be written into this one.
      for (Path there : List.of(target, directory.journalFile())) {
        if (Files.exists(there)) {
          throw new UserProblem(
              "restore.exists",
              "There is a database in " + data + "; restoring does not overwrite it.",
              "Move " + there + " aside first and keep it.");
        }
      }
      Path draft = target.resolveSibling(target.getFileName() + ".restoring");
      unpack(backup, draft, String.valueOf(target.getFileName()));
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      directory.sealRestored();
      directory.closeDatabase(directory.openDatabase());
    } catch (IOException e) {
      throw new UserProblem(
          "restore.failed",
          "The backup " + backup + " could not be put back: " + e.getMessage(),
          "Check that it is a backup of a Halcyon server, free space and permissions.",
          e);
    }
  }

  private static void unpack(Path backup, Path target, String name) throws IOException {
    try (InputStream file = Files.newInputStream(backup);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (@Nullable ZipEntry entry = zip.getNextEntry();
          entry != null;
          entry = zip.getNextEntry()) {
        if (entry.getName().equals(name)) {
          Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
          try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
          return;
        }
      }
    }
    throw new IOException("it holds no " + name);
  }
}
