package dev.halcyon.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.HoldRequest;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.intake.ScriptedServer;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.seal.ItemKeys;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Database;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a copy of the database from before an erasure is worth afterwards: nothing of the item that
 * was erased, everything of all others. And what the files show of any item's words: nothing.
 */
@OnBothDatabases
class SealedItemsTest {
  private static final String MARK = "zq7mark";

  @TempDir Path data;
  @TempDir Path copy;

  private static ItemSubmission submission(String id, String text, List<ReportSubmission> reports) {
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    return new ItemSubmission(
        "harbor",
        id,
        Surface.POST,
        "en",
        "DE",
        new Author("author-" + id, "Anna", 10, false),
        text,
        List.of(),
        List.of(new ContextMessage("b", "Ben", "before " + MARK, at, null)),
        at,
        100,
        false,
        reports);
  }

  private static IntakeAnswer send(TestClient harbor, String id, String text) {
    return harbor
        .post("/v1/items?deadlineMillis=20000", submission(id, text, List.of()))
        .as(IntakeAnswer.class);
  }

  private static IntakeAnswer sendReported(TestClient harbor, String id, String text) {
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    List<ReportSubmission> reports =
        List.of(new ReportSubmission(ReportSource.USER, "u", Category.HATE, "it says " + MARK, at));
    return harbor
        .post("/v1/items?deadlineMillis=20000", submission(id, text, reports))
        .as(IntakeAnswer.class);
  }

  private static void decide(ScriptedServer server, IntakeAnswer item) {
    TestClient ana = server.client("ana", Role.REVIEWER);
    OpenedCase opened = ana.post("/v1/cases/" + item.caseId() + "/open").as(OpenedCase.class);
    assertThat(opened.detail().item().text()).contains(MARK);
    DecisionRequest plain = Fixtures.decide(opened, DecisionAction.REMOVE);
    DecisionRequest noted =
        new DecisionRequest(
            plain.id(),
            plain.caseId(),
            plain.caseVersion(),
            plain.leaseToken(),
            plain.action(),
            plain.restrictions(),
            plain.category(),
            plain.clause(),
            "a note on " + MARK,
            null,
            plain.decidedAt(),
            plain.handlingMillis());
    assertThat(ana.post("/v1/decisions", new DecisionBatch(List.of(noted))).text())
        .contains("ACCEPTED");
  }

  private static String text(Database database, IntakeAnswer item) {
    return database
        .read(handle -> new ItemRepository().find(handle, item.itemId()).orElseThrow())
        .text();
  }

  @Test
  void aRowFromBeforeTheErasureSaysNothingAfterIt() {
    try (ScriptedServer server = new ScriptedServer(data)) {
      TestClient harbor = server.client("harbor", Role.SERVICE);
      IntakeAnswer gone = send(harbor, "1", "fine " + MARK);
      IntakeAnswer stays = send(harbor, "2", "fine too " + MARK);
      assertThat(gone.verdict()).isEqualTo(Verdict.ALLOW);
      byte[] goneBefore = words(server.database(), gone);
      byte[] staysBefore = words(server.database(), stays);
      assertThat(new String(open(server.database(), goneBefore), StandardCharsets.UTF_8))
          .contains("fine " + MARK);
      assertThat(
              harbor.call("DELETE", "/v1/items/" + gone.itemId(), BodyPublishers.noBody()).status())
          .isEqualTo(204);
      assertThat(
              server
                  .database()
                  .<Boolean>read(handle -> Seals.of(handle).open(goneBefore).isPresent()))
          .isFalse();
      assertThat(new String(open(server.database(), staysBefore), StandardCharsets.UTF_8))
          .contains("fine too " + MARK);
      assertThat(text(server.database(), stays)).isEqualTo("fine too " + MARK);
      assertThat(
              server.one("select count(*) from item_key_gone where destroyed = false", Long.class))
          .isZero();
    }
  }

  private static byte[] open(Database database, byte[] sealed) {
    return database.read(handle -> Seals.of(handle).open(sealed).orElseThrow());
  }

  private static byte[] words(Database database, IntakeAnswer item) {
    return database.read(
        handle ->
            handle
                .createQuery("select words from item where id = :id")
                .bind("id", item.itemId())
                .mapTo(byte[].class)
                .one());
  }

  @Test
  void aCopyOfTheDatabaseWithTheKeysOfLaterGivesAllButTheErased() throws IOException {
    Assumptions.assumeFalse(TestDatabases.isPostgresql(), "copies the file");
    IntakeAnswer allowed;
    IntakeAnswer reviewed;
    IntakeAnswer stays;
    try (ScriptedServer server = new ScriptedServer(data)) {
      TestClient harbor = server.client("harbor", Role.SERVICE);
      allowed = send(harbor, "1", "fine " + MARK);
      reviewed = sendReported(harbor, "2", "review " + MARK);
      stays = send(harbor, "3", "also fine " + MARK);
      decide(server, reviewed);
    }
    Files.copy(data.resolve("halcyon.mv.db"), copy.resolve("halcyon.mv.db"));
    try (ScriptedServer server = new ScriptedServer(data)) {
      TestClient admin = server.client("adm", Role.ADMIN);
      for (IntakeAnswer each : List.of(allowed, reviewed)) {
        assertThat(
                admin
                    .call("DELETE", "/v1/items/" + each.itemId(), BodyPublishers.noBody())
                    .status())
            .isEqualTo(204);
      }
    }
    try (Database before = Database.open(Database.fileUrl(copy))) {
      ItemKeys.open(data, before);
      assertThat(text(before, stays)).isEqualTo("also fine " + MARK);
      for (IntakeAnswer each : List.of(allowed, reviewed)) {
        Item found =
            before.read(handle -> new ItemRepository().find(handle, each.itemId()).orElseThrow());
        assertThat(found.text()).isEmpty();
        assertThat(found.conversation()).isEmpty();
      }
    }
  }

  private static void copyKeys(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolve("item-keys"));
    try (Stream<Path> all = Files.list(from.resolve("item-keys"))) {
      for (Path file : all.toList()) {
        Files.copy(
            file,
            to.resolve("item-keys").resolve(file.getFileName()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void keysThatComeBackWithAnOlderCopyAreDestroyedAgainAtTheNextStart() throws IOException {
    IntakeAnswer stays;
    byte[] before;
    try (ScriptedServer server = new ScriptedServer(data)) {
      TestClient harbor = server.client("harbor", Role.SERVICE);
      IntakeAnswer gone = send(harbor, "1", "fine " + MARK);
      stays = send(harbor, "2", "fine too " + MARK);
      before = words(server.database(), gone);
      copyKeys(data, copy);
      assertThat(
              harbor.call("DELETE", "/v1/items/" + gone.itemId(), BodyPublishers.noBody()).status())
          .isEqualTo(204);
    }
    copyKeys(copy, data);
    try (ScriptedServer server = new ScriptedServer(data)) {
      Eventually.until(
          "the key is destroyed again",
          () -> server.database().<Boolean>read(handle -> Seals.of(handle).open(before).isEmpty()));
      assertThat(text(server.database(), stays)).isEqualTo("fine too " + MARK);
    }
  }

  /** Has the folder of keys locked until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        System.out.println(lock.isValid());
        System.in.read();
      }
    }
  }

  @Test
  void whileKeysAreBeingDestroyedItemsAreTakenIn() throws Exception {
    try (ScriptedServer server = new ScriptedServer(data)) {
      TestClient harbor = server.client("harbor", Role.SERVICE);
      IntakeAnswer gone = send(harbor, "1", "fine " + MARK);
      Process holder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Holder.class.getName(),
                  data.resolve("item-keys").resolve("lock").toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        assertThat(holder.inputReader().readLine()).isEqualTo("true");
        Future<Integer> erased =
            threads.submit(
                () ->
                    harbor
                        .call("DELETE", "/v1/items/" + gone.itemId(), BodyPublishers.noBody())
                        .status());
        Eventually.until(
            "it is erased but for its key",
            () -> server.one("select count(*) from item_key_gone", Long.class) == 1);
        for (int i = 2; i < 6; i++) {
          assertThat(send(harbor, "" + i, "fine too " + MARK).verdict()).isEqualTo(Verdict.ALLOW);
        }
        assertThat(erased.isDone()).isFalse();
        holder.destroyForcibly().waitFor();
        assertThat(erased.get()).isEqualTo(204);
      } finally {
        holder.destroyForcibly();
      }
    }
  }

  @Test
  void noFileShowsTheWordsOfAnyItem() throws IOException {
    Assumptions.assumeFalse(TestDatabases.isPostgresql(), "reads the file");
    try (ScriptedServer server = new ScriptedServer(data)) {
      TestClient harbor = server.client("harbor", Role.SERVICE);
      TestClient admin = server.client("adm", Role.ADMIN);
      assertThat(send(harbor, "1", "fine " + MARK).verdict()).isEqualTo(Verdict.ALLOW);
      IntakeAnswer held = sendReported(harbor, "2", "review " + MARK);
      assertThat(
              admin
                  .post(
                      "/v1/items/" + held.itemId() + "/holds",
                      new HoldRequest("court order about " + MARK))
                  .status())
          .isEqualTo(201);
      decide(server, sendReported(harbor, "3", "review too " + MARK));
      assertThat(new Marks(server.database(), MARK).marked()).isEmpty();
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(MARK);
      }
    }
  }
}
