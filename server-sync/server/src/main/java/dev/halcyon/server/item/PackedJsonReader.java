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
import static dev.halcyon.server.item.PackedJson.WORDS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Reads one value in the form of {@link PackedJson}. Single use, for one thread. */
final class PackedJsonReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final byte[] bytes;
  private final List<JsonNode> seen = new ArrayList<>();
  private final List<List<String>> shapes = new ArrayList<>();
  private int at;

  PackedJsonReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The value, whose form must be known.
   *
   * @throws IllegalStateException when it is not
   */
  JsonNode unpacked() throws JsonProcessingException {
    if (next() != FORM) {
      throw new IllegalStateException("a packed value of an unknown form");
    }
    return value();
  }

  private JsonNode value() throws JsonProcessingException {
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

  private int next() {
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
