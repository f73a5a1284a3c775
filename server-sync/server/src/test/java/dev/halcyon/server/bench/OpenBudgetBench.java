package dev.halcyon.server.bench;

import dev.halcyon.protocol.BreakPolicy;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.ExposureWeights;
import dev.halcyon.protocol.LimitRule;
import dev.halcyon.protocol.RotationPolicy;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Opens a second over HTTP under a policy with budgets of every scope, and under one without, in
 * turns of one run: 4 clients, the file database, every answer on disk. Run by {@code ./halcyon
 * bench open-budget}; arguments: cases, turns.
 */
public final class OpenBudgetBench {
  private static final int PLAIN = 1001;
  private static final int CHECKED = 1002;
  private static final int WARM_UP = 6;

  /** Rounds of one policy before the other's turn. */
  private static final int ROUNDS = 3;

  private OpenBudgetBench() {}

  public static void main(String[] arguments) throws Exception {
    int cases = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    Logger.getLogger("").setLevel(Level.WARNING);
    Path directory = Files.createTempDirectory("halcyon-open-budget-bench");
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(directory))) {
      ServerContext context = server.context();
      LeaseBench.seed(context, cases);
      context.policies().add(Fixtures.policy(CHECKED).withWellness(budgets()));
      List<LeaseBench.Reviewer> reviewers = LeaseBench.signIn(server);
      Queue<UUID> waiting =
          new ConcurrentLinkedQueue<>(LeaseBench.waiting(reviewers.getFirst().http()));
      List<Double> plain = new ArrayList<>();
      List<Double> checked = new ArrayList<>();
      for (int turn = -WARM_UP; turn < turns; turn++) {
        double without = turn(context, PLAIN, reviewers, waiting);
        double with = turn(context, CHECKED, reviewers, waiting);
        if (turn >= 0) {
          plain.add(without);
          checked.add(with);
        }
      }
      report(plain, checked);
    } finally {
      LeaseBench.delete(directory);
    }
  }

  /** Wide enough that nothing is refused: it is the check that costs. */
  private static WellnessPolicy budgets() {
    List<WellnessBudget> budgets =
        Arrays.stream(BudgetScope.values())
            .filter(scope -> scope != BudgetScope.UNKNOWN)
            .map(scope -> new WellnessBudget(scope, 86_400, 86_400, 604_800))
            .toList();
    return new WellnessPolicy(
        "UTC",
        600,
        20,
        ExposureWeights.USUAL,
        budgets,
        new RotationPolicy(0, 0, 1, 0, 0.25, 0.5),
        LimitRule.USUAL,
        BreakPolicy.USUAL);
  }

  /** Opens a second under one policy. */
  private static double turn(
      ServerContext context, int policy, List<LeaseBench.Reviewer> reviewers, Queue<UUID> waiting)
      throws InterruptedException {
    context.policies().publish("system", policy);
    long nanos = 0;
    int opened = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      int now = LeaseBench.together(reviewers, each -> LeaseBench.open(each, waiting));
      nanos += System.nanoTime() - begin;
      int decided = LeaseBench.together(reviewers, LeaseBench::decide);
      if (now == 0 || decided != now) {
        throw new IllegalStateException(now + " opened, " + decided + " decided");
      }
      opened += now;
    }
    return opened * 1e9 / nanos;
  }

  private static void report(List<Double> plain, List<Double> checked) {
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < plain.size(); i++) {
      shares.add(checked.get(i) / plain.get(i));
    }
    System.out.printf("%d turns of each policy, 4 clients%n", plain.size());
    System.out.printf(
        "share of each pair of turns: least %.2f, most %.2f%n",
        shares.stream().mapToDouble(each -> each).min().orElseThrow(),
        shares.stream().mapToDouble(each -> each).max().orElseThrow());
    System.out.printf("figure server.opens.plain %.0f per-second%n", median(plain));
    System.out.printf("figure server.opens.with-budget %.0f per-second%n", median(checked));
    System.out.printf("figure server.opens.budget-share %.2f of-plain%n", median(shares));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
