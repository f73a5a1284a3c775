package dev.halcyon.engine.text.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.assets.Assets;
import dev.halcyon.engine.text.TextFingerprint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Harmless texts that sound harmful: sex education, talk about mental health, history, counter
 * speech, quotations, names of identities, dialect. No part of training sees them; what a model
 * flags among them is a false alarm. Stateless.
 */
public final class HardNegatives {
  private static final String FILE = "models/text-deep/hard-negatives.jsonl";

  private HardNegatives() {}

  /** The texts by group, both in the order of the file. */
  public static Map<String, List<String>> byGroup() {
    ObjectMapper json = new ObjectMapper();
    Map<String, List<String>> groups = new LinkedHashMap<>();
    new String(Assets.bytes(FILE), StandardCharsets.UTF_8)
        .lines()
        .forEach(
            line -> {
              try {
                JsonNode row = json.readTree(line);
                groups
                    .computeIfAbsent(row.get("group").asText(), key -> new ArrayList<>())
                    .add(row.get("text").asText());
              } catch (JsonProcessingException e) {
                throw new IllegalStateException(FILE + " is garbled", e);
              }
            });
    return groups;
  }

  static List<Row> rows(List<String> texts) {
    return texts.stream()
        .map(text -> new Row("hard-negatives", text, Map.of(), TextFingerprint.of(text)))
        .toList();
  }
}
