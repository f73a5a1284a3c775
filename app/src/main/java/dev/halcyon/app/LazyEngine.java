package dev.halcyon.app;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The machine's one local engine, started by the first who needs it. Safe for any thread. */
final class LazyEngine implements Supplier<RescanEngine>, AutoCloseable {
  private @Nullable RescanEngine engine;

  @Override
  public synchronized RescanEngine get() {
    Fx.mustNotBlock("starting the local engine");
    RescanEngine started = engine;
    if (started == null) {
      started = RescanEngine.start(EngineOptions.forWorkbench());
      engine = started;
    }
    return started;
  }

  @Override
  public synchronized void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
