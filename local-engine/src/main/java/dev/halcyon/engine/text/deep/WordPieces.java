package dev.halcyon.engine.text.deep;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.ibm.icu.text.Normalizer2;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import opennlp.tools.tokenize.WordpieceTokenizer;

/**
 * Cuts words into the pieces that the encoder was trained on (BERT uncased, Devlin and others
 * 2019). OpenNLP finds the pieces; what stands before that step in BERT (small letters without
 * accents, punctuation and Chinese characters apart, one unknown piece for a word that is not made
 * of known ones) is done here, for OpenNLP leaves it to its caller. Immutable and safe for any
 * thread.
 */
public final class WordPieces {
  private static final int LONGEST_WORD = 100;
  private static final String UNKNOWN = "[UNK]";
  private static final Normalizer2 DECOMPOSED = Normalizer2.getNFDInstance();

  private final Map<String, Integer> numbers;
  private final WordpieceTokenizer tokenizer;
  private final int first;
  private final int last;

  private WordPieces(Map<String, Integer> numbers, String name) {
    this.numbers = numbers;
    this.tokenizer = new WordpieceTokenizer(numbers.keySet(), LONGEST_WORD);
    this.first = number("[CLS]", name);
    this.last = number("[SEP]", name);
    number(UNKNOWN, name);
  }

  /**
   * Reads the vocabulary out of a {@code tokenizer.json} of the Hugging Face tokenizers.
   *
   * @param name what to call the file in complaints
   * @throws UserProblem {@code model.damaged} when it holds no word-piece vocabulary
   */
  public static WordPieces of(byte[] tokenizerJson, String name) {
    Map<String, Integer> numbers = new HashMap<>(65_536);
    try (JsonParser parser = new JsonFactory().createParser(tokenizerJson)) {
      while (parser.nextToken() != null && numbers.isEmpty()) {
        if (parser.currentToken() == JsonToken.FIELD_NAME
            && parser.currentName().equals("vocab")
            && parser.nextToken() == JsonToken.START_OBJECT) {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String piece = parser.currentName();
            parser.nextToken();
            numbers.put(piece, parser.getIntValue());
          }
        }
      }
    } catch (IOException e) {
      throw damaged(name, "it is no JSON");
    }
    return new WordPieces(Map.copyOf(numbers), name);
  }

  private int number(String piece, String name) {
    Integer number = numbers.get(piece);
    if (number == null) {
      throw damaged(name, "its vocabulary has no " + piece);
    }
    return number;
  }

  private static UserProblem damaged(String name, String reason) {
    return new UserProblem(
        "model.damaged",
        "The tokenizer file " + name + " cannot be used: " + reason + ".",
        "Install Halcyon again.");
  }

  /** The number of the mark before a text. */
  int first() {
    return first;
  }

  /** The number of the mark after a text. */
  int last() {
    return last;
  }

  /** The pieces of some words, without the marks of beginning and end. */
  public int[] of(String words) {
    String spaced = spaced(words);
    if (spaced.isBlank()) {
      return new int[0];
    }
    String[] pieces = tokenizer.tokenize(spaced);
    if (!Arrays.asList(pieces).contains(UNKNOWN)) {
      return numbers(pieces);
    }
    // OpenNLP keeps the pieces before the one it does not know; the encoder saw one unknown word.
    return Arrays.stream(spaced.strip().split(" +")).flatMapToInt(this::word).toArray();
  }

  private java.util.stream.IntStream word(String word) {
    String[] pieces = tokenizer.tokenize(word);
    return Arrays.stream(
        Arrays.asList(pieces).contains(UNKNOWN)
            ? new int[] {numbers.get(UNKNOWN)}
            : numbers(pieces));
  }

  /** Without OpenNLP's marks at both ends. */
  private int[] numbers(String[] pieces) {
    int[] found = new int[pieces.length - 2];
    for (int i = 0; i < found.length; i++) {
      found[i] = numbers.get(pieces[i + 1]);
    }
    return found;
  }

  private static String spaced(String words) {
    String text = words.toLowerCase(Locale.ROOT);
    boolean plain = text.chars().allMatch(c -> c < 0x80);
    if (!plain) {
      text = DECOMPOSED.normalize(text);
    }
    StringBuilder out = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(
            cp -> {
              switch (kind(cp)) {
                case PART -> out.appendCodePoint(cp);
                case ALONE -> out.append(' ').appendCodePoint(cp).append(' ');
                case SPACE -> out.append(' ');
                case NOTHING -> {}
              }
            });
    return out.toString();
  }

  private enum Kind {
    PART,
    ALONE,
    SPACE,
    NOTHING
  }

  private static Kind kind(int cp) {
    if (cp < 0x80) {
      return Character.isLetterOrDigit(cp)
          ? Kind.PART
          : cp > ' ' && cp < 0x7F
              ? Kind.ALONE
              : Character.isWhitespace(cp) ? Kind.SPACE : Kind.NOTHING;
    }
    if (Character.isIdeographic(cp)) {
      return Kind.ALONE;
    }
    return switch (Character.getType(cp)) {
      case Character.NON_SPACING_MARK,
          Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          Kind.NOTHING;
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          Kind.SPACE;
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          Kind.ALONE;
      default -> Kind.PART;
    };
  }
}
