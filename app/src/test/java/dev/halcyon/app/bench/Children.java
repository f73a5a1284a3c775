package dev.halcyon.app.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Workbenches in Java machines of their own, from the jars that the launcher starts. Stateless. */
final class Children {
  private Children() {}

  /**
   * The workbench's jars and, because a start-up cache takes no folders, our classes in another.
   */
  static String classPath(Path folder) throws IOException {
    String lib = System.getProperty("halcyon.lib");
    if (lib == null) {
      throw new IllegalStateException(
          "-Dhalcyon.lib is missing, the folder of the workbench's jars; start this by"
              + " ./halcyon bench");
    }
    Path own = folder.resolve("bench.jar");
    pack(own);
    try (Stream<Path> jars = Files.list(Path.of(lib))) {
      return Stream.concat(jars.sorted(), Stream.of(own))
          .map(Path::toString)
          .collect(Collectors.joining(System.getProperty("path.separator")));
    }
  }

  private static void pack(Path jar) throws IOException {
    Path classes;
    try {
      classes = Path.of(Children.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes.resolve("dev/halcyon/app"))) {
      for (Path each : all.filter(one -> one.toString().endsWith(".class")).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
  }

  /** Runs a program of ours to its end and gives what it printed. */
  static List<String> run(
      Path folder, String classPath, List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Dglass.platform=" + System.getProperty("glass.platform", "Headless"),
            "-Dprism.order=" + System.getProperty("prism.order", "sw"),
            "-cp",
            classPath,
            main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("errors.log").toFile()).start();
    try (BufferedReader out = process.inputReader()) {
      List<String> lines = out.lines().toList();
      if (process.waitFor() != 0) {
        throw new IOException(
            "the workbench did not start: "
                + lines
                + Files.readString(folder.resolve("errors.log")));
      }
      return lines;
    }
  }
}
