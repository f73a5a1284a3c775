package dev.halcyon.engine.text;

import java.util.Arrays;

/**
 * A text as the linear model reads it: small letters, links and user names as one token each, emoji
 * as their Unicode names, cut into words that remember where they stood. Immutable once made.
 */
final class ModelText {
  private static final char LINK = '\uE000';
  private static final char USER = '\uE001';

  private final MappedChars chars;
  private int[] wordStarts = new int[32];
  private int[] wordEnds = new int[32];
  private int words;

  private ModelText(MappedChars chars) {
    this.chars = chars;
    int start = -1;
    for (int i = 0; i <= chars.length; i++) {
      boolean inside = i < chars.length && wordPart(chars.chars[i]);
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        addWord(start, i);
        start = -1;
      }
    }
  }

  static ModelText of(String text) {
    MappedChars out = new MappedChars(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      int token = c == 'h' || c == 'H' || c == 'w' || c == 'W' ? NetTokens.linkEnd(text, i) : i;
      if (token > i) {
        token(out, LINK, i, token);
        i = token;
      } else if (c == '@' && NetTokens.userEnd(text, i) > i + 1) {
        token(out, USER, i, NetTokens.userEnd(text, i));
        i = NetTokens.userEnd(text, i);
      } else if (text.startsWith("[URL]", i) || text.startsWith("[USER]", i)) {
        int end = text.indexOf(']', i) + 1;
        token(out, text.charAt(i + 2) == 'R' ? LINK : USER, i, end);
        i = end;
      } else if (c < 0x80) {
        out.add(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c, i, i + 1);
        i++;
      } else {
        i = wide(text, i, out);
      }
    }
    return new ModelText(out);
  }

  private static int wide(String text, int at, MappedChars out) {
    int cp = text.codePointAt(at);
    int end = at + Character.charCount(cp);
    if (NetTokens.emoji(cp)) {
      out.add(' ', at, end);
      for (char letter : NetTokens.emojiName(cp).toCharArray()) {
        out.add(letter, at, end);
      }
      out.add(' ', at, end);
    } else if (!NetTokens.invisible(cp)) {
      for (int i = at; i < end; i++) {
        out.add(Character.toLowerCase(text.charAt(i)), i, i + 1);
      }
    }
    return end;
  }

  private static void token(MappedChars out, char token, int start, int end) {
    out.add(' ', start, end);
    out.add(token, start, end);
    out.add(' ', start, end);
  }

  private static boolean wordPart(char c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'';
    }
    return c == LINK || c == USER || c == '’' || Character.isLetterOrDigit(c);
  }

  private void addWord(int start, int end) {
    if (words == wordStarts.length) {
      wordStarts = Arrays.copyOf(wordStarts, words * 2);
      wordEnds = Arrays.copyOf(wordEnds, words * 2);
    }
    wordStarts[words] = start;
    wordEnds[words++] = end;
  }

  /** Whether these are the same words, wherever they stood. */
  boolean sameWords(ModelText other) {
    if (words != other.words) {
      return false;
    }
    for (int word = 0; word < words; word++) {
      if (!Arrays.equals(
          chars.chars,
          wordStarts[word],
          wordEnds[word],
          other.chars.chars,
          other.wordStarts[word],
          other.wordEnds[word])) {
        return false;
      }
    }
    return true;
  }

  int words() {
    return words;
  }

  char[] chars() {
    return chars.chars;
  }

  int start(int word) {
    return wordStarts[word];
  }

  int end(int word) {
    return wordEnds[word];
  }

  String word(int word) {
    String letters = chars.string(wordStarts[word], wordEnds[word]);
    return letters.equals("\uE000") ? "[link]" : letters.equals("\uE001") ? "[user]" : letters;
  }

  /** Where words {@code [first, last]} stood in the text this was made from. */
  Span span(int first, int last) {
    return new Span(chars.start(wordStarts[first]), chars.end(wordEnds[last] - 1));
  }
}
