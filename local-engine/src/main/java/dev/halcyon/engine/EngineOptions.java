package dev.halcyon.engine;

import dev.halcyon.engine.judge.JudgeSettings;
import dev.halcyon.protocol.Origin;
import java.time.Duration;

/**
 * How an engine is set up.
 *
 * @param origin what its assessments say of where they were made
 * @param requireSandbox refuse to decode media where no operating-system sandbox is to be had
 * @param mediaTimeout wall time one media part may take in the worker
 * @param judge the language models that the operator of this machine set up
 */
public record EngineOptions(
    Origin origin, boolean requireSandbox, Duration mediaTimeout, JudgeSettings judge) {
  /** An engine without a language model. */
  public EngineOptions(Origin origin, boolean requireSandbox, Duration mediaTimeout) {
    this(origin, requireSandbox, mediaTimeout, JudgeSettings.NONE);
  }

  public static EngineOptions forServer() {
    return new EngineOptions(
        Origin.SERVER, sandboxRequired(), Duration.ofSeconds(60), JudgeSettings.configured());
  }

  public static EngineOptions forWorkbench() {
    return new EngineOptions(
        Origin.LOCAL, sandboxRequired(), Duration.ofSeconds(60), JudgeSettings.configured());
  }

  /**
   * Whether whoever runs this machine requires a sandbox: {@code -Dhalcyon.requireSandbox=true}, or
   * {@code HALCYON_REQUIRE_SANDBOX=1} in the environment.
   */
  public static boolean sandboxRequired() {
    return Boolean.getBoolean("halcyon.requireSandbox")
        || "1".equals(System.getenv("HALCYON_REQUIRE_SANDBOX"));
  }
}
