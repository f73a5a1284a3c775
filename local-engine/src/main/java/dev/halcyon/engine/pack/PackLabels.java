package dev.halcyon.engine.pack;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the names of a model's columns. Stateless. */
final class PackLabels {
  private PackLabels() {}

  /**
   * One label a line, in the order of the columns; of a file named {@code .csv} the last of three
   * columns, after a line of headings, as in YAMNet's class map ({@code index,mid,"display name"}).
   */
  static List<String> of(String path, byte[] bytes) {
    List<String> lines =
        new String(bytes, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
    if (!path.endsWith(".csv")) {
      return lines.stream().map(String::strip).toList();
    }
    return lines.stream().skip(1).map(PackLabels::last).toList();
  }

  private static String last(String line) {
    String[] columns = line.split(",", 3);
    return columns[columns.length - 1].replace("\"", "").strip();
  }
}
