package dev.halcyon.app.machine;

import dev.halcyon.engine.policy.PolicyDocument;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.PolicyState;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.ReachedAt;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageShare;
import dev.halcyon.protocol.StageShares;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.UserProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model of what a server reports, with the newest policy that ships; fails when told to. */
public final class ModelMachine implements MachineReports {
  private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

  private final PolicyDocument document =
      PolicyDocuments.shippedDocument(PolicyDocuments.SHIPPED_VERSIONS.getLast());

  final List<Integer> asked = new ArrayList<>();
  long items = 2000;
  Optional<UserProblem> fails = Optional.empty();

  private void mayFail() {
    fails.ifPresent(
        problem -> {
          throw problem;
        });
  }

  private StageShare share(double share, double from, double until, ReachedAt... places) {
    return new StageShare(
        List.of(places), Math.round(items * share), items == 0 ? 0 : share, from, until);
  }

  @Override
  public StageShares shares(int hours) {
    mayFail();
    asked.add(hours);
    return new StageShares(
        NOW.minusSeconds(hours * 3600L),
        NOW,
        items,
        List.of(
            share(0.60, 0.70, 0.80, ReachedAt.RULES, ReachedAt.BANKS, ReachedAt.CACHE),
            share(0.18, 0.15, 0.20, ReachedAt.CLASSIFIERS, ReachedAt.JUDGE),
            share(0.22, 0.01, 0.05, ReachedAt.PEOPLE)),
        Map.of("RULES", items / 2, "BANKS", items / 10, "CACHE", 0L, "PEOPLE", items / 5));
  }

  @Override
  public ResolvedPolicy base() {
    mayFail();
    return calibrated(document.base());
  }

  @Override
  public ResolvedPolicy policy(String region) {
    mayFail();
    return calibrated(document.forRegion(region));
  }

  /** The same with an operator's calibration of its last stage. */
  private static ResolvedPolicy calibrated(ResolvedPolicy policy) {
    List<StageSpec> stages = new ArrayList<>(policy.stages());
    StageSpec last = stages.removeLast();
    stages.add(
        new StageSpec(last.stage(), last.model(), last.required(), "night-market@2+1f3a9c0b77de"));
    return new ResolvedPolicy(
        policy.ref(),
        policy.title(),
        policy.categories(),
        policy.rules(),
        stages,
        policy.queues(),
        policy.sla(),
        policy.reviewHides(),
        policy.unsupportedLanguage(),
        policy.clocks(),
        policy.judge(),
        policy.banks(),
        policy.retention(),
        policy.clusters(),
        policy.routing());
  }

  @Override
  public List<PolicyVersion> versions() {
    mayFail();
    return List.of(
        new PolicyVersion(
            "halcyon",
            document.base().ref().version(),
            PolicyState.PUBLISHED,
            document.base().title(),
            "ab",
            List.copyOf(document.resolved().keySet()),
            true,
            null,
            "system",
            NOW,
            NOW));
  }

  @Override
  public List<ModelDescription> models() {
    mayFail();
    return List.of(
        new ModelDescription(
            new ModelRef("text-linear", "1.1.0", "ab", "cpu"),
            "Scores English text",
            "Apache-2.0",
            "here",
            "Runs in the Java process"));
  }
}
