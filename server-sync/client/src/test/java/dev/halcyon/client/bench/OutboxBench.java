package dev.halcyon.client.bench;

import dev.halcyon.client.Samples;
import dev.halcyon.client.outbox.Outbox;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How many decisions a second the outbox makes durable, one after the other as a reviewer makes
 * them, beside what the same disk gives a bare append of the same bytes with a sync.
 *
 * <p>Arguments: rounds of 200 decisions (default 5) and a folder on the disk to measure (default
 * the system's temporary one).
 */
public final class OutboxBench {
  private static final int PER_ROUND = 200;

  private OutboxBench() {}

  public static void main(String[] arguments) throws IOException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    Path on =
        arguments.length > 1
            ? Path.of(arguments[1])
            : Path.of(System.getProperty("java.io.tmpdir"));
    Path folder = Files.createTempDirectory(on, "halcyon-outbox-bench");
    try {
      measure(rounds, folder);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(OutboxBench::delete);
      }
    }
  }

  private static void measure(int rounds, Path folder) throws IOException {
    System.out.printf(
        "%s, %s %s, %d cores, JDK %s, disk of %s%n",
        "Outbox, durable appends",
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        Files.getFileStore(folder).type());
    System.out.println("round   bare append + sync /s   outbox.add /s   add + send + accepted /s");
    double[] bare = new double[rounds];
    double[] add = new double[rounds];
    double[] whole = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      bare[round] = bare(folder.resolve("bare-" + round));
      add[round] = add(folder);
      whole[round] = whole(folder);
      System.out.printf(
          Locale.ROOT,
          "%5d %24.0f %15.0f %26.0f%n",
          round + 1,
          bare[round],
          add[round],
          whole[round]);
    }
    figure("outbox.bare-sync", median(bare), "per-second");
    figure("outbox.append", median(add), "per-second");
    figure("outbox.append-to-accepted", median(whole), "per-second");
    figure("outbox.append-ratio", median(add) / median(bare), "of-bare-sync");
  }

  /** The baseline: what the disk gives the same bytes without an outbox. */
  private static double bare(Path file) throws IOException {
    byte[] line = Wire.write(decision()).getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long start = System.nanoTime();
      for (int each = 0; each < PER_ROUND; each++) {
        channel.write(ByteBuffer.wrap(line));
        channel.force(true);
      }
      return rate(start);
    }
  }

  private static double add(Path folder) {
    UUID account = UUID.randomUUID();
    try (Outbox outbox = Outbox.open(Outbox.fileFor(folder, account), account, Clock.systemUTC())) {
      long start = System.nanoTime();
      for (int each = 0; each < PER_ROUND; each++) {
        outbox.add(decision(), Duration.ofHours(1));
      }
      return rate(start);
    }
  }

  /** The whole way of one decision at a time: made, being sent, accepted, file made small again. */
  private static double whole(Path folder) {
    UUID account = UUID.randomUUID();
    try (Outbox outbox = Outbox.open(Outbox.fileFor(folder, account), account, Clock.systemUTC())) {
      long start = System.nanoTime();
      for (int each = 0; each < PER_ROUND; each++) {
        outbox.add(decision(), Duration.ZERO);
        List<OutboxEntry> due = outbox.claimDue(100);
        for (OutboxEntry entry : due) {
          outbox.settle(
              new DecisionResult(entry.id(), DecisionOutcome.ACCEPTED, false, null, null, null));
        }
      }
      return rate(start);
    }
  }

  private static DecisionRequest decision() {
    return Samples.decision(UUID.randomUUID(), "The same advert as in the cases before.");
  }

  private static double rate(long start) {
    return PER_ROUND * 1e9 / (System.nanoTime() - start);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void figure(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "figure %s %.2f %s%n", name, value, unit);
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
