package dev.halcyon.engine.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halcyon.protocol.ResolvedPolicy;
import java.util.List;

/**
 * Reads the text of a model's answer and holds it to the schema, whatever the server promised.
 * Stateless.
 */
final class AnswerReader {
  /** Two fields of one name are how an answer says one thing to one reader and another to us. */
  static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private AnswerReader() {}

  /**
   * The opinion in a text.
   *
   * @throws JudgeFailure {@code MALFORMED} saying where it breaks the schema
   */
  static Opinion read(String text, ResolvedPolicy policy) {
    JsonNode answer = json(text);
    List<String> problems = AnswerSchema.problems(answer, policy);
    if (!problems.isEmpty()) {
      throw malformed(
          "the answer does not fit the schema: "
              + String.join(", ", problems.subList(0, Math.min(3, problems.size()))));
    }
    Opinion opinion = Opinion.of(answer);
    boolean against =
        opinion.action() == Opinion.Action.BLOCK || opinion.action() == Opinion.Action.REVIEW;
    if (against && answer.get("category").asText().equals(Opinion.NO_CATEGORY)) {
      throw malformed("the answer is against the item and names no category");
    }
    return opinion;
  }

  /** The one object in a text; models wrap it in thoughts, fences and politeness. */
  static JsonNode json(String text) {
    String said = text.strip();
    int thought = said.lastIndexOf("</think>");
    if (said.startsWith("<think>") && thought >= 0) {
      said = said.substring(thought + "</think>".length());
    }
    int start = said.indexOf('{');
    int end = said.lastIndexOf('}');
    if (start < 0 || end < start) {
      throw malformed("the answer holds no JSON object");
    }
    try {
      return STRICT.readTree(said.substring(start, end + 1));
    } catch (JsonProcessingException e) {
      throw malformed("the answer is not one JSON object");
    }
  }

  private static JudgeFailure malformed(String why) {
    return new JudgeFailure(JudgeFailure.Kind.MALFORMED, why);
  }
}
