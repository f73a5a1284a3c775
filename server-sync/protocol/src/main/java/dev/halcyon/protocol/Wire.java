package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON mapper both ends use, so that server, client and engine can never disagree on how a
 * record looks on the wire. Thread-safe.
 */
public final class Wire {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(
              new SimpleModule("strict instants")
                  .addDeserializer(Instant.class, new InstantReader()))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          // What is no text is not read as text, nor text as a number: a sender that mixes them up
          // is told so, instead of being understood as something it did not mean.
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .withCoercionConfig(LogicalType.Textual, Wire::fromTextAlone)
          .withCoercionConfig(LogicalType.Enum, Wire::fromTextAlone)
          .withCoercionConfig(
              LogicalType.OtherScalar,
              config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  /** What a key of ours may look like; another may hold what nobody should read in a log. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

  private Wire() {}

  private static void fromTextAlone(MutableCoercionConfig config) {
    config
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  /** Takes ISO-8601 alone; the module's own also takes numbers, and digits in text, as seconds. */
  private static final class InstantReader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        return (Instant) context.handleUnexpectedToken(Instant.class, parser);
      }
      try {
        return Instant.parse(parser.getText());
      } catch (DateTimeException e) {
        throw InvalidFormatException.from(parser, "no instant", "", Instant.class);
      }
    }
  }

  /** The shared mapper; do not reconfigure it. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** Writes a record as JSON. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getName(), e);
    }
  }

  /**
   * Reads a record.
   *
   * @throws UserProblem {@code json.malformed} with the line and column at fault
   */
  public static <T> T read(String json, Class<T> type) {
    return read(json, MAPPER.readerFor(type), type);
  }

  /**
   * Reads a record that somebody else wrote: a key that stands twice in one object is refused,
   * since two readers would take it for two different things. Costs a little more than {@link
   * #read}.
   *
   * @throws UserProblem {@code json.malformed} as for {@link #read}, with the path of the key
   */
  public static <T> T readSent(String json, Class<T> type) {
    return read(
        json, MAPPER.readerFor(type).with(StreamReadFeature.STRICT_DUPLICATE_DETECTION), type);
  }

  private static <T> T read(String json, ObjectReader reader, Class<T> type) {
    try {
      T value = reader.readValue(json);
      if (value == null) {
        throw malformed(type, "it is null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw malformed(type, e);
    }
  }

  /**
   * Says what is wrong with JSON and where, without quoting the content itself: neither the message
   * nor a cause carries it, so that a log cannot either.
   */
  public static UserProblem malformed(Class<?> type, JsonProcessingException e) {
    return malformed(type, where(e));
  }

  private static UserProblem malformed(Class<?> type, String where) {
    return new UserProblem(
        "json.malformed",
        "The JSON for " + type.getSimpleName() + " cannot be read: " + where,
        "Send a document that fits docs/protocol.md.");
  }

  private static String where(JsonProcessingException e) {
    var at = e.getLocation();
    return doubled(e).orElseGet(() -> what(e))
        + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
  }

  /** Names the key that stands twice in its object, if that is what is wrong. */
  private static Optional<String> doubled(JsonProcessingException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      // Jackson tells this by its message alone; what follows is the key, which we say ourselves.
      if (cause instanceof JsonParseException parse
          && parse.getOriginalMessage().startsWith("Duplicate field")
          && parse.getProcessor() != null) {
        return Optional.of(
            "field " + path(parse.getProcessor().getParsingContext()) + " stands twice");
      }
    }
    return Optional.empty();
  }

  private static String path(JsonStreamContext context) {
    @Nullable JsonStreamContext parent = context.getParent();
    String before = parent == null ? "" : path(parent);
    if (context.inArray()) {
      return before + "[" + context.getCurrentIndex() + "]";
    }
    if (!context.inObject()) {
      return before;
    }
    @Nullable String key = context.getCurrentName();
    boolean sayable = key != null && KEY.matcher(key).matches();
    return before + (before.isEmpty() ? "" : ".") + (sayable ? key : "…");
  }

  /** Jackson's own messages quote the input; these say the same of its shape alone. */
  private static String what(JsonProcessingException e) {
    return switch (e) {
      case StreamConstraintsException limit -> "it passes a limit on nesting or length";
      case JsonEOFException eof -> "it ends too early";
      case JsonParseException parse -> "it is not JSON";
      case MismatchedInputException mismatch -> {
        // Numbers and flags cannot be absent; Jackson tells their absence by this message alone.
        boolean absent = mismatch.getOriginalMessage().startsWith("Cannot map `null`");
        yield field(mismatch.getPath())
            + (absent ? " is missing" : " is not " + kind(mismatch.getTargetType()));
      }
      case JsonMappingException mapping
          when mapping.getCause() instanceof JsonProcessingException cause ->
          field(mapping.getPath()) + " cannot be read, " + what(cause);
      case JsonMappingException mapping -> field(mapping.getPath()) + " is not acceptable";
      default -> "it is not JSON";
    };
  }

  /** A Java type in the words of JSON. */
  private static String kind(@Nullable Class<?> type) {
    if (type == null) {
      return "what the protocol says";
    }
    if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "text";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == Instant.class
        ? "an instant like 2026-01-31T12:00:00Z"
        : "the JSON of " + type.getSimpleName();
  }

  private static String field(List<JsonMappingException.Reference> path) {
    if (path.isEmpty()) {
      return "the document";
    }
    StringBuilder text = new StringBuilder("field ");
    for (JsonMappingException.Reference step : path) {
      if (step.getFieldName() == null) {
        text.append('[').append(step.getIndex()).append(']');
      } else {
        text.append(text.length() == 6 ? "" : ".").append(step.getFieldName());
      }
    }
    return text.toString();
  }
}
