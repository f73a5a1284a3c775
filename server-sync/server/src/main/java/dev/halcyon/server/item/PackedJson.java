package dev.halcyon.server.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.protocol.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

  private static final int NULL = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int INTEGER = 3;
  private static final int SHORT_DECIMAL = 4;
  private static final int DOUBLE = 5;
  private static final int TEXT = 6;
  private static final int WORD = 7;
  private static final int ID = 8;
  private static final int HEX = 9;
  private static final int DIGITS = 10;
  private static final int SEEN = 11;
  private static final int ARRAY = 12;
  private static final int OBJECT = 13;
  private static final int SHAPED = 14;
  private static final int NUMBER_TEXT = 15;

  /** Decimals like 0.35 are whole multiples of this. */
  private static final double UNIT = 10_000;

  /** What a string of {@link #DIGITS}, such as a moment or a version, is made of. */
  private static final String SYMBOLS = "0123456789-:.TZ+";

  /** Objects with at most as many fields are looked for among those before. */
  private static final int SMALL = 4;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Rows hold the numbers of these: the list may only grow at its end. */
  private static final List<String> WORDS = PackedWords.read();

  private static final Map<String, Integer> NUMBERS = numbers();

  private PackedJson() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    WORDS.forEach(word -> numbers.put(word, numbers.size()));
    return Map.copyOf(numbers);
  }

  static byte[] pack(JsonNode tree) {
    Writer writer = new Writer();
    writer.out.write(FORM);
    writer.value(tree);
    return writer.out.toByteArray();
  }

  /**
   * Reads what {@link #pack} made.
   *
   * @throws IllegalStateException when it is not that
   */
  static JsonNode unpack(byte[] packed) {
    try {
      Reader reader = new Reader(packed);
      if (reader.next() != FORM) {
        throw new IllegalStateException("a packed value of an unknown form");
      }
      return reader.value();
    } catch (IndexOutOfBoundsException | JsonProcessingException e) {
      throw new IllegalStateException("a packed value is damaged", e);
    }
  }

  private static final class Writer {
    final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final Map<Object, Integer> seen = new HashMap<>();
    private final Map<List<String>, Integer> shapes = new HashMap<>();

    void value(JsonNode node) {
      switch (node.getNodeType()) {
        case NULL, MISSING -> out.write(NULL);
        case BOOLEAN -> out.write(node.booleanValue() ? TRUE : FALSE);
        case NUMBER -> numeric(node);
        case STRING -> text(node.textValue());
        case ARRAY -> {
          out.write(ARRAY);
          number(node.size());
          node.forEach(this::value);
        }
        case OBJECT -> object(node);
        case BINARY, POJO -> throw new IllegalArgumentException("no plain JSON: " + node);
      }
    }

    private void numeric(JsonNode node) {
      if (node.isInt() || node.isLong()) {
        out.write(INTEGER);
        long value = node.longValue();
        number(value << 1 ^ value >> 63);
      } else if (node.isDouble()) {
        decimal(node.doubleValue());
      } else {
        out.write(NUMBER_TEXT);
        bytes(node.toString().getBytes(StandardCharsets.UTF_8));
      }
    }

    private void decimal(double value) {
      double units = Math.rint(value * UNIT);
      long bits = Double.doubleToRawLongBits(value);
      boolean exact = Double.doubleToRawLongBits(units / UNIT) == bits;
      if (exact && (units > 0 || bits == 0) && units < 1 << 30) {
        out.write(SHORT_DECIMAL);
        number((long) units);
      } else {
        out.write(DOUBLE);
        fixed(bits);
      }
    }

    private void text(String text) {
      @Nullable Integer word = NUMBERS.get(text);
      if (word != null) {
        out.write(WORD);
        number(word);
        return;
      }
      if (known(text)) {
        return;
      }
      if (isId(text)) {
        UUID id = UUID.fromString(text);
        out.write(ID);
        fixed(id.getMostSignificantBits());
        fixed(id.getLeastSignificantBits());
      } else if (isHex(text)) {
        out.write(HEX);
        bytes(HexFormat.of().parseHex(text));
      } else if (isDigits(text)) {
        digits(text);
      } else {
        out.write(TEXT);
        bytes(text.getBytes(StandardCharsets.UTF_8));
      }
    }

    /** Whether the value stood before and was written as that; otherwise it is remembered. */
    private boolean known(Object value) {
      @Nullable Integer before = seen.putIfAbsent(value, seen.size());
      if (before == null) {
        return false;
      }
      out.write(SEEN);
      number(before);
      return true;
    }

    private void digits(String text) {
      out.write(DIGITS);
      number(text.length());
      for (int i = 0; i < text.length(); i += 2) {
        int high = SYMBOLS.indexOf(text.charAt(i));
        int low = i + 1 < text.length() ? SYMBOLS.indexOf(text.charAt(i + 1)) : 0;
        out.write(high << 4 | low);
      }
    }

    private void object(JsonNode node) {
      if (node.size() <= SMALL && known(node)) {
        return;
      }
      List<String> names = new ArrayList<>(node.size());
      node.fieldNames().forEachRemaining(names::add);
      @Nullable Integer shape = shapes.putIfAbsent(names, shapes.size());
      if (shape != null) {
        out.write(SHAPED);
        number(shape);
        node.forEach(this::value);
        return;
      }
      out.write(OBJECT);
      number(names.size());
      for (String name : names) {
        @Nullable Integer word = NUMBERS.get(name);
        number(word == null ? 0 : word + 1);
        if (word == null) {
          bytes(name.getBytes(StandardCharsets.UTF_8));
        }
      }
      node.forEach(this::value);
    }

    private void bytes(byte[] bytes) {
      number(bytes.length);
      out.writeBytes(bytes);
    }

    private void number(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) (rest & 0x7F | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    private void fixed(long value) {
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) (value >>> shift));
      }
    }
  }

  private static final class Reader {
    private final byte[] bytes;
    private final List<JsonNode> seen = new ArrayList<>();
    private final List<List<String>> shapes = new ArrayList<>();
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    JsonNode value() throws JsonProcessingException {
      int tag = next();
      return switch (tag) {
        case NULL -> NODES.nullNode();
        case FALSE -> NODES.booleanNode(false);
        case TRUE -> NODES.booleanNode(true);
        case INTEGER -> {
          long value = number();
          yield NODES.numberNode(value >>> 1 ^ -(value & 1));
        }
        case SHORT_DECIMAL -> NODES.numberNode(number() / UNIT);
        case DOUBLE -> NODES.numberNode(Double.longBitsToDouble(fixed()));
        case NUMBER_TEXT -> Wire.mapper().readTree(utf8());
        case WORD -> NODES.textNode(WORDS.get((int) number()));
        case SEEN -> seen.get((int) number()).deepCopy();
        case TEXT -> remembered(NODES.textNode(utf8()));
        case ID -> remembered(NODES.textNode(new UUID(fixed(), fixed()).toString()));
        case HEX -> remembered(NODES.textNode(HexFormat.of().formatHex(some())));
        case DIGITS -> remembered(NODES.textNode(digits()));
        case ARRAY -> array();
        case OBJECT, SHAPED -> object(tag);
        default -> throw new IllegalStateException("a packed value has no kind " + tag);
      };
    }

    private JsonNode remembered(JsonNode node) {
      seen.add(node);
      return node;
    }

    private ArrayNode array() throws JsonProcessingException {
      ArrayNode array = NODES.arrayNode();
      for (long left = number(); left > 0; left--) {
        array.add(value());
      }
      return array;
    }

    private ObjectNode object(int tag) throws JsonProcessingException {
      ObjectNode object = NODES.objectNode();
      List<String> names = tag == SHAPED ? shapes.get((int) number()) : names();
      if (names.size() <= SMALL) {
        seen.add(object); // its place comes before those of what is in it
      }
      if (tag == OBJECT) {
        shapes.add(names);
      }
      for (String name : names) {
        object.set(name, value());
      }
      return object;
    }

    private List<String> names() {
      List<String> names = new ArrayList<>();
      for (long left = number(); left > 0; left--) {
        int word = (int) number();
        names.add(word == 0 ? utf8() : WORDS.get(word - 1));
      }
      return names;
    }

    private String digits() {
      int length = (int) number();
      StringBuilder text = new StringBuilder(length);
      for (int i = 0; i < length; i++) {
        int pair = bytes[at] & 0xFF;
        text.append(SYMBOLS.charAt(i % 2 == 0 ? pair >> 4 : pair & 15));
        if (i % 2 == 1 || i == length - 1) {
          at++;
        }
      }
      return text.toString();
    }

    int next() {
      return bytes[at++] & 0xFF;
    }

    private long number() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        int part = next();
        value |= (long) (part & 0x7F) << shift;
        if ((part & 0x80) == 0) {
          return value;
        }
      }
    }

    private long fixed() {
      long value = 0;
      for (int i = 0; i < 8; i++) {
        value = value << 8 | next();
      }
      return value;
    }

    private byte[] some() {
      int length = (int) number();
      byte[] some = Arrays.copyOfRange(bytes, at, Math.addExact(at, length));
      if (at + length > bytes.length) {
        throw new IndexOutOfBoundsException(at + length);
      }
      at += length;
      return some;
    }

    private String utf8() {
      return new String(some(), StandardCharsets.UTF_8);
    }
  }

  private static boolean isId(String text) {
    if (text.length() != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      char letter = text.charAt(i);
      if (dash ? letter != '-' : !isHex(letter)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(String text) {
    if (text.length() < 8 || text.length() % 2 != 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isHex(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char letter) {
    return letter >= '0' && letter <= '9' || letter >= 'a' && letter <= 'f';
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (SYMBOLS.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
