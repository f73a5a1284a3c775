package dev.halcyon.server.item;

import static dev.halcyon.server.item.PackedJson.ARRAY;
import static dev.halcyon.server.item.PackedJson.DIGITS;
import static dev.halcyon.server.item.PackedJson.DOUBLE;
import static dev.halcyon.server.item.PackedJson.FALSE;
import static dev.halcyon.server.item.PackedJson.FORM;
import static dev.halcyon.server.item.PackedJson.HEX;
import static dev.halcyon.server.item.PackedJson.ID;
import static dev.halcyon.server.item.PackedJson.INTEGER;
import static dev.halcyon.server.item.PackedJson.NULL;
import static dev.halcyon.server.item.PackedJson.NUMBERS;
import static dev.halcyon.server.item.PackedJson.NUMBER_TEXT;
import static dev.halcyon.server.item.PackedJson.OBJECT;
import static dev.halcyon.server.item.PackedJson.SEEN;
import static dev.halcyon.server.item.PackedJson.SHAPED;
import static dev.halcyon.server.item.PackedJson.SHORT_DECIMAL;
import static dev.halcyon.server.item.PackedJson.SMALL;
import static dev.halcyon.server.item.PackedJson.SYMBOLS;
import static dev.halcyon.server.item.PackedJson.TEXT;
import static dev.halcyon.server.item.PackedJson.TRUE;
import static dev.halcyon.server.item.PackedJson.UNIT;
import static dev.halcyon.server.item.PackedJson.WORD;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes one value in the form of {@link PackedJson}. Single use, for one thread. */
final class PackedJsonWriter {
  /** By an ASCII letter its place in {@code SYMBOLS}, or -1. */
  private static final byte[] SYMBOL_NUMBERS = symbolNumbers();

  /** Bytes one after the other; for one thread, where the library's own stream locks each time. */
  private static final class Bytes {
    private byte[] bytes = new byte[2048];
    private int length;

    void write(int value) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      bytes[length++] = (byte) value;
    }

    void write(byte[] more) {
      if (bytes.length - length < more.length) {
        bytes = Arrays.copyOf(bytes, 2 * length + more.length);
      }
      System.arraycopy(more, 0, bytes, length, more.length);
      length += more.length;
    }

    byte[] all() {
      return Arrays.copyOf(bytes, length);
    }
  }

  private final Bytes out = new Bytes();
  private final Map<Object, Integer> seen = new HashMap<>();
  private final Map<List<String>, Integer> shapes = new HashMap<>();

  private static byte[] symbolNumbers() {
    byte[] numbers = new byte[128];
    Arrays.fill(numbers, (byte) -1);
    for (int i = 0; i < SYMBOLS.length(); i++) {
      numbers[SYMBOLS.charAt(i)] = (byte) i;
    }
    return numbers;
  }

  byte[] packed(JsonNode tree) {
    out.write(FORM);
    value(tree);
    return out.all();
  }

  private void value(JsonNode node) {
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
      int high = SYMBOL_NUMBERS[text.charAt(i)];
      int low = i + 1 < text.length() ? SYMBOL_NUMBERS[text.charAt(i + 1)] : 0;
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
    out.write(bytes);
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
      char letter = text.charAt(i);
      if (letter >= SYMBOL_NUMBERS.length || SYMBOL_NUMBERS[letter] < 0) {
        return false;
      }
    }
    return true;
  }
}
