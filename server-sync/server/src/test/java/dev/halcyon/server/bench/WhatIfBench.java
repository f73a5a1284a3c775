package dev.halcyon.server.bench;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.WhatIfJob;
import dev.halcyon.protocol.WhatIfRequest;
import dev.halcyon.protocol.WhatIfState;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.item.JudgementRepository;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * How many stored items a second a draft is tried on: texts judged once by the shipped cascade,
 * each stored many times with what its stages said, against a draft with other thresholds, another
 * rule and an overlay. Arguments: how many items (100,000).
 */
public final class WhatIfBench {
  private static final int TEXTS = 2000;
  private static final int PAGE = 1000;
  private static final List<String> REGIONS = List.of("US", "DE", "IN", "FR", "BR");
  private static final List<String> WORDS =
      List.of(
          ("the a this that free win prize money you i we they hate love kill stupid friend school"
               + " today tomorrow come see buy cheap pills click link party music game match news"
               + " morning coffee please thanks really never always sad happy want die go home")
              .split(" "));

  private WhatIfBench() {}

  private record Judged(String text, String region, ScanResult result, ResolvedPolicy policy) {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    int items = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    Path directory = Files.createTempDirectory("what-if-bench");
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(directory))) {
      ServerContext context = server.context();
      List<Judged> judged = judge(context);
      seed(context, judged, items);
      String token = context.accounts().ensure("pol", "Pol", Set.of(Role.POLICY), List.of(), null);
      TestClient pol = TestClient.signedIn(server.url(), token);
      // Once to warm up, once for the figure, each its own draft.
      trial(pol, 901, false);
      trial(pol, 902, true);
    } finally {
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static List<Judged> judge(ServerContext context) {
    Random random = new Random(7);
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 4 + random.nextInt(25); word > 0; word--) {
        text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
      }
      String region = REGIONS.get(i % REGIONS.size());
      ResolvedPolicy policy = context.policies().current(region);
      ScanResult result =
          context
              .engine()
              .scan(
                  new ScanRequest(
                      UuidCreator.getTimeOrderedEpoch(),
                      text.toString(),
                      "en",
                      region,
                      Surface.POST,
                      new Author("a", "A", 10, false),
                      List.of(),
                      List.of(),
                      List.of(),
                      0,
                      policy,
                      Duration.ofMinutes(1)));
      judged.add(new Judged(text.toString(), region, result, policy));
    }
    return judged;
  }

  private static void seed(ServerContext context, List<Judged> judged, int items) {
    ItemRepository rows = new ItemRepository();
    JudgementRepository judgements = new JudgementRepository();
    for (int done = 0; done < items; done += PAGE) {
      int first = done;
      int end = Math.min(items, done + PAGE);
      context
          .database()
          .useTransaction(
              handle -> {
                for (int i = first; i < end; i++) {
                  Judged from = judged.get(i % judged.size());
                  Item item = item(i, from);
                  rows.insert(handle, item, false);
                  judgements.addAssessments(
                      handle,
                      item.id(),
                      from.result().assessments().stream().map(WhatIfBench::again).toList());
                  rows.conclude(
                      handle,
                      item.id(),
                      true,
                      from.result().verdict(),
                      from.result().rationale().category(),
                      0,
                      from.result().language(),
                      from.policy().ref());
                }
              });
      if (first % 20_000 == 0) {
        System.out.printf("seeding %d of %d%n", first, items);
      }
    }
    context.database().durable().await();
  }

  private static Item item(int number, Judged from) {
    Instant at = Instant.now().minusSeconds(86_400).plusMillis(number);
    return new Item(
        UuidCreator.getTimeOrderedEpoch(),
        "bench",
        "item-" + number,
        Surface.POST,
        "en",
        from.region(),
        new Author("author-" + number % 20_000, "A", 10, false),
        from.text(),
        List.of(),
        List.of(),
        at,
        at,
        1,
        Visibility.PENDING);
  }

  /** The same words under another id: an id is given once. */
  private static Assessment again(Assessment said) {
    return new Assessment(
        UuidCreator.getTimeOrderedEpoch(),
        said.tier(),
        said.stage(),
        said.status(),
        said.note(),
        said.verdict(),
        said.scores(),
        said.evidence(),
        said.model(),
        said.policy(),
        said.inputHash(),
        said.origin(),
        said.latencyMicros(),
        said.costMicros(),
        said.at());
  }

  private static void trial(TestClient pol, int version, boolean counts) {
    String shipped = PolicyDocuments.shippedText(PolicyDocuments.SHIPPED_VERSIONS.getLast());
    String draft =
        shipped
            .replaceFirst("(?m)^version: \\d+", "version: " + version)
            .replaceFirst("\\{review: 0\\.50, block: 1\\.0}", "{review: 0.30, block: 1.0}")
            .replaceFirst(
                "(?m)^rules:\n",
                "rules:\n  - {id: bench, title: B, kind: dictionary, category: spam, terms: [free"
                    + " prize, cheap pills]}\n");
    PolicyVersion made =
        pol.call("POST", "/v1/policies", BodyPublishers.ofString(draft)).as(PolicyVersion.class);
    long begun = System.nanoTime();
    long busy = processorNanos();
    UUID id =
        pol.post(
                "/v1/policies/" + made.version() + "/what-if",
                new WhatIfRequest(null, null, null, 0))
            .as(WhatIfJob.class)
            .id();
    WhatIfJob job;
    do {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      job = pol.get("/v1/what-ifs/" + id).as(WhatIfJob.class);
    } while (job.state() == WhatIfState.RUNNING);
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        "%s: %d items in %.1f s, %d changed, %d unanswered%n",
        job.state(), job.done(), seconds, job.report().changed(), job.report().unanswered());
    if (counts) {
      System.out.printf("figure what-if.items %.0f /s%n", job.report().judged() / seconds);
      System.out.printf(
          "figure what-if.processor %.3f ms an item%n",
          (processorNanos() - busy) / 1e6 / job.report().judged());
    }
  }

  /** What the whole process used of its processors, on however busy a machine. */
  private static long processorNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }
}
