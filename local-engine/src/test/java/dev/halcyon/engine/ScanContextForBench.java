package dev.halcyon.engine;

import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.protocol.ResolvedPolicy;
import java.time.Instant;

/** Makes the context a stage is asked with, for benchmarks that ask one stage alone. */
public final class ScanContextForBench {
  private ScanContextForBench() {}

  public static ScanContext english(String text, ResolvedPolicy policy) {
    ScanContext context = new ScanContext(Scans.text(text, "en", policy), Instant.MAX);
    context.language("en");
    return context;
  }
}
