package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads one endpoint of the operator's settings. Confined to one thread. */
final class EndpointReader {
  private static final Set<String> FIELDS =
      new TreeSet<>(
          Set.of(
              "name",
              "role",
              "dialect",
              "url",
              "model",
              "key_env",
              "remote",
              "pictures",
              "constrained",
              "temperature",
              "max_tokens",
              "timeout_seconds",
              "input_price",
              "output_price"));
  private static final int USUAL_TOKENS = 1_024;
  private static final int GUARD_TOKENS = 16;
  private static final int TRANSLATION_TOKENS = 4_096;
  private static final int MOST_TOKENS = 32_768;
  private static final int USUAL_SECONDS = 30;
  private static final int MOST_SECONDS = 300;
  private static final double MICROS = 1_000_000;

  private final JsonNode node;
  private final String place;
  private final Map<String, String> environment;
  private final boolean fromEnvironment;

  private EndpointReader(
      JsonNode node, String place, Map<String, String> environment, boolean fromEnvironment) {
    this.node = node;
    this.place = place;
    this.environment = environment;
    this.fromEnvironment = fromEnvironment;
  }

  /** Reads one of a file. */
  static EndpointReader ofFile(JsonNode node, String place, Map<String, String> environment) {
    return new EndpointReader(node, place, environment, false);
  }

  /** Reads the single one that stands in variables; what is wrong is named by its variable. */
  static EndpointReader ofEnvironment(JsonNode node, Map<String, String> environment) {
    return new EndpointReader(node, "the environment", environment, true);
  }

  /** A field as whoever set it wrote it. */
  private String said(String field) {
    return fromEnvironment ? "HALCYON_JUDGE_" + field.toUpperCase(Locale.ROOT) : field;
  }

  static UserProblem wrong(String what) {
    return new UserProblem(
        "judge.settings",
        "The judge's settings are wrong: " + what + ".",
        "Mend them as docs/judge.md says and start again, or take them away to go without a"
            + " judge.");
  }

  JudgeEndpoint read() {
    if (!node.isObject()) {
      throw wrong(place + ": must be a mapping");
    }
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                throw wrong(
                    place
                        + ": unknown field '"
                        + field
                        + "'; known are "
                        + String.join(", ", FIELDS));
              }
            });
    JudgeEndpoint.Dialect dialect =
        choice("dialect", JudgeEndpoint.Dialect.values(), JudgeEndpoint.Dialect.OPENAI);
    JudgeEndpoint.Role role =
        choice(
            "role",
            JudgeEndpoint.Role.values(),
            dialect.guards() ? JudgeEndpoint.Role.GUARD : JudgeEndpoint.Role.SMALL);
    if (dialect.guards() != (role == JudgeEndpoint.Role.GUARD)) {
      throw wrong(place + ": the role guard belongs to the dialects llama_guard and shield_gemma");
    }
    return new JudgeEndpoint(
        text("name"),
        role,
        dialect,
        url(),
        text("model"),
        key(),
        flag("pictures", false),
        flag("constrained", false),
        temperature(dialect),
        (int) whole("max_tokens", tokens(role), MOST_TOKENS),
        Duration.ofSeconds(whole("timeout_seconds", USUAL_SECONDS, MOST_SECONDS)),
        price("input_price"),
        price("output_price"));
  }

  private static int tokens(JudgeEndpoint.Role role) {
    return switch (role) {
      case SMALL, LARGE, FALLBACK -> USUAL_TOKENS;
      case GUARD -> GUARD_TOKENS;
      case TRANSLATOR -> TRANSLATION_TOKENS;
    };
  }

  private HttpUrl url() {
    @Nullable HttpUrl url = HttpUrl.parse(text("url"));
    if (url == null || url.querySize() > 0 || !url.username().isEmpty()) {
      throw wrong(
          place
              + ": "
              + said("url")
              + " must be an address like http://127.0.0.1:8000/v1, without query and name");
    }
    if (!JudgeEndpoint.loopback(url.host())) {
      if (!flag("remote", false)) {
        throw wrong(
            place
                + ": "
                + url.host()
                + " is another machine; say "
                + (fromEnvironment ? said("remote") + "=1" : "remote: true")
                + " if content may be sent there, where the policy allows it");
      }
      if (!url.isHttps()) {
        throw wrong(place + ": content goes to other machines by https alone");
      }
    }
    return url;
  }

  /** Keys stand in the environment and not in files that are copied about. */
  private String key() {
    if (!node.hasNonNull("key_env")) {
      return "";
    }
    String name = text("key_env");
    @Nullable String key = environment.get(name);
    if (key == null || key.isBlank()) {
      throw wrong(place + ": the environment has no " + name);
    }
    if (!key.strip().chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      throw wrong(place + ": " + name + " holds characters that no key has");
    }
    return key.strip();
  }

  private Optional<Double> temperature(JudgeEndpoint.Dialect dialect) {
    if (node.hasNonNull("temperature")) {
      double value = node.path("temperature").asDouble(-1);
      if (!node.path("temperature").isNumber() || !(value >= 0 && value <= 2)) {
        throw wrong(place + ": temperature must be a number from 0 to 2");
      }
      return Optional.of(value);
    }
    return dialect == JudgeEndpoint.Dialect.OPENAI ? Optional.of(0.0) : Optional.empty();
  }

  private String text(String field) {
    String text = node.path(field).isTextual() ? node.path(field).asText().strip() : "";
    if (text.isEmpty()) {
      throw wrong(place + ": " + said(field) + " is missing");
    }
    return text;
  }

  private boolean flag(String field, boolean missing) {
    if (!node.hasNonNull(field)) {
      return missing;
    }
    if (!node.path(field).isBoolean()) {
      throw wrong(place + ": " + field + " must be true or false");
    }
    return node.path(field).asBoolean();
  }

  private long whole(String field, long missing, long most) {
    if (!node.hasNonNull(field)) {
      return missing;
    }
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > most) {
      throw wrong(place + ": " + field + " must be a whole number from 1 to " + most);
    }
    return value.asLong();
  }

  /** Currency for a million tokens, in millionths. */
  private long price(String field) {
    if (!node.hasNonNull(field)) {
      return 0;
    }
    double value = node.path(field).asDouble(-1);
    if (!node.path(field).isNumber() || !(value >= 0 && value <= MICROS)) {
      throw wrong(place + ": " + field + " must be a number of at least 0");
    }
    return Math.round(value * MICROS);
  }

  private <E extends Enum<E>> E choice(String field, E[] values, E missing) {
    if (!node.hasNonNull(field)) {
      return missing;
    }
    String name = text(field);
    return Arrays.stream(values)
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    place
                        + ": unknown "
                        + said(field)
                        + " '"
                        + name
                        + "'; known are "
                        + String.join(
                            ", ",
                            Arrays.stream(values)
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .toList())));
  }
}
