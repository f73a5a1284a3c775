package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code /completions}, the prompt as it is, with how likely each first word was: what guard models
 * need. Servers say the latter in two forms, and both are read.
 */
final class CompletionWording implements Wording {
  private static final int MOST_WORDS = 5;

  @Override
  public String path() {
    return "completions";
  }

  @Override
  public Map<String, String> headers(JudgeEndpoint endpoint) {
    return new OpenAiWording().headers(endpoint);
  }

  @Override
  public ObjectNode request(JudgeEndpoint endpoint, JudgePrompt prompt) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("model", endpoint.model());
    request.put("prompt", prompt.user());
    request.put("max_tokens", endpoint.maxTokens());
    request.put("temperature", 0);
    request.put("logprobs", MOST_WORDS);
    return request;
  }

  @Override
  public Reply reply(JsonNode envelope) {
    JsonNode choice = envelope.path("choices").path(0);
    if (!choice.path("text").isTextual()) {
      throw Wording.malformed("the server's answer holds no text");
    }
    JsonNode usage = envelope.path("usage");
    return new Reply(
        choice.path("text").asText(),
        Wording.tokens(usage, "prompt_tokens"),
        Wording.tokens(usage, "completion_tokens"),
        first(choice.path("logprobs")));
  }

  /** Probabilities of the first words; of two that differ in space or case alone, their sum. */
  private static Map<String, Double> first(JsonNode logprobs) {
    Map<String, Double> words = new HashMap<>();
    JsonNode legacy = logprobs.path("top_logprobs").path(0);
    legacy.properties().forEach(each -> add(words, each.getKey(), each.getValue()));
    for (JsonNode each : logprobs.path("content").path(0).path("top_logprobs")) {
      add(words, each.path("token").asText(), each.path("logprob"));
    }
    return words;
  }

  private static void add(Map<String, Double> words, String word, JsonNode logprob) {
    double chance = logprob.isNumber() ? Math.exp(logprob.asDouble()) : Double.NaN;
    if (chance >= 0 && chance <= 1 + 1e-6) {
      words.merge(word.strip().toLowerCase(Locale.ROOT), Math.min(1, chance), Double::sum);
    }
  }
}
