package dev.halcyon.app.machine;

import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageShares;
import java.util.List;

/** What the server says of its machine. Every method blocks: ask on a lane. Safe for any thread. */
public interface MachineReports {
  /** Where verdicts were reached in the last hours. */
  StageShares shares(int hours);

  /** The policy in force where no overlay changes it. */
  ResolvedPolicy base();

  /** The policy in force for a region with its overlay merged in. */
  ResolvedPolicy policy(String region);

  /** Every version of the policy. */
  List<PolicyVersion> versions();

  /** What judges on the server. */
  List<ModelDescription> models();
}
