package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.EncodedPicture;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code /messages} as Anthropic speaks it: the schema in {@code output_config.format}, or for
 * older models as the input of a tool that they must use. No temperature goes out unless the
 * operator sets one, for newer models refuse it.
 */
record AnthropicWording(boolean tools) implements Wording {
  private static final String VERSION = "2023-06-01";
  private static final String TOOL = "answer";

  @Override
  public String path() {
    return "messages";
  }

  @Override
  public Map<String, String> headers(JudgeEndpoint endpoint) {
    Map<String, String> headers = new HashMap<>();
    headers.put("anthropic-version", VERSION);
    if (!endpoint.key().isEmpty()) {
      headers.put("x-api-key", endpoint.key());
    }
    return headers;
  }

  @Override
  public ObjectNode request(JudgeEndpoint endpoint, JudgePrompt prompt) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("model", endpoint.model());
    request.put("max_tokens", endpoint.maxTokens());
    request.put("system", prompt.system());
    ArrayNode content =
        request.putArray("messages").addObject().put("role", "user").putArray("content");
    for (EncodedPicture picture : prompt.pictures()) {
      content
          .addObject()
          .put("type", "image")
          .putObject("source")
          .put("type", "base64")
          .put("media_type", picture.type())
          .put("data", Base64.getEncoder().encodeToString(picture.bytes()));
    }
    content.addObject().put("type", "text").put("text", prompt.user());
    endpoint.temperature().ifPresent(value -> request.put("temperature", value));
    if (tools) {
      ObjectNode tool = request.putArray("tools").addObject().put("name", TOOL);
      tool.put("description", "Gives the answer.").set("input_schema", prompt.schema());
      request.putObject("tool_choice").put("type", "tool").put("name", TOOL);
    } else {
      request
          .putObject("output_config")
          .putObject("format")
          .put("type", "json_schema")
          .set("schema", prompt.schema());
    }
    return request;
  }

  @Override
  public Reply reply(JsonNode envelope) {
    String stopped = envelope.path("stop_reason").asText();
    if (stopped.equals("refusal")) {
      throw new JudgeFailure(JudgeFailure.Kind.DECLINED, "the model declined to answer");
    }
    if (stopped.equals("max_tokens")) {
      throw Wording.malformed("the answer is longer than max_tokens allows");
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode block : envelope.path("content")) {
      String type = block.path("type").asText();
      if (tools && type.equals("tool_use") && block.path("name").asText().equals(TOOL)) {
        text.append(block.path("input"));
      } else if (!tools && type.equals("text")) {
        text.append(block.path("text").asText());
      }
    }
    if (text.isEmpty()) {
      throw Wording.malformed("the server's answer holds no text");
    }
    JsonNode usage = envelope.path("usage");
    return new Reply(
        text.toString(),
        Wording.tokens(usage, "input_tokens"),
        Wording.tokens(usage, "output_tokens"),
        Map.of());
  }
}
