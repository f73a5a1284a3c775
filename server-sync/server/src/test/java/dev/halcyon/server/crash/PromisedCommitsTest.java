package dev.halcyon.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many sudden ends of the database under writers who wait for their commits: what was waited for is
 * there, whatever else H2 was writing in the background at that moment.
 */
@Timeout(300)
class PromisedCommitsTest {
  private static final int ENDS = Integer.getInteger("halcyon.test.ends", 4);
  private static final int WRITERS = 4;

  /** As when a process is killed: the operating system keeps what it was handed. */
  private static final Random EVERYTHING_WRITTEN_SURVIVES =
      new Random() {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean nextBoolean() {
          return true;
        }
      };

  @TempDir Path directory;

  @Test
  void noPromisedCommitIsLostWhenTheProcessIsKilledAgainAndAgain() throws Exception {
    endAgainAndAgain(EVERYTHING_WRITTEN_SURVIVES);
  }

  @Test
  void noPromisedCommitIsLostWhenThePowerFailsAgainAndAgain() throws Exception {
    endAgainAndAgain(null);
  }

  @Test
  void noPromisedCommitIsLostOnADiskThatWritesInAnyOrder() throws Exception {
    endAgainAndAgain(new Random());
  }

  @Test
  void aDatabaseFileWithoutItsJournalIsRefused() {
    assertThatThrownBy(
            () -> Database.open("jdbc:h2:async:" + directory.resolve("plain").toAbsolutePath()))
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("store.url"));
  }

  private static String url(Path data) {
    return "jdbc:h2:journal:lossy:" + data.toAbsolutePath().resolve("halcyon");
  }

  private void endAgainAndAgain(@Nullable Random survivors) throws Exception {
    Random random = new Random();
    Set<String> promised = new HashSet<>();
    Files.createDirectories(directory.resolve("data"));
    for (int end = 0; end < ENDS; end++) {
      LossyDisk.plugIn();
      promised.addAll(writeUntilTheEnd("" + end, 20 + random.nextInt(400), survivors));
      try (Database after = Database.open(Database.fileUrl(directory.resolve("data")))) {
        Set<String> missing = new HashSet<>(promised);
        missing.removeAll(
            after.read(
                handle ->
                    handle.createQuery("select subject from change").mapTo(String.class).list()));
        assertThat(missing).as("after end %d", end).isEmpty();
      }
    }
  }

  private List<String> writeUntilTheEnd(String name, int commits, @Nullable Random survivors)
      throws Exception {
    Changes changes = new Changes(Clock.systemUTC());
    Queue<String> promised = new ConcurrentLinkedQueue<>();
    Path data = directory.resolve("data");
    try (Database database = Database.open(url(data))) {
      List<Thread> writers = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        int writer = w;
        writers.add(
            Thread.ofVirtual()
                .start(() -> write(database, changes, name + "/" + writer, promised)));
      }
      Eventually.until(commits + " promised commits", () -> promised.size() >= commits);
      LossyDisk.cutPower(survivors);
      for (Thread writer : writers) {
        writer.join();
      }
    }
    return List.copyOf(promised);
  }

  /** Writes and waits until the database is gone. */
  private static void write(
      Database database, Changes changes, String name, Queue<String> promised) {
    try {
      for (int i = 0; ; i++) {
        String subject = name + "/" + i;
        database.useTransaction(
            handle -> changes.record(handle, ChangeKind.ITEM_CHANGED, subject, null));
        database.durable().await();
        promised.add(subject);
      }
    } catch (RuntimeException gone) {
      // That is the end this test is about.
    }
  }
}
