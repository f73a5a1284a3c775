package dev.halcyon.server.bench;

import dev.halcyon.protocol.Wire;
import dev.halcyon.server.TestClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
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
  private final String name;

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
    this.name = together == 1 ? "intake.sync" : "intake.sync-of-" + together;
  }

  /**
   * Sends for that long after a quarter of it to warm up, waits for every answer and prints what
   * they took and what they cost.
   */
  void send(int seconds) throws IOException {
    String type = together == 1 ? "application/json" : "application/x-ndjson";
    try (PostSender sender = new PostSender(client, DEADLINE, type)) {
      sender.send(posts(sender, "warm", Math.max(1, seconds / 4)), (double) rate / together);
      List<byte[]> posts = posts(sender, "run", seconds);
      ProcessorProfile profile = new ProcessorProfile(name);
      List<PostSender.Answered> answers = sender.send(posts, (double) rate / together);
      double texts = (double) posts.size() * together;
      profile.print(texts);
      IntakeBench.figure(name + ".sender", sender.seconds() * 1e6 / texts, "us");
      print(answers);
    }
  }

  private List<byte[]> posts(PostSender sender, String run, int seconds) {
    // Texts of no other run: the cache would answer for the models.
    Random random = new Random((run + together).hashCode());
    List<byte[]> posts = new ArrayList<>();
    for (int post = 0; post < rate * seconds / together; post++) {
      String id = "steady-" + run + "-" + together + "-" + post + "-";
      posts.add(
          sender.request(
              IntStream.range(0, together)
                  .mapToObj(line -> Wire.write(IntakeBench.item(random, id + line)))
                  .collect(Collectors.joining("\n"))));
    }
    return posts;
  }

  private void print(List<PostSender.Answered> answers) {
    List<Double> sorted = answers.stream().map(PostSender.Answered::millis).sorted().toList();
    IntakeBench.figure(name + ".p50", sorted.get(sorted.size() / 2), "ms");
    IntakeBench.figure(name + ".p95", sorted.get((int) (sorted.size() * 0.95)), "ms");
    System.out.println(
        "p95 of each second, ms: "
            + answers.stream()
                .collect(
                    Collectors.groupingBy(
                        answer -> (int) answer.dueSeconds(),
                        TreeMap::new,
                        Collectors.mapping(PostSender.Answered::millis, Collectors.toList())))
                .values()
                .stream()
                .map(second -> second.stream().sorted().toList())
                .map(second -> "%.0f".formatted(second.get((int) (second.size() * 0.95))))
                .collect(Collectors.joining(" ")));
    int decided = 0;
    int refused = 0;
    for (PostSender.Answered answer : answers) {
      if (answer.status() == 429) {
        refused += together;
        continue;
      }
      refused += occurrences(answer.body(), "intake.too_many");
      decided += occurrences(answer.body(), "\"complete\":true");
    }
    System.out.printf(
        "%d posts of %d at %d texts a second: %d texts answered before their verdict, %d refused%n",
        sorted.size(), together, rate, answers.size() * together - decided - refused, refused);
  }

  private static int occurrences(String text, String what) {
    int found = 0;
    for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + 1)) {
      found++;
    }
    return found;
  }
}
