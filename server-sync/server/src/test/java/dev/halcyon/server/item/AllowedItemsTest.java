package dev.halcyon.server.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleSource;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.decision.DecisionRepository;
import dev.halcyon.server.store.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers stored before and after allowed items lay in one row is read alike. */
@OnBothDatabases
class AllowedItemsTest {
  private static final UUID ITEM = UUID.fromString("01a22bf9-f37d-7aca-b191-55394ff841e6");
  private static final String AT = "timestamp with time zone '2026-11-30 10:22:09+00'";

  @TempDir Path data;

  private static AllowedItems.Said said() {
    Rationale rationale =
        new Rationale(
            UUID.fromString("01a22bf9-f5df-76c7-af49-516081961820"),
            RationaleSource.LOCAL,
            Verdict.ALLOW,
            null,
            null,
            0,
            List.of(),
            List.of(),
            Fixtures.policy(1).ref(),
            List.of(),
            Instant.parse("2026-11-30T10:22:09Z"));
    return new AllowedItems.Said(List.of(), rationale);
  }

  private static byte[] deflated(AllowedItems.Said said) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(Wire.write(said).getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** A database as the version before left it, with an item allowed, one removed, one decided. */
  private String before() throws IOException {
    String url = TestDatabases.isPostgresql() ? TestDatabases.schema(data) : Database.fileUrl(data);
    String user = TestDatabases.isPostgresql() ? null : "halcyon";
    Flyway.configure()
        .dataSource(url, user, TestDatabases.isPostgresql() ? null : "")
        .locations("classpath:db/migration")
        .target("90")
        .load()
        .migrate();
    Jdbi jdbi = user == null ? Jdbi.create(url) : Jdbi.create(url, user, "");
    byte[] content = deflated(said());
    jdbi.useTransaction(
        handle -> {
          handle.execute(
              "insert into author (source, author_id, display_name, account_age_days, minor, items)"
                  + " values ('harbor', 'a', 'A', 1, false, 3)");
          for (int i = 0; i < 3; i++) {
            handle.execute(
                "insert into item (id, source, external_id, surface, language, region, author_id,"
                    + " body, posted_at, received_at, reach, visibility, learning_consent,"
                    + " complete, verdict, policy_id, policy_version, text_hash) values (?,"
                    + " 'harbor', ?, 'POST', 'en', 'US', 'a', 'words', "
                    + AT
                    + ", "
                    + AT
                    + ", 1, ?, false, ?, 'ALLOW', 'test', 1, 'hash')",
                id(i),
                "e" + i,
                i == 1 ? "REMOVED" : "VISIBLE",
                i != 2);
          }
          handle.execute(
              "insert into allowed_record (item_id, rationale_id, content, made_at) values (?, ?,"
                  + " ?, "
                  + AT
                  + ")",
              ITEM,
              said().rationale().id(),
              content);
          handle.execute(
              "insert into decision (id, item_id, by_machine, action, restrictions, note,"
                  + " policy_id, policy_version, visibility_before, visibility_after, decided_at,"
                  + " recorded_at) values (?, ?, true, 'ALLOW', '', '', 'test', 1, 'PENDING',"
                  + " 'VISIBLE', "
                  + AT
                  + ", "
                  + AT
                  + ")",
              UUID.randomUUID(),
              ITEM);
        });
    return url;
  }

  private static UUID id(int number) {
    return new UUID(ITEM.getMostSignificantBits(), ITEM.getLeastSignificantBits() + number);
  }

  @Test
  void whatTheVersionBeforeStoredIsReadAsItWas() throws IOException {
    try (Database database = Database.open(before())) {
      AllowedItems allowed = new AllowedItems();
      Optional<AllowedItems.Said> found = database.read(handle -> allowed.find(handle, ITEM));
      assertThat(found).contains(said());
      Optional<AllowedItems.Vouched> vouched =
          database.read(handle -> allowed.vouched(handle, ITEM));
      assertThat(vouched).isEmpty();
      DecisionRepository decisions = new DecisionRepository();
      List<PastDecision> once = database.read(handle -> decisions.ofItem(handle, ITEM));
      assertThat(once).extracting(PastDecision::action).containsExactly(DecisionAction.ALLOW);
      Item other = database.read(handle -> new ItemRepository().find(handle, id(2)).orElseThrow());
      var history = database.read(handle -> decisions.history(handle, other));
      assertThat(history.items()).isEqualTo(2);
      assertThat(history.strikes()).isEqualTo(1);
      assertThat(
              database.<List<UUID>>read(
                  handle ->
                      handle
                          .createQuery("select item_id from unfinished_item")
                          .mapTo(UUID.class)
                          .list()))
          .containsExactly(id(2));
    }
  }
}
