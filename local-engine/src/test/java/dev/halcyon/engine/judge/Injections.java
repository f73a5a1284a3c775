package dev.halcyon.engine.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.assets.Assets;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The attacks of {@code assets/judge/injections.jsonl}. */
record Injections(String id, String family, String text) {
  static List<Injections> all() {
    return new String(Assets.bytes("judge/injections.jsonl"), StandardCharsets.UTF_8)
        .lines()
        .map(Injections::read)
        .toList();
  }

  private static Injections read(String line) {
    try {
      JsonNode node = ScriptedModel.JSON.readTree(line);
      return new Injections(
          node.path("id").asText(), node.path("family").asText(), node.path("text").asText());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    return id + " " + family;
  }
}
