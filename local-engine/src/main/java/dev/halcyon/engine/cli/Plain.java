package dev.halcyon.engine.cli;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes text safe to show on a terminal and to send as a line of JSON: what steers a terminal,
 * turns the direction of writing or is no character at all is written as an escape. Stateless.
 */
final class Plain {
  private Plain() {}

  /** One line for people. */
  static String line(@Nullable String text) {
    return escaped(String.valueOf(text));
  }

  /** Several lines for people, set in by two. */
  static String lines(@Nullable String text) {
    return String.valueOf(text)
        .lines()
        .map(line -> "  " + escaped(line))
        .collect(Collectors.joining("\n"));
  }

  /** JSON that was written by a mapper, so that outside its strings it is plain ASCII already. */
  static String json(String json) {
    return escaped(json);
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            point -> {
              if (!steers(point)) {
                out.appendCodePoint(point);
              } else {
                for (char unit : Character.toChars(point)) {
                  out.append("\\u").append(String.format("%04x", (int) unit));
                }
              }
            });
    return out.toString();
  }

  private static boolean steers(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
