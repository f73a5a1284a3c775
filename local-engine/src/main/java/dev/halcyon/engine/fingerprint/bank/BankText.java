package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.protocol.UserProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists of fingerprints as people and exchanges write them: one on a line, hexadecimal, then
 * if stated its quality (0 to 100) and a label, separated by spaces, tabs, commas or semicolons.
 * Before the hash may stand its kind ({@code pdq}, {@code simhash}, {@code sha256}) or {@code
 * hash=}; empty lines, lines that begin with {@code #}, and one line of column names at the top are
 * passed over. Confined to one thread.
 */
final class BankText {
  private final Path file;
  private @Nullable HashKind kind;
  private int line;
  private boolean begun;

  private BankText(Path file, @Nullable HashKind kind) {
    this.file = file;
    this.kind = kind;
  }

  /**
   * A list as it was read.
   *
   * @param lowQuality entries whose stated quality is too low to be compared
   */
  record Listed(HashKind kind, EntryBuffer entries, int lowQuality) {}

  /**
   * Reads a whole list.
   *
   * @param stated the kind that 64 digits are of, when the list itself does not say; PDQ if empty
   * @throws UserProblem {@code bank.list} with file and line of what is wrong, or {@code bank.read}
   */
  static Listed read(Path file, Optional<HashKind> stated) {
    BankText text = new BankText(file, stated.orElse(null));
    @Nullable EntryBuffer[] entries = new EntryBuffer[1];
    int[] low = new int[1];
    text.lines(
        entry -> {
          if (entries[0] == null) {
            entries[0] = new EntryBuffer(HashKind.of(entry.hash()));
          }
          entries[0].add(entry);
          int least = dev.halcyon.engine.fingerprint.PdqHash.USABLE_QUALITY;
          low[0] += entry.quality() >= 0 && entry.quality() < least ? 1 : 0;
        });
    if (entries[0] == null) {
      throw new UserProblem(
          "bank.list", file + " lists no fingerprint.", "Write one on each line, in hexadecimal.");
    }
    return new Listed(text.kind == null ? HashKind.PDQ : text.kind, entries[0], low[0]);
  }

  private void lines(Consumer<BankEntry> sink) {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      @Nullable String each;
      while ((each = in.readLine()) != null) {
        line++;
        String text = (line == 1 && each.startsWith("\ufeff") ? each.substring(1) : each).strip();
        if (!text.isEmpty() && !text.startsWith("#") && !isColumnNames(text)) {
          sink.accept(entry(text));
        }
      }
    } catch (CharacterCodingException e) {
      throw wrong("after line " + line + " the file is not UTF-8 text", "Save it as UTF-8.");
    } catch (IOException e) {
      throw BankFiles.unreadable(file, e);
    }
  }

  private boolean isColumnNames(String text) {
    boolean first = !begun;
    begun = true;
    return first
        && text.toLowerCase(Locale.ROOT).contains("hash")
        && !text.matches(".*[0-9A-Fa-f]{16}.*");
  }

  private BankEntry entry(String text) {
    String[] head = split(text);
    Optional<HashKind> named = HashKind.of(head[0].toLowerCase(Locale.ROOT));
    if (named.isPresent()) {
      head = split(head[1]);
    }
    String hex = head[0].startsWith("hash=") ? head[0].substring(5) : head[0];
    HashKind of = named.orElseGet(() -> guess(hex));
    if (kind == null) {
      kind = of;
    } else if (kind != of) {
      throw wrong(
          "line " + line + " is a " + of.id() + " hash among " + kind.id() + " hashes",
          "A bank holds one kind: make a list for each.");
    }
    try {
      String[] tail = split(head[1]);
      boolean rated = tail[0].matches("[0-9]{1,3}");
      return new BankEntry(
          of.parse(hex),
          rated ? Integer.parseInt(tail[0]) : BankEntry.UNSTATED,
          rated ? tail[1] : head[1]);
    } catch (UserProblem e) {
      throw wrong("line " + line + ": " + e.getMessage(), e.remedy());
    }
  }

  private HashKind guess(String hex) {
    if (hex.length() == 16) {
      return HashKind.SIMHASH;
    }
    return kind == HashKind.SHA256 ? HashKind.SHA256 : HashKind.PDQ;
  }

  /** What stands before the first separators and what stands after them. */
  private static String[] split(String text) {
    int end = 0;
    while (end < text.length() && !isSeparator(text.charAt(end))) {
      end++;
    }
    int next = end;
    while (next < text.length() && isSeparator(text.charAt(next))) {
      next++;
    }
    return new String[] {text.substring(0, end), text.substring(next)};
  }

  private static boolean isSeparator(char c) {
    return c == ',' || c == ';' || Character.isWhitespace(c);
  }

  private UserProblem wrong(String what, String remedy) {
    return new UserProblem("bank.list", file + ": " + what, remedy + " Nothing was taken over.");
  }
}
