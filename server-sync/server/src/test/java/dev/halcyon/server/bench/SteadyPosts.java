package dev.halcyon.server.bench;

import dev.halcyon.protocol.Wire;
import dev.halcyon.server.TestClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts that arrive at a steady rate whatever became of those before, in posts of a few that wait
 * 200 ms for their verdicts. An answer's time counts from when its post was due.
 */
final class SteadyPosts {
  private static final String DEADLINE = "/v1/items?deadlineMillis=200";

  private final TestClient client;
  private final int rate;
  private final int together;
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger late = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /**
   * Posts to one server.
   *
   * @param rate texts a second
   * @param together texts in one post; 1 is the form of a single item
   */
  SteadyPosts(TestClient client, int rate, int together) {
    this.client = client;
    this.rate = rate;
    this.together = together;
  }

  /** Sends for that long, waits for every answer and prints what they took. */
  void send(int seconds) {
    Random random = new Random(7);
    long begin = System.nanoTime();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int post = 0; post < rate * seconds / together; post++) {
        long due = begin + (long) (post * 1e9 * together / rate);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        String body = body(random, post);
        senders.execute(() -> post(body, due));
      }
    }
    String name = together == 1 ? "intake.sync" : "intake.sync-of-" + together;
    List<Double> sorted = millis.stream().sorted().toList();
    IntakeBench.figure(name + ".p50", sorted.get(sorted.size() / 2), "ms");
    IntakeBench.figure(name + ".p95", sorted.get((int) (sorted.size() * 0.95)), "ms");
    System.out.printf(
        "%d posts of %d at %d texts a second: %d texts answered before their verdict, %d refused%n",
        sorted.size(), together, rate, late.get(), refused.get());
  }

  private String body(Random random, int post) {
    String name = "steady-" + together;
    return IntStream.range(0, together)
        .mapToObj(line -> Wire.write(IntakeBench.item(random, name + "-" + post + "-" + line)))
        .collect(Collectors.joining("\n"));
  }

  private void post(String body, long due) {
    String type = together == 1 ? "application/json" : "application/x-ndjson";
    TestClient.Answer answer =
        client.send(
            client
                .request(DEADLINE)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    millis.add((System.nanoTime() - due) / 1e6);
    if (answer.status() == 429) {
      refused.addAndGet(together);
      return;
    }
    for (String line : answer.text().strip().split("\n")) {
      if (line.contains("intake.too_many")) {
        refused.incrementAndGet();
      } else if (!line.contains("\"complete\":true")) {
        late.incrementAndGet();
      }
    }
  }
}
