package dev.halcyon.engine.judge;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which judges the operator of this machine set up: from the file that {@code
 * HALCYON_JUDGE_SETTINGS} names, or a single one from {@code HALCYON_JUDGE_URL} and its like
 * (docs/judge.md). Nothing of it stands in a policy. Immutable.
 */
public record JudgeSettings(List<JudgeEndpoint> endpoints) {
  /** Nobody to ask. */
  public static final JudgeSettings NONE = new JudgeSettings(List.of());

  // As in a policy: of a field written twice, or of two documents, one would be in force and
  // nobody would be told which.
  private static final ObjectMapper YAML =
      new ObjectMapper(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Pattern TWICE = Pattern.compile("Duplicate field '([A-Za-z_]{1,40})'");

  public JudgeSettings {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * The settings in this process's environment.
   *
   * @throws UserProblem {@code judge.settings} naming what is wrong
   */
  public static JudgeSettings configured() {
    return of(System.getenv());
  }

  /** The settings in an environment. */
  public static JudgeSettings of(Map<String, String> environment) {
    @Nullable String file = environment.get("HALCYON_JUDGE_SETTINGS");
    if (file != null && !file.isBlank()) {
      return read(Path.of(file), environment);
    }
    @Nullable String url = environment.get("HALCYON_JUDGE_URL");
    if (url == null || url.isBlank()) {
      return NONE;
    }
    var node = YAML.createObjectNode();
    node.put("name", "judge").put("url", url);
    single(environment, "HALCYON_JUDGE_MODEL", node, "model");
    single(environment, "HALCYON_JUDGE_DIALECT", node, "dialect");
    node.put("remote", "1".equals(environment.get("HALCYON_JUDGE_REMOTE")));
    node.put("pictures", "1".equals(environment.get("HALCYON_JUDGE_PICTURES")));
    if (environment.containsKey("HALCYON_JUDGE_KEY")) {
      node.put("key_env", "HALCYON_JUDGE_KEY");
    }
    return new JudgeSettings(List.of(EndpointReader.ofEnvironment(node, environment).read()));
  }

  private static void single(
      Map<String, String> environment,
      String name,
      com.fasterxml.jackson.databind.node.ObjectNode node,
      String field) {
    @Nullable String value = environment.get(name);
    if (value != null && !value.isBlank()) {
      node.put(field, value);
    }
  }

  private static JudgeSettings read(Path file, Map<String, String> environment) {
    JsonNode root;
    try {
      root = YAML.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw EndpointReader.wrong(file + where(e) + ": " + what(e));
    } catch (IOException e) {
      throw EndpointReader.wrong(file + " cannot be read");
    }
    if (root == null || !root.path("endpoints").isArray() || root.path("endpoints").isEmpty()) {
      throw EndpointReader.wrong(file + ": needs a list 'endpoints' with at least one entry");
    }
    root.fieldNames()
        .forEachRemaining(
            field -> {
              if (!field.equals("endpoints")) {
                throw EndpointReader.wrong(
                    file + ": unknown field '" + field + "'; known is endpoints");
              }
            });
    List<JudgeEndpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < root.path("endpoints").size(); i++) {
      String place = file + ", endpoints[" + i + "]";
      JudgeEndpoint read =
          EndpointReader.ofFile(root.path("endpoints").get(i), place, environment).read();
      if (endpoints.stream().anyMatch(each -> each.name().equals(read.name()))) {
        throw EndpointReader.wrong(place + ": the name '" + read.name() + "' stands twice");
      }
      endpoints.add(read);
    }
    return new JudgeSettings(endpoints);
  }

  private static String where(JsonProcessingException e) {
    @Nullable JsonLocation at = e.getLocation();
    return at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /** In words of ours: Jackson's own quote the file, which may hold what is nobody's. */
  private static String what(JsonProcessingException e) {
    String said = String.valueOf(e.getOriginalMessage());
    Matcher twice = TWICE.matcher(said);
    if (twice.lookingAt()) {
      return "the field '" + twice.group(1) + "' stands twice";
    }
    return e instanceof MismatchedInputException && said.startsWith("Trailing token")
        ? "a second document begins; one is read"
        : "it is not YAML";
  }
}
