package dev.halcyon.server.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON of our own records in few bytes: known words by number, ids and hashes as the bytes they
 * are, what was there before by its place, and the names of an object's fields once. Stateless and
 * safe for any thread.
 *
 * <p>Form: a byte {@link #FORM}, then one value. A value is a tag byte and what it says; numbers
 * are little-endian base 128 with a continuation bit. What is unpacked equals what was packed.
 */
final class PackedJson {
  /** Distinct from the first byte of a zlib stream (0x78), by which older rows begin. */
  static final int FORM = 1;

  static final int NULL = 0;
  static final int FALSE = 1;
  static final int TRUE = 2;
  static final int INTEGER = 3;
  static final int SHORT_DECIMAL = 4;
  static final int DOUBLE = 5;
  static final int TEXT = 6;
  static final int WORD = 7;
  static final int ID = 8;
  static final int HEX = 9;
  static final int DIGITS = 10;
  static final int SEEN = 11;
  static final int ARRAY = 12;
  static final int OBJECT = 13;
  static final int SHAPED = 14;
  static final int NUMBER_TEXT = 15;

  /** Decimals like 0.35 are whole multiples of this. */
  static final double UNIT = 10_000;

  /** What a string of {@link #DIGITS}, such as a moment or a version, is made of. */
  static final String SYMBOLS = "0123456789-:.TZ+";

  /** Objects with at most as many fields are looked for among those before. */
  static final int SMALL = 4;

  /** Rows hold the numbers of these: the list may only grow at its end. */
  static final List<String> WORDS = PackedWords.read();

  static final Map<String, Integer> NUMBERS = numbers();

  private PackedJson() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    WORDS.forEach(word -> numbers.put(word, numbers.size()));
    return Map.copyOf(numbers);
  }

  static byte[] pack(JsonNode tree) {
    return new PackedJsonWriter().packed(tree);
  }

  /**
   * Reads what {@link #pack} made.
   *
   * @throws IllegalStateException when it is not that
   */
  static JsonNode unpack(byte[] packed) {
    try {
      return new PackedJsonReader(packed).unpacked();
    } catch (IndexOutOfBoundsException | JsonProcessingException e) {
      throw new IllegalStateException("a packed value is damaged", e);
    }
  }
}
