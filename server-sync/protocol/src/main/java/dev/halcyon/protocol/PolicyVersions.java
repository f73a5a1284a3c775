package dev.halcyon.protocol;

import java.util.List;

/** Every version of the policy, newest first. */
public record PolicyVersions(List<PolicyVersion> versions) {
  public PolicyVersions {
    versions = versions == null ? List.of() : List.copyOf(versions);
  }
}
