package dev.halcyon.engine.text.deep;

import dev.halcyon.engine.text.NetTokens;
import dev.halcyon.engine.text.NormalisedText;
import dev.halcyon.engine.text.Span;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One form of a text (as written, or normalised) cut into words for the sentence encoder: links and
 * user names as one word each, emoji by their Unicode names, since the encoder's vocabulary has
 * hardly any. A word's pieces are looked up when they are first asked for. Confined to one thread.
 */
final class EncoderText {
  /** Longer runs without a space are cut, so that no single word takes the whole window. */
  private static final int LONGEST_WORD = 64;

  private final String text;
  private final @Nullable NormalisedText mapping;
  private final WordPieces vocabulary;
  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private int[][] pieces = new int[32][];
  private int words;

  private EncoderText(String text, @Nullable NormalisedText mapping, WordPieces vocabulary) {
    this.text = text;
    this.mapping = mapping;
    this.vocabulary = vocabulary;
    cut();
  }

  /** The text as it was written. */
  static EncoderText original(String text, WordPieces vocabulary) {
    return new EncoderText(text, null, vocabulary);
  }

  /** The text without its disguises. */
  static EncoderText normalised(NormalisedText text, WordPieces vocabulary) {
    return new EncoderText(text.text(), text, vocabulary);
  }

  private void cut() {
    int begun = -1;
    for (int i = 0; i < text.length(); ) {
      int end = whole(i);
      int cp = text.codePointAt(i);
      if (end > i || Character.isWhitespace(cp) || Character.isSpaceChar(cp)) {
        begun = finish(begun, i);
        if (end > i) {
          add(i, end);
        }
        i = Math.max(end, i + Character.charCount(cp));
        continue;
      }
      if (begun >= 0 && i - begun >= LONGEST_WORD) {
        begun = finish(begun, i);
      }
      begun = begun < 0 ? i : begun;
      i += Character.charCount(cp);
    }
    finish(begun, text.length());
  }

  /** The end of what is one word whatever stands beside it; {@code at} where none begins. */
  private int whole(int at) {
    char c = text.charAt(at);
    if (c == 'h' || c == 'H' || c == 'w' || c == 'W') {
      return NetTokens.linkEnd(text, at);
    }
    if (c == '@') {
      int end = NetTokens.userEnd(text, at);
      return end > at + 1 ? end : at;
    }
    if (c == '[' && (text.startsWith("[URL]", at) || text.startsWith("[USER]", at))) {
      return text.indexOf(']', at) + 1;
    }
    if (c < 0x80) {
      return at;
    }
    int cp = text.codePointAt(at);
    return NetTokens.emoji(cp) ? at + Character.charCount(cp) : at;
  }

  private int finish(int begun, int end) {
    if (begun >= 0) {
      add(begun, end);
    }
    return -1;
  }

  private void add(int start, int end) {
    if (words == starts.length) {
      starts = Arrays.copyOf(starts, words * 2);
      ends = Arrays.copyOf(ends, words * 2);
      pieces = Arrays.copyOf(pieces, words * 2);
    }
    starts[words] = start;
    ends[words++] = end;
  }

  int words() {
    return words;
  }

  /** Words {@code [from, to)} as the encoder takes them, cut off where it reads no further. */
  Tokens tokens(int from, int to) {
    return tokens(from, to, to, to);
  }

  /** Words {@code [from, to)} without words {@code [leftFrom, leftTo)}. */
  Tokens tokens(int from, int to, int leftFrom, int leftTo) {
    int[] ids = new int[Tokens.MOST];
    int n = 0;
    ids[n++] = vocabulary.first();
    for (int word = from; word < to && n < Tokens.MOST - 1; word++) {
      if (word < leftFrom || word >= leftTo) {
        for (int piece : pieces(word)) {
          if (n < Tokens.MOST - 1) {
            ids[n++] = piece;
          }
        }
      }
    }
    ids[n++] = vocabulary.last();
    return new Tokens(Arrays.copyOf(ids, n));
  }

  private int[] pieces(int word) {
    int @Nullable [] known = pieces[word];
    if (known == null) {
      known = vocabulary.of(said(word));
      pieces[word] = known;
    }
    return known;
  }

  /** A word as it is read out to the encoder. */
  private String said(int word) {
    int start = starts[word];
    char c = text.charAt(start);
    if (whole(start) == ends[word]) {
      if (c == '[') {
        return text.charAt(start + 2) == 'R' ? "http" : "@user";
      }
      return c == '@' ? "@user" : c < 0x80 ? "http" : NetTokens.emojiName(text.codePointAt(start));
    }
    StringBuilder said = new StringBuilder(ends[word] - start);
    text.substring(start, ends[word])
        .codePoints()
        .filter(cp -> cp < 0x80 || !NetTokens.invisible(cp))
        .forEach(said::appendCodePoint);
    return said.toString();
  }

  /** The text from one word to another without the words between, for the linear half. */
  String without(int from, int to, int leftFrom, int leftTo) {
    String before = leftFrom > from ? text.substring(starts[from], ends[leftFrom - 1]) : "";
    String after = leftTo < to ? text.substring(starts[leftTo], ends[to - 1]) : "";
    return before + " " + after;
  }

  /** Where words {@code [first, last]} stand in the original, without punctuation at the ends. */
  Span span(int first, int last) {
    int start = starts[first];
    int end = ends[last];
    while (start < end - 1 && !Character.isLetterOrDigit(text.charAt(start)) && plain(start)) {
      start++;
    }
    while (end > start + 1 && !Character.isLetterOrDigit(text.charAt(end - 1)) && plain(end - 1)) {
      end--;
    }
    return mapping == null ? new Span(start, end) : mapping.original(start, end);
  }

  private boolean plain(int at) {
    return text.charAt(at) < 0x80;
  }

  /** Words {@code [first, last]} in the form that was read. */
  String label(int first, int last) {
    StringBuilder label = new StringBuilder();
    for (int word = first; word <= last; word++) {
      label.append(word == first ? "" : " ").append(said(word).strip());
    }
    return label.toString();
  }
}
