package dev.halcyon.engine.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.halcyon.assets.Assets;
import dev.halcyon.engine.fusion.Combinations;
import dev.halcyon.engine.personal.PersonalRules;
import dev.halcyon.engine.text.CompiledRules;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads policy documents (YAML) into the policy the cascade, the queues and the desk use, and
 * refuses what is wrong with the place and the reason. Stateless.
 */
public final class PolicyDocuments {
  /** Versions of the policy that ships, oldest first. */
  public static final List<Integer> SHIPPED_VERSIONS = List.of(1, 2, 3);

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final int MOST_PROBLEMS_NAMED = 20;

  private PolicyDocuments() {}

  /** A version of the policy that ships with Halcyon. */
  public static ResolvedPolicy shipped(int version) {
    return parse(shippedText(version), "default-" + version + ".yaml");
  }

  /** The document of a shipped version, as a policy author would edit it. */
  public static String shippedText(int version) {
    return new String(
        Assets.bytes("policies/default-" + version + ".yaml"), StandardCharsets.UTF_8);
  }

  /**
   * Reads a document.
   *
   * @param name what to call the document in complaints, for example its file name
   * @throws UserProblem {@code policy.invalid} naming every place at fault
   */
  public static ResolvedPolicy parse(String yaml, String name) {
    JsonNode root;
    try {
      root = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw invalid(
          name, (at == null ? "" : "line " + at.getLineNr() + ": ") + e.getOriginalMessage());
    }
    if (root == null || !root.isObject()) {
      throw invalid(name, "document: must be a mapping with id, version, categories …");
    }
    List<String> problems = new ArrayList<>();
    ResolvedPolicy policy = PolicyReader.read(new PolicyNode(root, "", problems));
    if (problems.isEmpty()) {
      PolicyChecks.check(policy, problems);
    }
    if (!problems.isEmpty()) {
      PolicyLines lines = PolicyLines.of(yaml);
      String more =
          problems.size() > MOST_PROBLEMS_NAMED
              ? "; and " + (problems.size() - MOST_PROBLEMS_NAMED) + " more"
              : "";
      throw invalid(
          name,
          problems.stream()
                  .limit(MOST_PROBLEMS_NAMED)
                  .map(lines::placed)
                  .collect(Collectors.joining("; "))
              + more);
    }
    try {
      CompiledRules.of(policy);
      PersonalRules.of(policy);
      Combinations.of(policy);
    } catch (UserProblem e) {
      String complaint = PolicyLines.of(yaml).placed(String.valueOf(e.getMessage()), policy);
      throw invalid(name, complaint + ". " + e.remedy());
    }
    return policy;
  }

  private static UserProblem invalid(String name, String reason) {
    return new UserProblem(
        "policy.invalid",
        name + ": " + reason,
        "Mend the places named and load the policy again; the one in force stays until then.");
  }
}
