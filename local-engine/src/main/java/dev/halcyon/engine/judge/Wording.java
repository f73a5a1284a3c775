package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** How one family of servers words a question and its answer. Implementations are stateless. */
sealed interface Wording permits OpenAiWording, AnthropicWording, CompletionWording {
  /** Below the endpoint's address. */
  String path();

  Map<String, String> headers(JudgeEndpoint endpoint);

  ObjectNode request(JudgeEndpoint endpoint, JudgePrompt prompt);

  /**
   * The answer in the server's envelope.
   *
   * @throws JudgeFailure when there is none in it
   */
  Reply reply(JsonNode envelope);

  static Wording of(JudgeEndpoint.Dialect dialect) {
    return switch (dialect) {
      case OPENAI -> new OpenAiWording();
      case ANTHROPIC -> new AnthropicWording(false);
      case ANTHROPIC_TOOLS -> new AnthropicWording(true);
      case LLAMA_GUARD, SHIELD_GEMMA -> new CompletionWording();
    };
  }

  /** A number of tokens, 0 where a server does not say. */
  static long tokens(JsonNode usage, String field) {
    return Math.max(0, usage.path(field).asLong(0));
  }

  static JudgeFailure malformed(String why) {
    return new JudgeFailure(JudgeFailure.Kind.MALFORMED, why);
  }
}
