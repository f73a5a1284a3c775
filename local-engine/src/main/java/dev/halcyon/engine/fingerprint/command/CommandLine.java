package dev.halcyon.engine.fingerprint.command;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What stands on a command line: options with their values, and the rest. Immutable.
 *
 * @param rest in order
 */
record CommandLine(Map<String, String> options, List<String> rest) {
  /** Work that ends with an exit code. */
  @FunctionalInterface
  interface Work {
    int run() throws IOException, InterruptedException;
  }

  /** Reads arguments; after {@code --} everything is rest. */
  static CommandLine of(String[] arguments, Set<String> known, String usage) {
    Map<String, String> options = new HashMap<>();
    List<String> rest = new ArrayList<>();
    boolean optionsOver = false;
    for (int i = 0; i < arguments.length; i++) {
      String each = arguments[i];
      if (optionsOver || !each.startsWith("--")) {
        rest.add(each);
      } else if (each.equals("--")) {
        optionsOver = true;
      } else if (!known.contains(each.substring(2))) {
        throw usage("'" + each + "' is no option.", usage);
      } else if (i + 1 == arguments.length) {
        throw usage("'" + each + "' needs a value.", usage);
      } else {
        options.put(each.substring(2), arguments[++i]);
      }
    }
    return new CommandLine(options, rest);
  }

  /** A number within bounds. */
  double number(String name, double missing, double least, double most, String usage) {
    String value = options.get(name);
    if (value == null) {
      return missing;
    }
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw usage(
        "--" + name + " is a number from " + least + " to " + most + ", not '" + value + "'.",
        usage);
  }

  /** The files named, those in folders included, in order of name. */
  List<Path> files(List<String> named, String usage) throws IOException {
    if (named.isEmpty()) {
      throw usage("No file is named.", usage);
    }
    List<Path> files = new ArrayList<>();
    for (String name : named) {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        try (Stream<Path> all = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
          all.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
      } else {
        files.add(path);
      }
    }
    return files;
  }

  static UserProblem usage(String message, String usage) {
    return new UserProblem("usage", message, "usage: " + usage);
  }

  /** Runs a command: 0 done, 1 something failed, 2 wrong usage; failures go to {@code err}. */
  static int run(Work work, PrintStream err) {
    try {
      return work.run();
    } catch (UserProblem e) {
      err.println("halcyon: " + e.getMessage());
      err.println("  " + e.remedy());
      return e.code().equals("usage") ? 2 : 1;
    } catch (java.io.UncheckedIOException | IOException e) {
      err.println("halcyon: reading or writing failed: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** Standard output in UTF-8 whatever the locale: it is JSON. */
  static PrintStream out() {
    return new PrintStream(
        new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
  }
}
