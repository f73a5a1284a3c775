package dev.halcyon.engine.fingerprint.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.SimHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Search against reading every entry, over random banks that are half dense clusters. */
class HashBankPropertiesTest {
  private Path folder = Path.of("");
  private int made;

  @BeforeProperty
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("banks");
  }

  @AfterProperty
  void removeFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static HashBits random(HashKind kind, Random random) {
    return kind == HashKind.SIMHASH
        ? new SimHash(random.nextLong())
        : kind.of(
            new long[] {random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()},
            0);
  }

  private static HashBits near(HashBits hash, int flips, Random random) {
    long[] words = new long[hash.words()];
    for (int i = 0; i < words.length; i++) {
      words[i] = hash.word(i);
    }
    for (int i = 0; i < flips; i++) {
      int bit = random.nextInt(64 * words.length);
      words[bit / 64] ^= 1L << bit;
    }
    return HashKind.of(hash).of(words, 0);
  }

  /** Half uniform, half in a few clusters, with some hashes twice under two labels. */
  private static List<BankEntry> entries(HashKind kind, int size, Random random) {
    List<HashBits> centres = List.of(random(kind, random), random(kind, random));
    List<BankEntry> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      HashBits hash =
          random.nextBoolean()
              ? random(kind, random)
              : near(centres.get(random.nextInt(2)), random.nextInt(12), random);
      if (!entries.isEmpty() && random.nextInt(10) == 0) {
        hash = entries.get(random.nextInt(entries.size())).hash();
      }
      entries.add(new BankEntry(hash, random.nextInt(102) - 1, "label " + random.nextInt(3)));
    }
    return entries;
  }

  /** Hash and label: what makes an entry itself. */
  private static Set<String> names(Stream<BankEntry> entries) {
    Set<String> names = new HashSet<>();
    entries.forEach(each -> names.add(each.hash().hex() + " " + each.label()));
    return names;
  }

  private static void assertSearchesEqual(HashBank bank, List<BankEntry> all, HashBits query) {
    for (int within : new int[] {0, 1, 3, 7, 8, 15, 16, 25, 31, 32, 60}) {
      List<BankMatch> found = bank.search(query, within);
      Set<String> expected =
          names(all.stream().filter(each -> each.hash().distance(query) <= within));
      assertThat(names(found.stream().map(BankMatch::entry)))
          .as("within %d", within)
          .isEqualTo(expected);
      assertThat(found).hasSameSizeAs(expected);
      assertThat(found).allMatch(each -> each.entry().hash().distance(query) == each.distance());
      assertThat(found).isSortedAccordingTo((a, b) -> Integer.compare(a.distance(), b.distance()));
    }
  }

  @Property(tries = 40)
  void searchFindsExactlyWhatReadingEveryEntryFinds(
      @ForAll HashKind kind, @ForAll @IntRange(max = 3000) int size, @ForAll long seed) {
    Random random = new Random(seed);
    List<BankEntry> all = entries(kind, size, random);
    Path file = folder.resolve("bank" + made++);
    int held = HashBank.create(file, kind, all);
    assertThat(held).isEqualTo(names(all.stream()).size());
    try (HashBank bank = HashBank.read(file)) {
      assertThat(bank.size()).isEqualTo(held);
      for (int i = 0; i < 12; i++) {
        HashBits query =
            all.isEmpty() || i % 3 == 0
                ? random(kind, random)
                : near(all.get(random.nextInt(size)).hash(), random.nextInt(40), random);
        assertSearchesEqual(bank, all, query);
      }
    }
  }

  @Property(tries = 25)
  void changesFoldsAndReopeningKeepTheBankEqualToASet(
      @ForAll HashKind kind, @ForAll @IntRange(max = 400) int size, @ForAll long seed) {
    Random random = new Random(seed);
    List<BankEntry> pool = entries(kind, 300, random);
    List<BankEntry> model = new ArrayList<>(entries(kind, size, random));
    Path file = folder.resolve("bank" + made++);
    HashBank.create(file, kind, model);
    HashBank bank = HashBank.open(file);
    try {
      for (int step = 0; step < 30; step++) {
        BankEntry entry = pool.get(random.nextInt(pool.size()));
        switch (random.nextInt(5)) {
          case 0, 1 -> {
            List<BankEntry> some = List.of(entry, pool.get(random.nextInt(pool.size())));
            int before = names(model.stream()).size();
            model.addAll(some);
            assertThat(bank.add(some)).isEqualTo(names(model.stream()).size() - before);
          }
          case 2 -> {
            HashBits gone =
                model.isEmpty() ? entry.hash() : model.get(random.nextInt(model.size())).hash();
            int before = names(model.stream()).size();
            model.removeIf(each -> each.hash().equals(gone));
            assertThat(bank.withdraw(gone)).isEqualTo(before - names(model.stream()).size());
          }
          case 3 -> bank.fold();
          default -> {
            bank.close();
            bank = HashBank.open(file);
          }
        }
        assertThat(bank.size()).isEqualTo(names(model.stream()).size());
        assertSearchesEqual(bank, model, near(entry.hash(), random.nextInt(20), random));
      }
    } finally {
      bank.close();
    }
  }

  @Property(tries = 3)
  void clusterLargerThanOneBatchOfCandidatesIsFoundWhole(@ForAll HashKind kind, @ForAll long seed) {
    Random random = new Random(seed);
    HashBits centre = random(kind, random);
    List<BankEntry> all = new ArrayList<>();
    for (int i = 0; i < 12_000; i++) {
      all.add(new BankEntry(near(centre, random.nextInt(3), random), -1, "n" + i));
    }
    Path file = folder.resolve("bank" + made++);
    HashBank.create(file, kind, all);
    try (HashBank bank = HashBank.read(file)) {
      assertSearchesEqual(bank, all, centre);
      assertSearchesEqual(bank, all, near(centre, 25, random));
    }
  }

  @Property(tries = 5)
  void pdqAtTheVeryLimitIsFoundHoweverTheBitsLie(@ForAll long seed) {
    Random random = new Random(seed);
    PdqHash hash = (PdqHash) random(HashKind.PDQ, random);
    Path file = folder.resolve("bank" + made++);
    HashBank.create(file, HashKind.PDQ, List.of(new BankEntry(hash, 100, "")));
    try (HashBank bank = HashBank.read(file)) {
      for (int i = 0; i < 200; i++) {
        // Two bits in fifteen of the sixteen blocks, and one in the last: the worst case.
        long[] words = {hash.a(), hash.b(), hash.c(), hash.d()};
        int spared = random.nextInt(16);
        for (int block = 0; block < 16; block++) {
          int first = random.nextInt(16);
          int second = (first + 1 + random.nextInt(15)) % 16;
          words[block / 4] ^= 1L << 16 * (block % 4) + first;
          words[block / 4] ^= block == spared ? 0 : 1L << 16 * (block % 4) + second;
        }
        PdqHash query = new PdqHash(words[0], words[1], words[2], words[3]);
        assertThat(query.distance(hash)).isEqualTo(31);
        assertThat(bank.search(query, 31)).hasSize(1);
        assertThat(bank.search(query, 30)).isEmpty();
      }
    }
  }
}
