package dev.halcyon.engine.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import dev.halcyon.protocol.UserProblem;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The one environment of ONNX Runtime in this process. Safe for any thread.
 *
 * <p>ONNX Runtime 1.29 matches the command line of the process against a regular expression while
 * it starts, with a recursion per character: a class path of some five thousand characters
 * overflows an ordinary stack and takes the whole process with it. It is therefore started on a
 * thread with room.
 *
 * <p>Its Java library also hands the environment back in a shutdown hook of its own, while models
 * may still run on other threads: a program that was told to end then crashed instead. We keep one
 * reference more than it counts on, so that the environment lives as long as the process.
 */
final class OnnxEnvironment {
  /** Only reserved, not used up: a command line may have 128 KiB at some 300 bytes a character. */
  private static final long STACK = 256L << 20;

  private static @Nullable OrtEnvironment environment;

  private OnnxEnvironment() {}

  // Not in a static initialiser: the starting thread would wait for the class it belongs to.
  static synchronized OrtEnvironment get() {
    @Nullable OrtEnvironment known = environment;
    if (known == null) {
      known = start();
      environment = known;
    }
    return known;
  }

  private static OrtEnvironment forGood() throws ReflectiveOperationException {
    NativeHeap.keepSmall();
    NativeLibraries.choose();
    OrtEnvironment environment = NativeLibraries.unpacked(OrtEnvironment::getEnvironment);
    Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
    api.setAccessible(true);
    // The native side counts its users: asked again, it gives the same environment.
    Method again =
        OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
    again.setAccessible(true);
    int warnings = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue();
    again.invoke(null, api.getLong(null), warnings, OrtEnvironment.DEFAULT_NAME);
    return environment;
  }

  private static OrtEnvironment start() {
    FutureTask<OrtEnvironment> task = new FutureTask<>(OnnxEnvironment::forGood);
    new Thread(null, task, "onnx-start", STACK).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new UserProblem(
              "model.runtime",
              "ONNX Runtime could not be started.",
              "Run the doctor: it checks the native libraries.",
              e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
