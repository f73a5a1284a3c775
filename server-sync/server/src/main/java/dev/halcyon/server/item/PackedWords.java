package dev.halcyon.server.item;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words that {@link PackedJson} knows by number. */
final class PackedWords {
  private static final String FILE = "packed-words.txt";

  private PackedWords() {}

  /** One a line; the first is the empty word. */
  static List<String> read() {
    try (@Nullable InputStream in = PackedWords.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + FILE + " is missing");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(("\n" + text.strip()).split("\n", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
