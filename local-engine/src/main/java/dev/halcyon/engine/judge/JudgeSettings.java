package dev.halcyon.engine.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which judges the operator of this machine set up: from the file that {@code
 * HALCYON_JUDGE_SETTINGS} names, or a single one from {@code HALCYON_JUDGE_URL} and its like
 * (docs/judge.md). Nothing of it stands in a policy. Immutable.
 */
public record JudgeSettings(List<JudgeEndpoint> endpoints) {
  /** Nobody to ask. */
  public static final JudgeSettings NONE = new JudgeSettings(List.of());

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

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
    return new JudgeSettings(
        List.of(new EndpointReader(node, "the environment", environment).read()));
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
      throw EndpointReader.wrong(file + " is not YAML");
    } catch (IOException e) {
      throw EndpointReader.wrong(file + " cannot be read");
    }
    if (root == null || !root.path("endpoints").isArray() || root.path("endpoints").isEmpty()) {
      throw EndpointReader.wrong(file + ": needs a list 'endpoints' with at least one entry");
    }
    List<JudgeEndpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < root.path("endpoints").size(); i++) {
      String place = file + ", endpoints[" + i + "]";
      JudgeEndpoint read =
          new EndpointReader(root.path("endpoints").get(i), place, environment).read();
      if (endpoints.stream().anyMatch(each -> each.name().equals(read.name()))) {
        throw EndpointReader.wrong(place + ": the name '" + read.name() + "' stands twice");
      }
      endpoints.add(read);
    }
    return new JudgeSettings(endpoints);
  }
}
