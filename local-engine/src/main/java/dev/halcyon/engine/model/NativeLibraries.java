package dev.halcyon.engine.model;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries the libraries for a GPU before ONNX Runtime starts, which cannot be started twice: a folder
 * that cannot be used is left aside, the packed libraries for the processor serve, and why is kept.
 * Called once, before anything else of ONNX Runtime.
 */
final class NativeLibraries {
  /** Names the folder with the files of {@code onnxruntime_gpu}; ONNX Runtime reads it itself. */
  static final String FOLDER = "onnxruntime.native.path";

  private static final String PACKED = "/ai/onnxruntime/native/linux-x64/";

  private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

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

  /**
   * Starts ONNX Runtime. Left to itself it unpacks its libraries into a folder that it leaves
   * behind when the process ends, and full when it is killed: they are unpacked here instead, where
   * no other folder is named, and deleted as soon as they are loaded, which the system keeps alive.
   */
  static <T> T unpacked(Supplier<T> start) {
    List<URL> packed = new ArrayList<>();
    for (String name : NAMES) {
      @Nullable URL file = OrtEnvironment.class.getResource(PACKED + System.mapLibraryName(name));
      if (file != null) {
        packed.add(file);
      }
    }
    if (!System.getProperty(FOLDER, "").isBlank() || packed.size() < NAMES.size()) {
      return start.get();
    }
    List<Path> made = new ArrayList<>();
    try {
      Path folder = Files.createTempDirectory("halcyon-onnxruntime");
      made.add(folder);
      for (URL each : packed) {
        Path file = folder.resolve(Path.of(each.getPath()).getFileName().toString());
        made.add(file);
        try (InputStream in = each.openStream()) {
          Files.copy(in, file);
        }
      }
      System.setProperty(FOLDER, folder.toString());
      return start.get();
    } catch (IOException e) {
      throw new UncheckedIOException("ONNX Runtime's libraries could not be unpacked", e);
    } finally {
      System.clearProperty(FOLDER);
      made.reversed().forEach(NativeLibraries::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is in use and cannot go before the process does.
      file.toFile().deleteOnExit();
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
