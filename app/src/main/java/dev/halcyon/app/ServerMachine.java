package dev.halcyon.app;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.machine.MachineReports;
import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageShares;
import java.util.List;

/** What the session's server says of its machine; never asked on the JavaFX thread. Thread-safe. */
record ServerMachine(SyncClient client) implements MachineReports {
  private static final String WHAT = "asking about the machine";

  @Override
  public StageShares shares(int hours) {
    Fx.mustNotBlock(WHAT);
    return client.stageShares(hours);
  }

  @Override
  public ResolvedPolicy base() {
    Fx.mustNotBlock(WHAT);
    return client.basePolicy();
  }

  @Override
  public ResolvedPolicy policy(String region) {
    Fx.mustNotBlock(WHAT);
    return client.currentPolicy(region);
  }

  @Override
  public List<PolicyVersion> versions() {
    Fx.mustNotBlock(WHAT);
    return client.policyVersions();
  }

  @Override
  public List<ModelDescription> models() {
    Fx.mustNotBlock(WHAT);
    return client.models();
  }
}
