package dev.halcyon.engine.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The program of the worker process: decodes what the host hands it over standard input and answers
 * over a pipe of its own, so that a stray print of a native library cannot break the protocol.
 *
 * <p>Arguments: {@code --prepare} only unpacks and loads the native libraries; {@code --out FD}
 * names the descriptor of the answer pipe (default: standard output).
 */
public final class WorkerMain {
  private WorkerMain() {}

  /** Runs until the host closes the pipe. */
  public static void main(String[] args) throws IOException {
    OutputStream out = answers(args);
    System.setOut(System.err);
    Natives.load();
    if (args.length > 0 && args[0].equals("--prepare")) {
      return;
    }
    try (Pipe pipe =
        new Pipe(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16),
            new BufferedOutputStream(out, 1 << 16))) {
      new WorkerLoop(pipe).run();
    }
  }

  private static OutputStream answers(String[] args) throws IOException {
    return args.length == 2 && args[0].equals("--out")
        ? new FileOutputStream("/dev/fd/" + Integer.parseInt(args[1]))
        : new FileOutputStream(FileDescriptor.out);
  }
}
