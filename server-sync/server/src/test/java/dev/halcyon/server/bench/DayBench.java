package dev.halcyon.server.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.BankAddition;
import dev.halcyon.protocol.BankKind;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.KnownHash;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.StageShares;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.bench.DayTally.Said;
import dev.halcyon.server.bench.GeneratedDay.Post;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A generated day through the server's own cascade: its banks, rules, verdict cache, linear and
 * deep tier, with people who remove a share of what they are shown, so that authors get a past.
 * Nothing is stored and nothing sent over HTTP: {@code bench intake} measures that. One verdict in
 * fifty served by the cache, and one warning in five, is compared with what the cascade says
 * without a cache. Arguments: how many items (1,000,000), and {@code meaning} to list the stage
 * {@code cache.meaning} too.
 */
public final class DayBench {
  static final int VERSION = 9002;
  private static final long SEED = 20_261_130;
  private static final int AT_ONCE = 64;
  private static final int SERVED_COMPARED = 50;
  private static final int WARNED_COMPARED = 5;
  private static final int REPEATED = 20;

  /** One in so many of the cases that people see ends in a removal. */
  private static final int REMOVED = 5;

  private static final int AUTHORS_WITH_A_PAST = 50_000;
  private static final int MOST_DECISIONS = 50;
  private static final int KNOWN_CAMPAIGNS = 20;

  private final ServerContext context;
  private final Map<String, ResolvedPolicy> with;
  private final Map<String, ResolvedPolicy> without;
  private final DayTally tally = new DayTally();
  private final Map<String, List<PastDecision>> past =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<PastDecision>> eldest) {
          return size() > AUTHORS_WITH_A_PAST;
        }
      };

  private DayBench(ServerContext context) throws JsonProcessingException {
    this.context = context;
    this.with =
        Map.of("US", context.policies().current("US"), "DE", context.policies().current("DE"));
    this.without =
        Map.of(
            "US",
            DayPolicy.withoutCache(with.get("US")),
            "DE",
            DayPolicy.withoutCache(with.get("DE")));
  }

  public static void main(String[] arguments) throws Exception {
    int items = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
    Path directory = Files.createTempDirectory("halcyon-day-bench");
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(directory))) {
      List<String> posts = GeneratedDay.atHand();
      System.out.println(
          posts.isEmpty()
              ? "texts: generated; no posts of people at hand"
              : "texts: one in eight of " + posts.size() + " posts of people, the rest generated");
      GeneratedDay day = new GeneratedDay(SEED, posts);
      boolean meaning = arguments.length > 1 && arguments[1].equals("meaning");
      TestClient pol = prepare(server, day, meaning);
      DayBench bench = new DayBench(server.context());
      bench.run(day, items);
      bench.stages(pol);
    } finally {
      try (var files = Files.walk(directory)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    System.exit(0); // the deep model's threads would keep the process
  }

  /** The newest shipped policy, with banks and cache whether it lists them or not. */
  private static TestClient prepare(HalcyonServer server, GeneratedDay day, boolean meaning)
      throws IOException {
    ResolvedPolicy shipped = PolicyDocuments.shipped(PolicyDocuments.SHIPPED_VERSIONS.getLast());
    ServerContext context = server.context();
    context.policies().add(DayPolicy.of(shipped, null, meaning));
    context.policies().add(DayPolicy.of(shipped, "DE", meaning));
    context.policies().publish("system", VERSION);
    String token =
        context.accounts().ensure("pol-bench", "Pol", Set.of(Role.POLICY), List.of(), null);
    TestClient pol = TestClient.signedIn(server.url(), token);
    pol.post(
        "/v1/banks/known-campaigns/entries",
        new BankAddition(
            BankKind.SHA256,
            day.known(KNOWN_CAMPAIGNS).stream()
                .map(text -> new KnownHash(TextFingerprint.of(text), null, "campaign"))
                .toList()));
    return pol;
  }

  private void run(GeneratedDay day, int items) throws InterruptedException, IOException {
    Semaphore free = new Semaphore(AT_ONCE);
    long begun = System.nanoTime();
    long most = 0;
    ProcessorProfile profile = new ProcessorProfile("day");
    try (ExecutorService judges = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < items; i++) {
        free.acquire();
        Post post = day.next();
        Optional<Verdict> base = tally.known(post);
        judges.execute(
            () -> {
              try {
                judge(post, base);
              } finally {
                free.release();
              }
            });
        if (i % 10_000 == 0) {
          most = Math.max(most, heap());
          System.err.printf(Locale.ROOT, "%,d items, %d MB of heap%n", i, heap() >> 20);
        }
      }
      judges.shutdown();
      judges.awaitTermination(1, TimeUnit.HOURS);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    profile.print(items);
    tally.print(items);
    System.out.printf(Locale.ROOT, "figure day.items %.0f /s%n", items / seconds);
    System.out.printf(Locale.ROOT, "figure day.heap.most %d MB, rubbish included%n", most >> 20);
    System.gc();
    System.out.printf(Locale.ROOT, "figure day.heap.end %d MB%n", heap() >> 20);
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void judge(Post post, Optional<Verdict> base) {
    try {
      AuthorHistory history = history(post.author());
      ScanRequest request = request(post, history, with.get(post.region()));
      ScanResult result = context.engine().scan(request);
      context.metrics().judged(result);
      tally.add(post, base, result);
      Said said = DayTally.said(result);
      int every = said == Said.SERVED || said == Said.NOTHING ? SERVED_COMPARED : WARNED_COMPARED;
      if (post.number() % every == every / 2) {
        compare(post, history, said, result);
      }
      if (result.verdict() == Verdict.REVIEW && post.number() % REMOVED == 0) {
        removed(post, request, result);
      }
    } catch (RuntimeException e) {
      e.printStackTrace();
      throw e;
    }
  }

  private void compare(Post post, AuthorHistory history, Said said, ScanResult result) {
    ResolvedPolicy policy = without.get(post.region());
    Verdict truth = context.engine().scan(request(post, history, policy)).verdict();
    boolean again = false;
    // The encoder rounds by what shares its batch: near a threshold the cascade may contradict
    // itself (docs/text-tiers.md), and a cache gives the first answer.
    for (int i = 0; truth != result.verdict() && !again && i < REPEATED; i++) {
      again = context.engine().scan(request(post, history, policy)).verdict() == result.verdict();
    }
    tally.compared(said, result.verdict(), truth, again);
  }

  private static ScanRequest request(Post post, AuthorHistory history, ResolvedPolicy policy) {
    return new ScanRequest(
        UuidCreator.getTimeOrderedEpoch(),
        post.text(),
        "en",
        post.region(),
        post.surface(),
        new Author(post.author(), "Somebody", 400, false),
        List.of(),
        List.of(),
        List.of(),
        0,
        history,
        policy,
        Duration.ofSeconds(60));
  }

  private AuthorHistory history(String author) {
    synchronized (past) {
      List<PastDecision> decisions = past.getOrDefault(author, List.of());
      return new AuthorHistory(author, decisions.size(), decisions.size(), decisions);
    }
  }

  /** A person removed it: known of the author from now on. */
  private void removed(Post post, ScanRequest request, ScanResult result) {
    if (result.scores().isEmpty()) {
      return;
    }
    CategoryScore first = result.scores().getFirst();
    PastDecision decision =
        new PastDecision(
            UuidCreator.getTimeOrderedEpoch(),
            request.itemId(),
            DecisionAction.REMOVE,
            List.of(),
            first.category(),
            null,
            "",
            false,
            "ana",
            request.policy().ref(),
            Instant.now(),
            "");
    synchronized (past) {
      List<PastDecision> decisions = new ArrayList<>();
      decisions.add(decision);
      decisions.addAll(past.getOrDefault(post.author(), List.of()));
      past.put(
          post.author(),
          List.copyOf(decisions.subList(0, Math.min(MOST_DECISIONS, decisions.size()))));
    }
  }

  private void stages(TestClient pol) {
    StageShares shares = pol.get("/v1/stages/shares?hours=48").as(StageShares.class);
    shares
        .places()
        .forEach(
            (place, count) ->
                DayTally.share(
                    "day.stage." + place.toLowerCase(Locale.ROOT),
                    Math.toIntExact(count),
                    Math.toIntExact(shares.items())));
  }
}
