package dev.halcyon.server.seal;

import com.google.crypto.tink.subtle.AesGcmJce;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.store.Folders;
import dev.halcyon.server.store.KeyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a folder of key trees from any other, and its master key from any other: a file with the
 * folder's name, and in a second line the same name under the master key. Folders of earlier
 * servers have no second line. Immutable; whoever writes has the folder's lock.
 */
final class KeyIdentity {
  static final String NAME = "identity";

  private static final byte[] USE = "item-keys identity".getBytes(StandardCharsets.US_ASCII);

  private final Path folder;
  private final Path file;
  private final AesGcmJce master;

  KeyIdentity(Path folder, AesGcmJce master) {
    this.folder = folder;
    this.file = folder.resolve(NAME);
    this.master = master;
  }

  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(NAME));
  }

  /**
   * The folder's name; empty as long as it has none.
   *
   * @throws UserProblem {@code item.keys} when the master key is not the folder's
   */
  String read() throws IOException {
    List<String> lines = lines();
    if (lines.size() > 1) {
      verify(lines.get(0), lines.get(1));
    }
    return lines.isEmpty() ? "" : lines.get(0);
  }

  /** Whether there is a name that no master key is bound to. */
  boolean isUnbound() throws IOException {
    return lines().size() == 1;
  }

  private List<String> lines() throws IOException {
    return Files.exists(file)
        ? Files.readString(file).lines().map(String::strip).filter(each -> !each.isEmpty()).toList()
        : List.of();
  }

  private void verify(String name, String check) {
    try {
      byte[] opened = master.decrypt(Base64.getDecoder().decode(check), USE);
      if (!Arrays.equals(opened, name.getBytes(StandardCharsets.UTF_8))) {
        throw KeyFolder.damaged(file, "it was changed", null);
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw otherMaster(e);
    }
  }

  private UserProblem otherMaster(@Nullable Exception cause) {
    return new UserProblem(
        "item.keys",
        "The "
            + KeyFolder.MASTER
            + " of this data directory is not the one that the item keys beside "
            + file
            + " were made under.",
        "Stop the server, set its "
            + KeyFolder.MASTER
            + " aside (do not delete it), copy the one of the server that made the folder, or of"
            + " its backup, then start again.",
        cause);
  }

  /** Gives the folder a name, bound to its master key; returns when that is on disk. */
  void write(String name) throws IOException {
    try {
      byte[] check = master.encrypt(name.getBytes(StandardCharsets.UTF_8), USE);
      String lines = name + "\n" + Base64.getEncoder().encodeToString(check) + "\n";
      Path fresh = folder.resolve(NAME + KeyFolder.NEW);
      KeyFiles.wipe(fresh);
      KeyFiles.write(fresh, lines.getBytes(StandardCharsets.UTF_8));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      Folders.force(folder);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }
}
