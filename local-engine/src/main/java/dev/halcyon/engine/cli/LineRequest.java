package dev.halcyon.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Wire;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one line of input asks, or why it asks nothing that can be answered. Immutable. */
sealed interface LineRequest {
  String SHAPE = "Send one JSON object a line: {\"id\": \"…\", \"text\": \"…\"}.";

  /** Begins the answer with the line's id (null where it has none) and number. */
  ObjectNode answer();

  /**
   * A text to judge.
   *
   * @param language ISO 639-1 as the sender declares it, or null to have it identified
   */
  record Text(ObjectNode answer, String text, @Nullable String language) implements LineRequest {}

  /** A line that cannot be judged. */
  record Bad(ObjectNode answer, Problem problem) implements LineRequest {}

  /** Reads a line; nothing in it can make this throw. */
  static LineRequest read(LineReader.Line line) {
    ObjectNode answer = Answers.object().putNull("id").put("line", line.number());
    String place = "Line " + line.number();
    if (line.tooLong()) {
      return bad(
          answer,
          "line.long",
          place + " has " + line.length() + " bytes; at most " + line.bytes().length + " are read.",
          "Send the text in parts.");
    }
    ByteBuffer bytes = ByteBuffer.wrap(line.bytes());
    CharBuffer text = CharBuffer.allocate(line.bytes().length + 1);
    CoderResult decoded =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(bytes, text, true);
    if (decoded.isError()) {
      answer.put("byte", bytes.position() + 1);
      return bad(
          answer,
          "line.encoding",
          place + " is not UTF-8 at byte " + (bytes.position() + 1) + ".",
          "Send UTF-8.");
    }
    String json = text.flip().toString();
    try {
      return of(
          answer, place, READER.readTree(json.startsWith("\ufeff") ? json.substring(1) : json));
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      answer.put("column", column);
      return bad(answer, "line.json", place + ", column " + column + ": " + what(e) + ".", SHAPE);
    }
  }

  ObjectReader READER =
      Wire.mapper().readerFor(JsonNode.class).with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private static LineRequest of(ObjectNode answer, String place, JsonNode json) {
    if (!json.isObject()) {
      return bad(answer, "line.shape", place + " is JSON, but no object.", SHAPE);
    }
    @Nullable JsonNode id = json.get("id");
    if (id != null && (id.isTextual() || id.isIntegralNumber())) {
      answer.set("id", id);
    } else if (id != null && !id.isNull()) {
      return field(answer, place, "id", "must be a string or a whole number");
    }
    @Nullable JsonNode text = json.get("text");
    if (text == null || !text.isTextual()) {
      return field(answer, place, "text", text == null ? "is missing" : "must be a string");
    }
    @Nullable JsonNode language = json.get("language");
    if (language == null || language.isNull()) {
      return new Text(answer, text.textValue(), null);
    } else if (!language.isTextual() || !LANGUAGES.contains(language.textValue())) {
      return field(answer, place, "language", "must be an ISO 639-1 code such as en");
    }
    return new Text(answer, text.textValue(), language.textValue());
  }

  Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  private static Bad field(ObjectNode answer, String place, String name, String reason) {
    answer.put("field", name);
    return bad(answer, "line." + name, place + ": " + name + " " + reason + ".", SHAPE);
  }

  /** Jackson's own messages quote the input; these do not. */
  private static String what(JsonProcessingException e) {
    return switch (e) {
      case StreamConstraintsException limit -> "it passes a limit on nesting or length";
      case JsonEOFException eof -> "it ends too early";
      default -> "it is not JSON, or names a field twice";
    };
  }

  private static Bad bad(ObjectNode answer, String code, String message, String remedy) {
    return new Bad(answer, new Problem(code, message, remedy));
  }
}
