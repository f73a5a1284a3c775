package dev.halcyon.engine.fingerprint.command;

import java.io.PrintStream;

/** Says on the error stream how far long work is, every few seconds. Confined to one thread. */
final class Progress {
  private static final long EVERY_NANOS = 5_000_000_000L;

  private final PrintStream err;
  private final int all;
  private long last = System.nanoTime();
  private int done;

  Progress(PrintStream err, int all) {
    this.err = err;
    this.all = all;
  }

  void step() {
    done++;
    long now = System.nanoTime();
    if (now - last > EVERY_NANOS) {
      last = now;
      err.println(done + " of " + all + " files");
    }
  }
}
