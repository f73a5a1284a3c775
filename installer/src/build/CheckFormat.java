import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over every Java file of the tree, to check ({@code CheckFormat JAR}) or
 * to mend ({@code CheckFormat JAR --fix}). A program of one file so that the build needs no module
 * of its own for it; see docs/decisions/0003.
 */
final class CheckFormat {
  private static final List<String> OPENED =
      List.of("api", "code", "file", "parser", "tree", "util", "main");

  public static void main(String[] args) throws IOException, InterruptedException {
    boolean fix = args.length > 1 && args[1].equals("--fix");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String name : OPENED) {
      command.add("--add-exports=jdk.compiler/com.sun.tools.javac." + name + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-jar", args[0]));
    command.addAll(fix ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    Path list = Files.createTempFile("halcyon-format", ".txt");
    try {
      Files.write(list, sources());
      command.add("@" + list);
      int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (exit != 0) {
        System.err.println("The files above are not formatted. Mend them with: ./halcyon format");
      }
      System.exit(exit);
    } finally {
      Files.deleteIfExists(list);
    }
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("."))) {
      return files
          .map(Path::toString)
          .filter(path -> path.endsWith(".java"))
          .filter(path -> !path.contains("/target/") && !path.contains("/."))
          .map(path -> path.startsWith("./") ? path.substring(2) : path)
          .sorted()
          .toList();
    }
  }
}
