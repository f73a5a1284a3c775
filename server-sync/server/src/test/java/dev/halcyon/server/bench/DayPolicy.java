package dev.halcyon.server.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Wire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policy of a generated day: a shipped one with banks and cache. Stateless. */
final class DayPolicy {
  private DayPolicy() {}

  static ResolvedPolicy of(ResolvedPolicy shipped, @Nullable String overlay, boolean meaning)
      throws JsonProcessingException {
    ObjectNode tree = Wire.mapper().valueToTree(shipped);
    ObjectNode ref = (ObjectNode) tree.get("ref");
    ref.put("version", DayBench.VERSION);
    if (overlay != null) {
      ref.put("overlay", overlay);
    }
    ArrayNode stages = (ArrayNode) tree.get("stages");
    List<String> listed = new ArrayList<>();
    stages.forEach(stage -> listed.add(stage.get("stage").asText()));
    if (!listed.contains("cache")) {
      stages.insert(listed.indexOf("text.rules") + 1, stage("cache"));
    }
    if (meaning && !listed.contains("cache.meaning")) {
      stages.add(stage("cache.meaning"));
    }
    if (!listed.contains("banks")) {
      stages.insert(0, stage("banks"));
    }
    ArrayNode banks = tree.withArray("banks");
    banks.add(
        Wire.mapper()
            .readTree(
                """
                {"id": "known-campaigns", "title": "Known campaigns", "kind": "SHA256",
                 "content": "KNOWN_BAD", "mode": "ON", "percent": 100, "category": "spam",
                 "clause": null, "verdict": "BLOCK", "quality": 50, "turns": true,
                 "share": 0.33, "floodItems": 0, "floodSeconds": 3600}
                """));
    return Wire.mapper().treeToValue(tree, ResolvedPolicy.class);
  }

  private static ObjectNode stage(String name) {
    return Wire.mapper().createObjectNode().put("stage", name).put("required", false);
  }

  static ResolvedPolicy withoutCache(ResolvedPolicy policy) throws JsonProcessingException {
    ObjectNode tree = Wire.mapper().valueToTree(policy);
    ArrayNode stages = (ArrayNode) tree.get("stages");
    for (int i = stages.size() - 1; i >= 0; i--) {
      if (stages.get(i).get("stage").asText().equals("cache")) {
        stages.remove(i);
      }
    }
    return Wire.mapper().treeToValue(tree, ResolvedPolicy.class);
  }
}
