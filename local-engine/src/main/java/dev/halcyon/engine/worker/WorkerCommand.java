package dev.halcyon.engine.worker;

import dev.halcyon.engine.image.DecoderMemory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a worker process is started: the same class path, a small Java machine, limits of the shell,
 * and the sandbox around all of it. Immutable.
 */
record WorkerCommand(Sandbox sandbox, Path natives, WorkerMemory memory)
    implements WorkerPool.Start {
  private static final List<String> JAVA_OPTIONS =
      List.of(
          // Small at first, for a young generation is filled before it is ever cleared.
          "-Xms24m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=25",
          "-Xss1m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=/dev/null",
          "-XX:ReservedCodeCacheSize=32m",
          "-XX:CompressedClassSpaceSize=64m",
          "-Xshare:auto",
          "-Djava.awt.headless=true",
          // Frames are FFmpeg's and freed by hand; JavaCPP's own accounting only slows that down.
          "-Dorg.bytedeco.javacpp.nopointergc=true",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
          "--enable-native-access=ALL-UNNAMED");

  /** Runs the worker with limits, its answers on descriptor 3 and every stray print on stderr. */
  private String shell() {
    return "ulimit -c 0; ulimit -f 0; ulimit -v "
        + memory.addressKib()
        + "; ulimit -d "
        + memory.dataKib()
        + "; exec \"$@\" 3>&1 1>&2";
  }

  static boolean hasShell() {
    return Files.isExecutable(Path.of("/bin/sh"));
  }

  @Override
  public List<String> serving(String unit) {
    List<String> command = new ArrayList<>();
    if (hasShell()) {
      command.addAll(List.of("/bin/sh", "-c", shell(), "halcyon-worker"));
    }
    // Inside the sandbox JavaCPP could not even look at its folder, for it insists on writing
    // there.
    command.addAll(
        java("-Dorg.bytedeco.javacpp.pathsFirst=true", "-Djava.library.path=" + libraryPath()));
    if (hasShell()) {
      command.addAll(List.of("--out", "3"));
    }
    return sandbox.wrap(command, readable(), unit);
  }

  /** Unpacks the native libraries, outside the sandbox and before any content is near. */
  List<String> preparing() {
    List<String> command = java("-Dorg.bytedeco.javacpp.cachedir=" + natives);
    command.add("--prepare");
    return command;
  }

  private List<String> java(String... properties) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JAVA_OPTIONS);
    command.add("-Xmx" + memory.heap() + "m");
    command.add("-D" + DecoderMemory.PROPERTY + "=" + memory.megabytes());
    command.addAll(List.of(properties));
    command.add("-cp");
    command.add(
        String.join(File.pathSeparator, classPath().map(Path::toString).toArray(String[]::new)));
    command.add(WorkerMain.class.getName());
    return command;
  }

  /**
   * The unpacked libraries of the jars on this class path; others of older versions may lie there.
   */
  private String libraryPath() {
    List<String> jars = classPath().map(each -> each.getFileName().toString()).toList();
    try (Stream<Path> files = Files.walk(natives, 8)) {
      return files
          .filter(each -> each.getFileName().toString().startsWith("libjni"))
          .filter(each -> jars.contains(natives.relativize(each).getName(0).toString()))
          .map(each -> each.getParent().toString())
          .distinct()
          .collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new UncheckedIOException("the native libraries under " + natives + " are gone", e);
    }
  }

  private static Stream<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(each -> !each.isBlank())
        .map(each -> Path.of(each).toAbsolutePath().normalize())
        .filter(Files::exists);
  }

  private List<Path> readable() {
    Path home = Path.of(System.getProperty("java.home")).toAbsolutePath();
    return Stream.concat(Stream.of(home, natives), classPath()).distinct().toList();
  }
}
