package dev.halcyon.engine.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tries the libraries for a GPU before ONNX Runtime starts, which cannot be started twice: a folder
 * that cannot be used is left aside, the packed libraries for the processor serve, and why is kept.
 * Called once, before anything else of ONNX Runtime.
 */
final class NativeLibraries {
  /** Names the folder with the files of {@code onnxruntime_gpu}; ONNX Runtime reads it itself. */
  static final String FOLDER = "onnxruntime.native.path";

  private static volatile String whyNot = "No GPU libraries are installed (./halcyon gpu)";

  private NativeLibraries() {}

  /** Why the GPU's libraries are not in use; of no meaning where they are. */
  static String whyNot() {
    return whyNot;
  }

  /** Tries the folder that is named, if one is. */
  static void choose() {
    String named = System.getProperty(FOLDER, "");
    if (named.isBlank()) {
      return;
    }
    String problem = problem(Path.of(named));
    if (problem.isEmpty()) {
      whyNot = "The libraries under " + named + " offer no CUDA provider";
    } else {
      whyNot = "The GPU libraries under " + named + " cannot be used: " + problem;
      System.clearProperty(FOLDER);
    }
  }

  /** Why the folder's libraries cannot be loaded, or the empty string. */
  static String problem(Path folder) {
    List<Path> libraries =
        List.of(
            folder.resolve(System.mapLibraryName("onnxruntime")),
            folder.resolve(System.mapLibraryName("onnxruntime4j_jni")));
    for (Path library : libraries) {
      if (!Files.isRegularFile(library)) {
        return "there is no " + library.getFileName();
      }
    }
    try {
      for (Path library : libraries) {
        System.load(library.toAbsolutePath().toString());
      }
      return "";
    } catch (UnsatisfiedLinkError e) {
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("they do not load");
    }
  }
}
