package dev.halcyon.server;

import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * What a server tells the launcher that started it: where it listens and the one-time tokens. The
 * file is readable by its owner alone from the moment it exists, and appears whole.
 *
 * @param tokens one-time token by account name
 */
public record Handshake(String url, Map<String, String> tokens) {
  /** Writes the file. */
  void write(Path file) {
    Path target = file.toAbsolutePath();
    Path draft = target.resolveSibling(target.getFileName() + ".new");
    try {
      Files.createDirectories(target.getParent());
      Files.deleteIfExists(draft);
      Files.createFile(draft, ownerOnly());
      Files.writeString(draft, Wire.write(this));
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserProblem(
          "server.handshake",
          "The handshake file " + target + " cannot be written: " + e.getMessage(),
          "Give --handshake a file in a folder this account may write to.",
          e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
