package dev.halcyon.engine.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads policy documents (YAML) into the policy the cascade, the queues and the desk use, and
 * refuses what is wrong with the place and the reason. Stateless.
 */
public final class PolicyDocuments {
  /** Versions of the policy that ships, oldest first. */
  public static final List<Integer> SHIPPED_VERSIONS = List.of(1, 2, 3, 4, 5, 6);

  // A field written twice, or a second document, is a slip of whoever merged two versions: one of
  // the two would be in force and the other not, and nobody would be told which.
  private static final ObjectMapper YAML =
      new ObjectMapper(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
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

  /** A version of the policy that ships with Halcyon, with its overlays. */
  public static PolicyDocument shippedDocument(int version) {
    return read(shippedText(version), "default-" + version + ".yaml");
  }

  /**
   * Reads a document and gives its global base; its overlays are checked too.
   *
   * @param name what to call the document in complaints, for example its file name
   * @throws UserProblem {@code policy.invalid} naming every place at fault
   */
  public static ResolvedPolicy parse(String yaml, String name) {
    return read(yaml, name).base();
  }

  /**
   * Reads a document with its overlays, each merged onto the base.
   *
   * @param name what to call the document in complaints, for example its file name
   * @throws UserProblem {@code policy.invalid} naming every place at fault
   */
  public static PolicyDocument read(String yaml, String name) {
    ObjectNode root = tree(yaml, name);
    List<String> problems = new ArrayList<>();
    PolicyNode document = new PolicyNode(root, "", problems);
    ResolvedPolicy base = checked(document, null, problems);
    Overlays overlays = Overlays.read(document, problems);
    SortedMap<String, ResolvedPolicy> resolved = new TreeMap<>();
    if (problems.isEmpty()) {
      for (String overlay : overlays.names()) {
        PolicyMerge merge = overlays.merged(root, overlay);
        List<String> said = new ArrayList<>();
        ResolvedPolicy policy = checked(new PolicyNode(merge.tree(), "", said), overlay, said);
        said.forEach(each -> problems.add(PolicyLines.movedTo(each, merge::origin, overlay)));
        resolved.put(overlay, policy);
      }
    }
    if (!problems.isEmpty()) {
      throw invalid(name, told(yaml, problems));
    }
    compile(yaml, name, base, UnaryOperator.identity());
    resolved.forEach(
        (overlay, policy) -> compile(yaml, name, policy, overlays.merged(root, overlay)::origin));
    boolean byRegion =
        base.categories().stream()
            .flatMap(each -> each.thresholds().stream())
            .anyMatch(each -> each.region() != null);
    if (byRegion || !resolved.isEmpty()) {
      resolved.put(
          PolicyDocument.UNKNOWN_REGION, StrictestPolicy.of(base, List.copyOf(resolved.values())));
    }
    return new PolicyDocument(base, canonical(root), resolved, overlays.regions());
  }

  private static ObjectNode tree(String yaml, String name) {
    JsonNode root;
    try {
      root = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw invalid(name, (at == null ? "" : "line " + at.getLineNr() + ": ") + complaint(e));
    }
    if (root instanceof ObjectNode mapping) {
      return mapping;
    }
    throw invalid(name, "document: must be a mapping with id, version, categories …");
  }

  /** What is wrong with the YAML itself; Jackson names a second document by its Java token. */
  private static String complaint(JsonProcessingException e) {
    return e instanceof MismatchedInputException
        ? "a second document begins here; a policy is one"
        : e.getOriginalMessage();
  }

  private static ResolvedPolicy checked(
      PolicyNode document, @Nullable String overlay, List<String> problems) {
    ResolvedPolicy policy = PolicyReader.read(document, overlay);
    if (problems.isEmpty()) {
      PolicyChecks.check(policy, problems);
    }
    return policy;
  }

  private static String told(String yaml, List<String> problems) {
    PolicyLines lines = PolicyLines.of(yaml);
    String more =
        problems.size() > MOST_PROBLEMS_NAMED
            ? "; and " + (problems.size() - MOST_PROBLEMS_NAMED) + " more"
            : "";
    return problems.stream()
            .limit(MOST_PROBLEMS_NAMED)
            .map(lines::placed)
            .collect(Collectors.joining("; "))
        + more;
  }

  private static void compile(
      String yaml, String name, ResolvedPolicy policy, UnaryOperator<String> origin) {
    try {
      CompiledRules.of(policy);
      PersonalRules.of(policy);
      Combinations.of(policy);
    } catch (UserProblem e) {
      String complaint =
          PolicyLines.of(yaml).placed(String.valueOf(e.getMessage()), policy, origin);
      throw invalid(name, complaint + ". " + e.remedy());
    }
  }

  /** Fields sorted, so that the same words in another order are the same document. */
  private static String canonical(ObjectNode root) {
    try {
      return CANONICAL.writeValueAsString(CANONICAL.treeToValue(root, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a policy as JSON", e);
    }
  }

  private static UserProblem invalid(String name, String reason) {
    return new UserProblem(
        "policy.invalid",
        name + ": " + reason,
        "Mend the places named and load the policy again; the one in force stays until then.");
  }
}
