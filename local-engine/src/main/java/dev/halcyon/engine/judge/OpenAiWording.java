package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.EncodedPicture;
import java.util.Base64;
import java.util.Map;

/**
 * {@code /chat/completions} as vLLM, llama.cpp, Ollama and others speak it. The schema goes into
 * the nested {@code response_format.json_schema} alone: the form at the top level is ignored by
 * llama.cpp without a word, and the names of vLLM's own fields changed between versions.
 */
final class OpenAiWording implements Wording {
  @Override
  public String path() {
    return "chat/completions";
  }

  @Override
  public Map<String, String> headers(JudgeEndpoint endpoint) {
    return endpoint.key().isEmpty()
        ? Map.of()
        : Map.of("Authorization", "Bearer " + endpoint.key());
  }

  @Override
  public ObjectNode request(JudgeEndpoint endpoint, JudgePrompt prompt) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("model", endpoint.model());
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "system").put("content", prompt.system());
    ObjectNode user = messages.addObject().put("role", "user");
    if (prompt.pictures().isEmpty()) {
      user.put("content", prompt.user());
    } else {
      ArrayNode parts = user.putArray("content");
      parts.addObject().put("type", "text").put("text", prompt.user());
      for (EncodedPicture picture : prompt.pictures()) {
        String data = Base64.getEncoder().encodeToString(picture.bytes());
        parts
            .addObject()
            .put("type", "image_url")
            .putObject("image_url")
            .put("url", "data:" + picture.type() + ";base64," + data);
      }
    }
    endpoint.temperature().ifPresent(value -> request.put("temperature", value));
    request.put("max_tokens", endpoint.maxTokens());
    ObjectNode format = request.putObject("response_format").put("type", "json_schema");
    ObjectNode schema = format.putObject("json_schema").put("name", "answer").put("strict", true);
    schema.set("schema", prompt.schema());
    return request;
  }

  @Override
  public Reply reply(JsonNode envelope) {
    JsonNode choice = envelope.path("choices").path(0);
    JsonNode message = choice.path("message");
    if (message.path("refusal").isTextual() && !message.path("refusal").asText().isBlank()
        || choice.path("finish_reason").asText().equals("content_filter")) {
      throw new JudgeFailure(JudgeFailure.Kind.DECLINED, "the model declined to answer");
    }
    if (choice.path("finish_reason").asText().equals("length")) {
      throw Wording.malformed("the answer is longer than max_tokens allows");
    }
    if (!message.path("content").isTextual()) {
      throw Wording.malformed("the server's answer holds no text");
    }
    JsonNode usage = envelope.path("usage");
    return new Reply(
        message.path("content").asText(),
        Wording.tokens(usage, "prompt_tokens"),
        Wording.tokens(usage, "completion_tokens"),
        Map.of());
  }
}
