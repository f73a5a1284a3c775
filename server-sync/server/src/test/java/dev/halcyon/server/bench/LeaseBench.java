package dev.halcyon.server.bench;

import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Role;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Opens and decisions a second over HTTP with every answer on disk: 4 clients, 100,000 cases, the
 * file database. Run by {@code ./halcyon bench}; arguments: cases, seconds.
 */
public final class LeaseBench {
  private static final int CLIENTS = 4;
  private static final int SEED_PAGE = 500;

  /** Cases that each holds at once, under what a person may hold. */
  private static final int ROUND = 25;

  private LeaseBench() {}

  /** A client with what it opened and has not decided yet. */
  record Reviewer(TestClient http, Queue<OpenedCase> opened) {}

  public static void main(String[] arguments) throws Exception {
    int cases = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    Logger.getLogger("").setLevel(Level.WARNING);
    Path directory = Files.createTempDirectory("halcyon-lease-bench");
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(directory))) {
      seed(server.context(), cases);
      List<Reviewer> reviewers = signIn(server);
      Queue<UUID> waiting = new ConcurrentLinkedQueue<>(waiting(reviewers.getFirst().http()));
      rounds(reviewers, 3, waiting);
      long before = Files.size(directory.resolve("halcyon.mv.db"));
      Rates rates = rounds(reviewers, 2 * seconds, waiting);
      long after = Files.size(directory.resolve("halcyon.mv.db"));
      System.out.printf("%d cases, %d clients, %d s in all%n", cases, CLIENTS, 2 * seconds);
      System.out.printf("figure server.opens %.0f per-second%n", rates.opens());
      System.out.printf("figure server.decisions %.0f per-second%n", rates.decisions());
      System.out.printf("figure server.file.before %.1f MiB%n", before / 1048576.0);
      System.out.printf("figure server.file.after %.1f MiB%n", after / 1048576.0);
    } finally {
      delete(directory);
    }
  }

  static void seed(ServerContext context, int cases) {
    context.policies().add(Fixtures.policy(1001));
    context.policies().publish("system", 1001);
    Category[] categories = {Category.VIOLENCE, Category.HATE, Category.SPAM};
    for (int done = 0; done < cases; done += SEED_PAGE) {
      int first = done;
      int end = Math.min(cases, done + SEED_PAGE);
      context
          .database()
          .useTransaction(
              handle -> {
                for (int i = first; i < end; i++) {
                  var item =
                      Fixtures.item(
                          "case " + i,
                          "en",
                          i % 1000,
                          Instant.now().minusSeconds(i),
                          "author-" + i % 20_000);
                  Fixtures.createCase(handle, context, item, categories[i % 3], 0.7);
                }
              });
      if (first % 10_000 == 0) {
        System.out.printf("seeding %d of %d%n", first, cases);
      }
    }
    context.database().durable().await();
  }

  static List<Reviewer> signIn(HalcyonServer server) {
    List<Reviewer> reviewers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      String token =
          server
              .context()
              .accounts()
              .ensure("bench" + i, "Bench " + i, Set.of(Role.REVIEWER), List.of(), null);
      reviewers.add(
          new Reviewer(TestClient.signedIn(server.url(), token), new ConcurrentLinkedQueue<>()));
    }
    return reviewers;
  }

  /** The first cases in order of work, as workbenches prefetch them. */
  static List<UUID> waiting(TestClient http) {
    List<UUID> ids = new ArrayList<>();
    String after = "";
    for (int page = 0; page < 60 && after != null; page++) {
      CasePage found =
          http.get("/v1/cases?state=WAITING&limit=500" + (after.isEmpty() ? "" : "&after=" + after))
              .as(CasePage.class);
      found.cases().stream().map(CaseSummary::id).forEach(ids::add);
      after = found.next();
    }
    return ids;
  }

  /** Opens and decisions a second, each while nothing else is done. */
  private record Rates(double opens, double decisions) {}

  /** Everybody opens some cases, then everybody decides them, again and again. */
  private static Rates rounds(List<Reviewer> reviewers, int seconds, Queue<UUID> waiting)
      throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long opening = 0;
    long deciding = 0;
    int done = 0;
    while (System.nanoTime() < until) {
      long begin = System.nanoTime();
      int opened = together(reviewers, reviewer -> open(reviewer, waiting));
      long middle = System.nanoTime();
      int decided = together(reviewers, LeaseBench::decide);
      opening += middle - begin;
      deciding += System.nanoTime() - middle;
      done += opened;
      if (opened == 0 || decided != opened) {
        throw new IllegalStateException(opened + " opened, " + decided + " decided");
      }
    }
    return new Rates(done * 1e9 / opening, done * 1e9 / deciding);
  }

  interface Work {
    /** Does one thing; false when there is nothing left to do. */
    boolean once(Reviewer reviewer);
  }

  /** How much all reviewers together get done when each does a round of it. */
  static int together(List<Reviewer> reviewers, Work work) throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (Reviewer reviewer : reviewers) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < ROUND && work.once(reviewer); i++) {
                      done.incrementAndGet();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return done.get();
  }

  static boolean open(Reviewer reviewer, Queue<UUID> waiting) {
    UUID next = waiting.poll();
    if (next == null) {
      return false;
    }
    reviewer.opened().add(reviewer.http().post("/v1/cases/" + next + "/open").as(OpenedCase.class));
    return true;
  }

  static boolean decide(Reviewer reviewer) {
    OpenedCase opened = reviewer.opened().poll();
    if (opened == null) {
      return false;
    }
    var results =
        reviewer
            .http()
            .post(
                "/v1/decisions",
                new DecisionBatch(List.of(Fixtures.decide(opened, DecisionAction.REMOVE))))
            .as(DecisionResults.class);
    if (results.results().getFirst().outcome() != DecisionOutcome.ACCEPTED) {
      throw new IllegalStateException("not accepted: " + results);
    }
    return true;
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
