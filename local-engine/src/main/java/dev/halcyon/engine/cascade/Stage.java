package dev.halcyon.engine.cascade;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Tier;
import java.util.Set;
import java.util.UUID;

/**
 * One step of the cascade: rules, a classifier, a decoder. A policy lists stages by name; the
 * runner adds thresholds, verdict, timing and versions, and turns a failure into a recorded one.
 * Implementations are thread-safe.
 */
public interface Stage {
  /** The name policies use, for example {@code text.linear}. */
  String name();

  Tier tier();

  /**
   * Whether the request holds anything for this stage; a stage that does not apply leaves no trace.
   */
  boolean appliesTo(ScanContext context);

  /**
   * Whether it mostly waits for others: for the worker, or for a model that many scans share.
   * Stages that only compute share as many threads as there are processors.
   */
  default boolean waits() {
    return !name().startsWith("text.");
  }

  /**
   * Judges the item.
   *
   * @throws InterruptedException when the deadline passed; the runner records {@code TIMED_OUT}
   */
  StageOutcome assess(ScanContext context) throws InterruptedException;

  /**
   * What it runs for a policy as things stand: models with versions, prompts, who is asked. A
   * remembered verdict is of no use where this differs. A stage of this build's code and the policy
   * alone says nothing.
   */
  default String runs(ResolvedPolicy policy) {
    return "";
  }

  /** Told what came of an item that was judged in full, by a stage that learns from it. */
  default void concluded(ScanContext context, ScanResult result) {}

  /** Takes out what is kept of items that were erased, with the words quoted from them. */
  default void forget(Set<UUID> items) {}
}
