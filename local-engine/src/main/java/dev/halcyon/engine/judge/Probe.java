package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/**
 * Finds out whether a server holds its model to a schema: the question asks for one word, the
 * schema allows only another that nobody told the model. A server that ignores the schema answers
 * as asked, and is known by it. Stateless.
 */
final class Probe {
  private static final String OPEN = "ready";

  private Probe() {}

  /** What a server does with a schema. */
  enum Constraint {
    /** It holds the model to it. */
    ENFORCED,
    /** It takes it and does nothing: answers are used by parsing, if at all. */
    IGNORED
  }

  /**
   * What the endpoint does with a schema.
   *
   * @throws JudgeFailure when it does not answer at all
   */
  static Constraint of(JudgeHttp http, JudgeEndpoint endpoint, Duration limit) {
    String nonce = JudgePrompt.newNonce();
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode word = schema.putObject("properties").putObject("word").put("type", "string");
    word.putArray("enum").add(nonce);
    schema.putArray("required").add("word");
    schema.put("additionalProperties", false);
    JudgePrompt prompt =
        new JudgePrompt(
            "You answer with one JSON object.",
            "Answer with {\"word\": \"" + OPEN + "\"}.",
            List.of(),
            schema,
            nonce,
            "");
    try {
      Reply reply = http.ask(endpoint, prompt, limit);
      JsonNode answer = AnswerReader.json(reply.text());
      return answer.path("word").asText().equals(nonce) ? Constraint.ENFORCED : Constraint.IGNORED;
    } catch (JudgeFailure e) {
      if (e.kind() == JudgeFailure.Kind.MALFORMED) {
        return Constraint.IGNORED;
      }
      throw e;
    }
  }
}
