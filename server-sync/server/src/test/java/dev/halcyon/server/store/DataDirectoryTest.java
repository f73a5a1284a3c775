package dev.halcyon.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who may look into the folder that holds content, tokens' hashes and the signing key. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are those of the user's profile")
class DataDirectoryTest {
  private static final String OWNER_ALONE = "rwx------";
  private static final String SHARED = "rwxrwxr-x";

  @TempDir Path directory;

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private Path shared(String name) throws IOException {
    Path folder = Files.createDirectory(directory.resolve(name));
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(SHARED));
  }

  private static void openAndClose(Path folder) {
    try (DataDirectory opened = DataDirectory.open(folder)) {
      assertThat(opened.root()).isEqualTo(folder);
    }
  }

  @Test
  void aNewFolderIsItsOwnersAlone() throws IOException {
    Path fresh = directory.resolve("a/b/data");
    openAndClose(fresh);
    assertThat(permissions(fresh)).isEqualTo(OWNER_ALONE);
  }

  @Test
  void anEmptyFolderBecomesItsOwnersAlone() throws IOException {
    Path empty = shared("empty");
    openAndClose(empty);
    assertThat(permissions(empty)).isEqualTo(OWNER_ALONE);
  }

  @Test
  void aFolderThatAServerUsedBeforeIsClosedAgain() throws IOException {
    Path used = directory.resolve("used");
    openAndClose(used);
    Files.setPosixFilePermissions(used, PosixFilePermissions.fromString(SHARED));
    openAndClose(used);
    assertThat(permissions(used)).isEqualTo(OWNER_ALONE);
  }

  @Test
  void aFolderThatHoldsOtherThingsTooIsLeftAsItIs() throws IOException {
    Path home = shared("home");
    Files.writeString(home.resolve("letters.txt"), "somebody else reads this");
    openAndClose(home);
    assertThat(permissions(home)).isEqualTo(SHARED);
  }

  @Test
  void aSecondServerInTheSameFolderIsRefusedByName() {
    Path data = directory.resolve("data");
    try (DataDirectory first = DataDirectory.open(data)) {
      assertThatThrownBy(() -> DataDirectory.open(first.root()))
          .isInstanceOfSatisfying(
              UserProblem.class,
              problem -> {
                assertThat(problem.code()).isEqualTo("store.in_use");
                assertThat(problem.getMessage())
                    .contains(data.toString())
                    .contains("process " + ProcessHandle.current().pid());
              });
    }
    openAndClose(data);
  }
}
