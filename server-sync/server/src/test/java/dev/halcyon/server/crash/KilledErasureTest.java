package dev.halcyon.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MediaUploaded;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process killed with SIGKILL while it erases items and deletes their files: after the
 * next start each item is erased whole or untouched, those that were answered are erased, and no
 * file of an erased one is left, though nobody asked again.
 */
@OnBothDatabases
@Timeout(300)
class KilledErasureTest {
  private static final String PASSWORD = "correct horse battery staple";
  private static final String MARK = "zq7mark";
  private static final int ITEMS = 16;
  private static final int FILES = 30;

  @TempDir Path directory;

  /** Media of each item. */
  private final Map<UUID, List<String>> items = new TreeMap<>();

  /** Words of each item, as a copy of the database from before has them. */
  private final Map<UUID, byte[]> sealed = new TreeMap<>();

  private final Queue<UUID> answered = new ConcurrentLinkedQueue<>();

  @Test
  void whatWasBeingErasedIsErasedAfterTheNextStart() throws Exception {
    Path data = directory.resolve("data");
    seed(data);
    int port = ServerProcess.freePort();
    eraseAndKill(data, port);

    Process next = ServerProcess.start(directory, data, port, TestDatabases.arguments(data));
    List<UUID> untouched = new ArrayList<>();
    try {
      TestClient harbor = signIn(port);
      // A file that comes back or stays would be seen below; here only the rest is awaited.
      Eventually.until(
          "files are whole items' alone",
          () -> items.values().stream().allMatch(media -> files(data, media) % FILES == 0));
      items.forEach(
          (item, media) -> {
            if (files(data, media) > 0) {
              untouched.add(item);
            }
          });
      assertThat(untouched)
          .as("killed midway")
          .isNotEmpty()
          .hasSizeLessThan(ITEMS)
          .doesNotContainAnyElementsOf(answered);
      untouched.forEach(item -> assertThat(delete(harbor, item)).isEqualTo(204));
    } finally {
      next.destroy();
      next.waitFor();
    }
    try (HalcyonServer last = HalcyonServer.start(TestDatabases.options(data))) {
      Database database = last.context().database();
      assertThat(Workload.count(database, "select count(*) from item where erased_at is not null"))
          .isEqualTo(ITEMS);
      assertThat(
              Workload.count(
                  database, "select count(*) from audit_entry where action = 'item.erased'"))
          .as("each once")
          .isEqualTo(ITEMS);
      assertThat(Workload.count(database, "select count(*) from item where words is not null"))
          .isZero();
      assertThat(
              Workload.count(
                  database, "select count(*) from item_key_gone where destroyed = false"))
          .isZero();
      assertThat(sealed.values())
          .as("what a copy of the rows from before has")
          .hasSize(ITEMS)
          .allSatisfy(
              words ->
                  assertThat(
                          database.<Boolean>read(
                              handle -> Seals.of(handle).open(words).isPresent()))
                      .isFalse());
      assertThat(Workload.count(database, "select count(*) from media_gone")).isZero();
      assertThat(Workload.count(database, "select count(*) from item_media")).isZero();
    }
    try (Stream<Path> all = Files.walk(data)) {
      Set<String> media = items.values().stream().flatMap(List::stream).collect(Collectors.toSet());
      assertThat(all.filter(file -> media.contains(id(file)))).as("files and their keys").isEmpty();
    }
    assertThat(Files.readString(directory.resolve("server.log"))).doesNotContain(MARK);
  }

  private void seed(Path data) {
    try (HalcyonServer first = HalcyonServer.start(TestDatabases.options(data))) {
      first
          .context()
          .accounts()
          .ensure("harbor", "Harbor", Set.of(Role.SERVICE), List.of(), PASSWORD);
      TestClient harbor = signIn(first.url().getPort());
      for (int i = 0; i < ITEMS; i++) {
        Item item = Fixtures.item("good morning " + MARK);
        List<String> media = new ArrayList<>();
        for (int part = 0; part < FILES; part++) {
          media.add(upload(harbor, "part " + part + " of item " + i));
        }
        items.put(item.id(), media);
        first.context().database().useTransaction(handle -> insert(handle, item, media));
      }
      first.context().database().durable().await();
      first
          .context()
          .database()
          .read(
              handle ->
                  handle
                      .createQuery("select id, words from item")
                      .map(
                          (row, context) ->
                              sealed.put(row.getObject("id", UUID.class), row.getBytes("words")))
                      .list());
      assertThat(sealed).hasSize(ITEMS);
    }
  }

  private static void insert(Handle handle, Item item, List<String> media) {
    ItemRepository rows = new ItemRepository();
    rows.insert(handle, item, false);
    rows.conclude(handle, item.id(), true, Verdict.ALLOW, null, 0, "en", Fixtures.policy(1).ref());
    for (int place = 0; place < media.size(); place++) {
      handle.execute(
          "insert into item_media (item_id, place, media_id) values (?, ?, ?)",
          item.id(),
          place,
          media.get(place));
    }
  }

  private static String upload(TestClient harbor, String content) {
    return harbor
        .send(
            harbor
                .request("/v1/media")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofString(content)))
        .as(MediaUploaded.class)
        .mediaId();
  }

  private void eraseAndKill(Path data, int port) throws Exception {
    Process process = ServerProcess.start(directory, data, port, TestDatabases.arguments(data));
    try {
      TestClient harbor = signIn(port);
      Queue<UUID> open = new ConcurrentLinkedQueue<>(items.keySet());
      for (int client = 0; client < 2; client++) {
        Thread.ofVirtual().start(() -> eraseAll(harbor, open));
      }
      Eventually.until(
          "one is answered, and another has lost some of its files",
          () ->
              !answered.isEmpty()
                  && items.values().stream()
                      .mapToLong(each -> files(data, each))
                      .anyMatch(left -> left > 0 && left < FILES));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void eraseAll(TestClient harbor, Queue<UUID> open) {
    try {
      for (UUID item = open.poll(); item != null; item = open.poll()) {
        if (delete(harbor, item) == 204) {
          answered.add(item);
        }
      }
    } catch (UncheckedIOException killed) {
      // Nothing was promised about this one.
    }
  }

  private static int delete(TestClient client, UUID item) {
    return client.call("DELETE", "/v1/items/" + item, BodyPublishers.noBody()).status();
  }

  private static TestClient signIn(int port) {
    URI url = URI.create("http://127.0.0.1:" + port);
    Session session =
        new TestClient(url, null)
            .post("/v1/sessions", new SignInRequest("harbor", PASSWORD))
            .as(Session.class);
    return new TestClient(url, session.token());
  }

  private static String id(Path file) {
    return file.getFileName().toString().split("\\.")[0];
  }

  private static long files(Path data, List<String> media) {
    try (Stream<Path> all = Files.walk(data.resolve("media"))) {
      Set<String> names = Set.copyOf(media);
      return all.filter(Files::isRegularFile).filter(file -> names.contains(id(file))).count();
    } catch (IOException | UncheckedIOException vanished) {
      // A file went while it was counted: count again.
      return files(data, media);
    }
  }
}
