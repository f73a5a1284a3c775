package dev.halcyon.server.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.store.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of items beside their database: whose they are, and what is refused. */
@OnBothDatabases
class ItemKeysTest {
  private static final byte[] WORDS = "who told you".getBytes(StandardCharsets.UTF_8);

  @TempDir Path data;
  private Database database;

  @BeforeEach
  void open() {
    database = TestDatabases.open(data);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Item stored() {
    Item item = Fixtures.item("who told you");
    database.useTransaction(handle -> new ItemRepository().insert(handle, item, false));
    return item;
  }

  private String text(Item item) {
    return database
        .read(handle -> new ItemRepository().find(handle, item.id()).orElseThrow())
        .text();
  }

  private void deleteKeys() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("item-keys"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void eachKeyIsGivenOnceByWhicheverServerAsks() {
    ItemKeys one = ItemKeys.open(data, database);
    ItemKeys two = ItemKeys.open(data, database);
    Set<Long> numbers = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      assertThat(numbers.add(one.next().number())).isTrue();
      assertThat(numbers.add(two.next().number())).isTrue();
    }
    assertThat(numbers.add(ItemKeys.open(data, database).next().number()))
        .as("a restart begins elsewhere")
        .isTrue();
  }

  @Test
  void aTreeThatIsUsedUpIsFollowedByAnother() {
    ItemKeys keys = ItemKeys.open(data, database);
    ItemKey first = keys.next();
    long number = first.number();
    for (int i = 1; i < 1 << ItemKeys.DEPTH; i++) {
      number = keys.next().number();
    }
    assertThat(number).isEqualTo(first.number() + (1 << ItemKeys.DEPTH) - 1);
    ItemKey next = keys.next();
    assertThat(next.number()).isEqualTo(number + 1);
    assertThat(keys.find(next.number()).orElseThrow().seal(WORDS)).isNotEmpty();
  }

  @Test
  void whatOneServerDestroysNoOtherOpens() throws Exception {
    ItemKeys one = ItemKeys.open(data, database);
    ItemKeys two = ItemKeys.open(data, database);
    ItemKey gone = one.next();
    ItemKey stays = one.next();
    byte[] sealed = gone.seal(WORDS);
    assertThat(two.find(ItemKey.number(sealed)).orElseThrow().open(sealed)).isEqualTo(WORDS);
    one.destroy(List.of(gone.number()));
    assertThat(one.find(gone.number())).isEmpty();
    assertThat(two.find(gone.number())).isEmpty();
    assertThat(ItemKeys.open(data, database).find(gone.number())).isEmpty();
    byte[] other = stays.seal(WORDS);
    assertThat(two.find(stays.number()).orElseThrow().open(other)).isEqualTo(WORDS);
  }

  @Test
  void keysThatAreMissingOrAnotherDatabasesAreRefused(@TempDir Path elsewhere) throws IOException {
    ItemKeys.open(data, database);
    Item item = stored();
    assertThat(text(item)).isEqualTo("who told you");
    assertThatThrownBy(() -> ItemKeys.open(elsewhere, database))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("another database");
    deleteKeys();
    assertThatThrownBy(() -> ItemKeys.open(data, database))
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("item.keys"));
    try (Stream<Path> files = Files.list(data.resolve("item-keys"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("nothing was made anew")
          .containsOnly("lock");
    }
  }

  @Test
  void keysThatAreOlderThanTheDatabaseAreRefused() throws IOException {
    ItemKeys.open(data, database);
    stored();
    ItemKeys.open(data, database);
    stored();
    Files.delete(data.resolve("item-keys").resolve("00000002.tree"));
    assertThatThrownBy(() -> ItemKeys.open(data, database))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("older than the database");
  }

  private void refusedWithoutTheSecondTree() throws IOException {
    Files.delete(data.resolve("item-keys").resolve("00000002.tree"));
    assertThatThrownBy(() -> ItemKeys.open(data, database))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("older than the database");
  }

  @Test
  void keysThatAreOlderThanAnyThatWasGivenAreRefusedWhateverTheItemsName() throws IOException {
    ItemKeys.open(data, database).next();
    ItemKeys.open(data, database).next();
    refusedWithoutTheSecondTree();
  }

  @Test
  void aTreeIsRecordedByWhicheverTransactionStoresOfItFirst() throws IOException {
    ItemKeys.open(data, database).next();
    ItemKeys.open(data, database);
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    handle -> {
                      Seals.of(handle).next(handle);
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");
    database.useTransaction(handle -> Seals.of(handle).next(handle));
    refusedWithoutTheSecondTree();
  }

  @Test
  void whatIsDestroyedAlreadyIsLeftAsItIs() {
    ItemKeys keys = ItemKeys.open(data, database);
    List<Long> two = List.of(keys.next().number(), keys.next().number());
    assertThat(keys.destroy(two)).isEqualTo(2);
    KeyFolder folder = KeyFolder.open(data);
    KeyFolder.Stamp stamp = folder.stamp(1);
    assertThat(keys.destroy(two)).isZero();
    assertThat(folder.stamp(1)).as("no file is rewritten for it").isEqualTo(stamp);
  }

  @Test
  void oneRoundIsOfFewTrees() {
    List<Long> numbers =
        LongStream.range(0, 100).map(each -> each / 2 << ItemKeys.DEPTH | each).boxed().toList();
    assertThat(ItemKeys.ofFewTrees(numbers)).isEqualTo(numbers.subList(0, 32));
    assertThat(ItemKeys.ofFewTrees(numbers.subList(0, 5))).isEqualTo(numbers.subList(0, 5));
  }

  @Test
  void whatWasChangedIsRefusedAndNeverTakenForErased() {
    ItemKeys.open(data, database);
    Item item = stored();
    database.useTransaction(
        handle -> {
          byte[] words =
              handle
                  .createQuery("select words from item where id = :id")
                  .bind("id", item.id())
                  .mapTo(byte[].class)
                  .one();
          words[words.length - 1] ^= 1;
          handle
              .createUpdate("update item set words = :words where id = :id")
              .bind("words", words)
              .bind("id", item.id())
              .execute();
        });
    assertThatThrownBy(() -> text(item))
        .hasRootCauseInstanceOf(javax.crypto.AEADBadTagException.class)
        .hasStackTraceContaining("cannot be opened");
  }

  @Test
  void aDatabaseWithoutItsKeysStoresNothing() {
    assertThatThrownBy(this::stored).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anItemComesBackAsItWas() {
    ItemWords words = new ItemWords("ж text", "[]", "00ff", new byte[] {0, 1, -1});
    ItemKeys.open(data, database);
    for (ItemWords each :
        List.of(words, ItemWords.NONE, new ItemWords("x".repeat(70_000), null, null, null))) {
      byte[] sealed = database.inTransaction(handle -> each.seal(Seals.of(handle).next(handle)));
      ItemWords back =
          database.read(
              handle ->
                  handle
                      .createQuery("select cast(:words as bytea) as words")
                      .bind("words", sealed)
                      .map((row, context) -> ItemWords.read(row, context))
                      .one());
      assertThat(back).usingRecursiveComparison().isEqualTo(each);
    }
  }
}
