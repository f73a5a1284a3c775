package dev.halcyon.engine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.fingerprint.EmbeddingIndex;
import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.PdqHasher;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.engine.fingerprint.bank.BankEntry;
import dev.halcyon.engine.fingerprint.bank.HashBank;
import dev.halcyon.engine.fingerprint.bank.HashKind;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Measures fingerprints on one core: PDQ of a decoded picture of a million pixels, SimHash of a
 * text, exact search of banks of 1 and 10 million hashes (uniform, and with one in a hundred in
 * dense clusters), and nearest embeddings. Half of the queries have a planted match at the very
 * limit; the recall is of those, and of all matches against reading every entry for some. Times are
 * processor time of the one thread that works.
 *
 * <p>Arguments: millions of entries for the banks, default {@code 1 10}.
 */
public final class FingerprintBench {
  private static final int QUERIES = 2_000;

  private FingerprintBench() {}

  /** How the entries of a bank lie. */
  private enum Shape {
    UNIFORM,
    /** One in a hundred in clusters of a thousand, each within 8 bits of its centre. */
    CLUSTERED
  }

  public static void main(String[] arguments) throws IOException {
    pictures();
    texts();
    recallByLength();
    Path folder = Files.createTempDirectory("halcyon-bench");
    try {
      List<String> millions = arguments.length == 0 ? List.of("1", "10") : List.of(arguments);
      for (String each : millions) {
        int count = (int) (Double.parseDouble(each) * 1e6);
        for (Shape shape : Shape.values()) {
          bank(folder, HashKind.PDQ, count, shape, each);
        }
        bank(folder, HashKind.SIMHASH, count, Shape.UNIFORM, each);
      }
      embeddings(EmbeddingIndex.MOST);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static void pictures() {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    Pixels picture = new Pixels(1000, 1000, 3, bytes);
    figure("pdq.hash.1-mpixel", median(() -> PdqHasher.of(picture), 60) * 1e3, "ms");
    figure("pdq.variants.1-mpixel", median(() -> PdqHasher.variants(picture), 30) * 1e3, "ms");
  }

  private static void texts() {
    String text = "The quick brown fox jumps over the lazy dog, again and again. ".repeat(3);
    figure("simhash.186-characters", median(() -> SimHash.of(text), 2_000) * 1e6, "us");
  }

  /** How often a post with one changed letter stays within reach, where there are posts at hand. */
  private static void recallByLength() throws IOException {
    String named = System.getenv("HALCYON_DATA_SHARED");
    Path data = named == null ? Path.of("..", "shared", "data") : Path.of(named);
    List<String> posts = new ArrayList<>();
    for (String name :
        List.of("civil_comments_spans", "davidson", "toxigen_annotated", "sms_spam")) {
      Path file = data.resolve("train").resolve(name + ".jsonl.gz");
      if (!Files.exists(file)) {
        System.out.println(
            "no posts at hand (" + file + "): SimHash recall by length not measured");
        return;
      }
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
        in.lines()
            .limit(2_500)
            .forEach(line -> posts.add(Wire.read(line, JsonNode.class).get("text").asText()));
      }
    }
    int[] most = {60, 140, 300, Integer.MAX_VALUE};
    int[] near = new int[most.length];
    int[] all = new int[most.length];
    Random random = new Random(1);
    for (String post : posts) {
      int at = random.nextInt(Math.max(1, post.length()));
      String edited =
          post.substring(0, at) + (char) ('a' + random.nextInt(26)) + post.substring(at + 1);
      SimHash hash = SimHash.of(post);
      if (post.length() < 20
          || TextFingerprint.comparable(post).equals(TextFingerprint.comparable(edited))) {
        continue;
      }
      int band = 0;
      while (post.length() >= most[band]) {
        band++;
      }
      all[band]++;
      near[band] += hash.distance(SimHash.of(edited)) <= SimHash.MATCH ? 1 : 0;
    }
    String[] names = {"under-60", "under-140", "under-300", "longer"};
    for (int band = 0; band < most.length; band++) {
      figure("simhash.recall." + names[band], 100.0 * near[band] / all[band], "percent");
    }
  }

  private static void bank(Path folder, HashKind kind, int count, Shape shape, String millions)
      throws IOException {
    String name =
        kind.id() + ".search." + millions + "m" + (shape == Shape.UNIFORM ? "" : ".clustered");
    Path file = folder.resolve(name + ".bank");
    long begun = cpu();
    HashBank.create(file, kind, () -> new Entries(kind, count, shape));
    figure(name + ".build", (cpu() - begun) / 1e9, "s");
    figure(name + ".size", Files.size(file) / 1e6, "MB");
    begun = cpu();
    try (HashBank bank = HashBank.read(file)) {
      figure(name + ".open", (cpu() - begun) / 1e9, "s");
      List<HashBits> queries = queries(kind, count, shape);
      search(bank, queries);
      begun = cpu();
      int planted = search(bank, queries);
      double seconds = (cpu() - begun) / 1e9 / QUERIES;
      figure(
          name,
          kind == HashKind.PDQ ? seconds * 1e3 : seconds * 1e6,
          kind == HashKind.PDQ ? "ms" : "us");
      figure(name + ".recall", 100.0 * planted / (QUERIES / 2), "percent");
      figure(name + ".agrees-with-reading-all", agreement(bank, queries), "percent");
      if (shape == Shape.CLUSTERED) {
        List<HashBits> inside = new ArrayList<>();
        while (inside.size() < QUERIES / 2) {
          inside.addAll(centres(kind, count));
        }
        search(bank, inside);
        begun = cpu();
        inside.forEach(each -> bank.search(each, kind.match()));
        figure(name + ".inside", (cpu() - begun) / 1e6 / inside.size(), "ms");
        figure(
            name + ".inside.matches",
            bank.search(inside.getFirst(), kind.match()).size(),
            "entries");
      }
    }
    Files.delete(file);
  }

  private static int search(HashBank bank, List<HashBits> queries) {
    int found = 0;
    for (HashBits query : queries) {
      found += bank.search(query, bank.kind().match()).isEmpty() ? 0 : 1;
    }
    return found;
  }

  private static double agreement(HashBank bank, List<HashBits> queries) {
    int within = bank.kind().match();
    int agreed = 0;
    int asked = 20;
    for (int i = 0; i < asked; i++) {
      // Too wide for the tables, so that every entry is read.
      long all =
          bank.search(queries.get(i), bank.kind() == HashKind.PDQ ? 32 : 8).stream()
              .filter(match -> match.distance() <= within)
              .count();
      agreed += all == bank.search(queries.get(i), within).size() ? 1 : 0;
    }
    return 100.0 * agreed / asked;
  }

  /** Entry {@code index} of a bank, always the same. */
  private static HashBits entry(HashKind kind, int index, Shape shape) {
    SplittableRandom random = new SplittableRandom(index);
    if (shape == Shape.CLUSTERED && index % 100 == 0) {
      HashBits centre = random(kind, new SplittableRandom(-1 - index / 100_000));
      return flipped(centre, random.nextInt(9), random);
    }
    return random(kind, random);
  }

  private static HashBits random(HashKind kind, SplittableRandom random) {
    return kind == HashKind.PDQ
        ? new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong())
        : new SimHash(random.nextLong());
  }

  private static HashBits flipped(HashBits hash, int bits, SplittableRandom random) {
    long[] words = new long[hash.words()];
    for (int i = 0; i < words.length; i++) {
      words[i] = hash.word(i);
    }
    List<Integer> all = new ArrayList<>();
    while (all.size() < bits) {
      int bit = random.nextInt(64 * words.length);
      if (!all.contains(bit)) {
        all.add(bit);
        words[bit >>> 6] ^= 1L << bit;
      }
    }
    return words.length == 4
        ? new PdqHash(words[0], words[1], words[2], words[3])
        : new SimHash(words[0]);
  }

  /** Every second one as far from an entry as a match may be, the others random. */
  private static List<HashBits> queries(HashKind kind, int count, Shape shape) {
    SplittableRandom random = new SplittableRandom(-7);
    List<HashBits> queries = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      queries.add(
          i % 2 == 0
              ? flipped(entry(kind, random.nextInt(count), shape), kind.match(), random)
              : random(kind, random));
    }
    return queries;
  }

  private static List<HashBits> centres(HashKind kind, int count) {
    List<HashBits> centres = new ArrayList<>();
    for (int i = 0; i < count / 100_000; i++) {
      centres.add(random(kind, new SplittableRandom(-1 - i)));
    }
    return centres;
  }

  private static final class Entries implements Iterator<BankEntry> {
    private final HashKind kind;
    private final int count;
    private final Shape shape;
    private int next;

    Entries(HashKind kind, int count, Shape shape) {
      this.kind = kind;
      this.count = count;
      this.shape = shape;
    }

    @Override
    public boolean hasNext() {
      return next < count;
    }

    @Override
    public BankEntry next() {
      return new BankEntry(entry(kind, next++, shape), 100, "bench");
    }
  }

  private static void embeddings(int count) {
    int dimensions = 384;
    EmbeddingIndex index = new EmbeddingIndex(dimensions);
    Random random = new Random(3);
    float[] vector = new float[dimensions];
    for (int i = 0; i < count; i++) {
      for (int d = 0; d < dimensions; d++) {
        vector[d] = random.nextFloat() - 0.5f;
      }
      index.add(vector);
    }
    double seconds = median(() -> index.nearest(vector, 10), 15);
    figure("embeddings.nearest-10.of-" + count, seconds * 1e3, "ms");
    figure("embeddings.scan", count * 4.0 * dimensions / seconds / 1e9, "GB/s");
  }

  private static double median(Runnable work, int rounds) {
    double[] seconds = new double[rounds];
    for (int round = -rounds / 2; round < rounds; round++) {
      long begun = cpu();
      work.run();
      seconds[Math.max(0, round)] = (cpu() - begun) / 1e9;
    }
    java.util.Arrays.sort(seconds);
    return seconds[rounds / 2];
  }

  /**
   * Processor time of this thread, so that other work on the machine does not count; reading of a
   * file that the system does for it is left out.
   */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void figure(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "figure %s %.3f %s%n", name, value, unit);
  }
}
