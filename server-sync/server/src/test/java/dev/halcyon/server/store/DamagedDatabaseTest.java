package dev.halcyon.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.queue.CaseRepository;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is not as the server left it is refused with the way back, and kept. */
class DamagedDatabaseTest {
  @TempDir Path directory;
  private Path data;
  private Path file;
  private CaseSummary kept;

  @BeforeEach
  void fillADatabase() {
    data = directory.resolve("data");
    file = data.resolve("halcyon.mv.db");
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(data))) {
      server.context().policies().add(Fixtures.policy(1001));
      server.context().policies().publish("system", 1001);
      for (int i = 0; i < 200; i++) {
        kept = Fixtures.createCase(server.context(), "case " + i + " " + "word ".repeat(200));
      }
    }
    assertThat(data.resolve("halcyon.mv.db.journal")).as("after an orderly stop").doesNotExist();
  }

  @Test
  void aMissingFileIsNotTakenForANewServer() throws IOException {
    Files.delete(file);
    expectRefusal("is missing");
    assertThat(file).doesNotExist();
  }

  @Test
  void anEmptyFileIsNotTakenForANewServer() throws IOException {
    Files.write(file, new byte[0]);
    expectRefusal("is empty");
    assertThat(file).isEmptyFile();
  }

  @Test
  void aFileWithoutItsEndIsRefusedAndNotShownAsAnOlderState() throws IOException {
    truncate(Files.size(file) / 2);
    byte[] before = Files.readAllBytes(file);
    expectRefusal("where the last shutdown left");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void rubbishAtTheBeginningIsRefused() throws IOException {
    overwrite(0, 16_384);
    byte[] before = Files.readAllBytes(file);
    expectRefusal("");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void rubbishAllOverIsRefusedAfterACrashToo() throws IOException {
    forgetTheOrderlyShutdown();
    long size = Files.size(file);
    for (long at = 8192; at + 4096 < size; at += 8192) {
      overwrite(at, 4096);
    }
    expectRefusal("");
    expectRefusal("");
    assertThat(file).exists();
  }

  @Test
  void aFileThatShowsAnOlderStateThanItHadIsRefusedUntouched() throws IOException {
    Path seal = data.resolve("database.seal");
    byte[] older = Files.readAllBytes(file);
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(data))) {
      Fixtures.createCase(server.context(), "one more");
    }
    Files.write(file, older);
    forgetTheOrderlyShutdown();
    expectRefusal("newest states cannot be read");
    assertThat(file).hasBinaryContent(older);
    assertThat(Files.readString(seal)).contains("closedBytes");
  }

  @Test
  void aBackupBringsEverythingBack() throws IOException {
    Path backup = directory.resolve("backup.zip");
    Backups.write(data, backup);
    UserProblem again = catchThrowableOfType(UserProblem.class, () -> Backups.write(data, backup));
    assertThat(again.code()).isEqualTo("backup.exists");
    UserProblem occupied =
        catchThrowableOfType(UserProblem.class, () -> Backups.restore(data, backup));
    assertThat(occupied.code()).isEqualTo("restore.exists");
    assertThat(occupied.remedy()).contains("aside");
    Files.move(file, directory.resolve("damaged"));
    Backups.restore(data, backup);
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(data))) {
      Optional<CaseSummary> found =
          server
              .context()
              .database()
              .read(handle -> new CaseRepository().summary(handle, kept.id(), Instant.now()));
      assertThat(found).isPresent();
    }
  }

  @Test
  void aFileThatIsNoBackupIsRefused() throws IOException {
    Path nonsense = Files.writeString(directory.resolve("nonsense.zip"), "not a zip");
    Files.delete(file);
    UserProblem problem =
        catchThrowableOfType(UserProblem.class, () -> Backups.restore(data, nonsense));
    assertThat(problem.code()).isEqualTo("restore.failed");
    assertThat(file).doesNotExist();
  }

  @Test
  void aSecondServerOnTheSameDataIsRefused() {
    try (HalcyonServer first = HalcyonServer.start(ServerOptions.local(data))) {
      UserProblem problem =
          catchThrowableOfType(
              UserProblem.class, () -> HalcyonServer.start(ServerOptions.local(data)));
      assertThat(problem.code()).isEqualTo("store.in_use");
      assertThat(problem.getMessage()).contains(data.toString()).contains("process");
      assertThat(problem.remedy()).contains("--data");
      assertThat(first.url().getPort()).isPositive();
    }
  }

  private void expectRefusal(String why) {
    UserProblem problem =
        catchThrowableOfType(
            UserProblem.class, () -> HalcyonServer.start(ServerOptions.local(data)).close());
    assertThat(problem).isNotNull();
    assertThat(problem.code()).isEqualTo("store.damaged");
    assertThat(problem.getMessage()).contains("damaged").contains(why);
    assertThat(problem.remedy()).contains("--restore").contains("docs/operating.md");
  }

  /** As after a crash: the length at the end is not known. */
  private void forgetTheOrderlyShutdown() throws IOException {
    Path seal = data.resolve("database.seal");
    String closed = Files.readString(seal);
    assertThat(closed).contains("closedBytes");
    Files.writeString(seal, closed.replaceAll("\"closedBytes\":\\d+", "\"closedBytes\":-1"));
  }

  private void truncate(long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  private void overwrite(long at, int length) throws IOException {
    byte[] rubbish = new byte[length];
    new Random(at).nextBytes(rubbish);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(rubbish), at);
    }
  }
}
