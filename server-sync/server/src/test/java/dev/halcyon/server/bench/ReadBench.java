package dev.halcyon.server.bench;

import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Wire;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What refusing keys that stand twice costs when an item is read: processor time of this thread, so
 * that a busy machine does not count, both ways in turns.
 */
public final class ReadBench {
  private static final int ROUNDS = 40;
  private static final int ITEMS = 20_000;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private ReadBench() {}

  public static void main(String[] arguments) {
    String item =
        Wire.write(
            new ItemSubmission(
                "harbor-social",
                "post-1234567",
                Surface.POST,
                Audience.GENERAL,
                "en",
                "DE",
                new Author("u-12345", "Jo Somebody", 120, false),
                "A quiet day at the harbour, and the ferry to the island is late again",
                List.of(),
                List.of(),
                Instant.parse("2026-01-31T12:00:00Z"),
                100,
                false,
                List.of()));
    long[] spent = new long[2];
    for (int round = 0; round < ROUNDS; round++) {
      boolean warm = round >= ROUNDS / 4;
      long plain = nanos(Wire::read, item);
      long strict = nanos(Wire::readSent, item);
      spent[0] += warm ? plain : 0;
      spent[1] += warm ? strict : 0;
    }
    double items = (ROUNDS - ROUNDS / 4) * (double) ITEMS;
    System.out.printf("figure read.plain %.2f us%n", spent[0] / items / 1000);
    System.out.printf("figure read.strict %.2f us%n", spent[1] / items / 1000);
    System.out.printf("figure read.ratio %.2f%n", spent[1] / (double) spent[0]);
  }

  private static long nanos(
      BiFunction<String, Class<ItemSubmission>, ItemSubmission> reader, String item) {
    long begun = CLOCK.getCurrentThreadCpuTime();
    int length = 0;
    for (int i = 0; i < ITEMS; i++) {
      length += reader.apply(item, ItemSubmission.class).text().length();
    }
    long took = CLOCK.getCurrentThreadCpuTime() - begun;
    if (length == 0) {
      throw new IllegalStateException("nothing was read");
    }
    return took;
  }
}
