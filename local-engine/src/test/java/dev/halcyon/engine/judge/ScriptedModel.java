package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import okhttp3.HttpUrl;

/**
 * A real HTTP server on this machine that speaks the dialects of model servers, faults included. It
 * answers a probe as a server would that holds to schemas, unless told to ignore them; every other
 * question as scripted, the last script again and again.
 */
final class ScriptedModel implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  /** What a question gets. */
  interface Script {
    void answer(HttpExchange exchange, JsonNode request) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Script> scripts = new ArrayDeque<>();
  private final List<JsonNode> questions = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean ignoresSchema;
  private volatile int probes;

  ScriptedModel() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  ScriptedModel ignoringSchemas() {
    ignoresSchema = true;
    return this;
  }

  ScriptedModel then(Script script) {
    synchronized (scripts) {
      scripts.add(script);
    }
    return this;
  }

  /** Answers with this text in the envelope of the dialect that was asked. */
  ScriptedModel says(String text) {
    return then((exchange, request) -> send(exchange, 200, envelope(exchange, request, text)));
  }

  ScriptedModel says(Function<JsonNode, String> text) {
    return then(
        (exchange, request) ->
            send(exchange, 200, envelope(exchange, request, text.apply(request))));
  }

  ScriptedModel fails(int status) {
    return then((exchange, request) -> send(exchange, status, "{}"));
  }

  /** Holds the answer back until the server closes. */
  ScriptedModel hangs() {
    return then(
        (exchange, request) -> {
          try {
            closing.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  HttpUrl url() {
    return HttpUrl.get("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** Every question but probes. */
  List<JsonNode> questions() {
    return questions;
  }

  List<Map<String, List<String>>> headers() {
    return headers;
  }

  int probes() {
    return probes;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      JsonNode probe = schema(request).path("properties").path("word");
      if (!probe.isMissingNode()) {
        probes++;
        String word = ignoresSchema ? "ready" : probe.path("enum").get(0).asText();
        send(exchange, 200, envelope(exchange, request, "{\"word\": \"" + word + "\"}"));
        return;
      }
      questions.add(request);
      headers.add(Map.copyOf(exchange.getRequestHeaders()));
      Script script;
      synchronized (scripts) {
        script = scripts.size() > 1 ? scripts.remove() : scripts.peek();
      }
      if (script == null) {
        throw new IllegalStateException("a question that no script answers");
      }
      script.answer(exchange, request);
    }
  }

  /** The schema, where each dialect carries it and nowhere else. */
  static JsonNode schema(JsonNode request) {
    for (String place :
        List.of(
            "/response_format/json_schema/schema",
            "/output_config/format/schema",
            "/tools/0/input_schema")) {
      if (!request.at(place).isMissingNode()) {
        return request.at(place);
      }
    }
    return JSON.missingNode();
  }

  /** All that a question says in words. */
  static String words(JsonNode request) {
    StringBuilder words = new StringBuilder();
    request.findValues("system").forEach(each -> words.append(each.asText()).append('\n'));
    request.findValues("text").forEach(each -> words.append(each.asText()).append('\n'));
    request.findValues("prompt").forEach(each -> words.append(each.asText()).append('\n'));
    for (JsonNode message : request.path("messages")) {
      words.append(message.path("content").isTextual() ? message.path("content").asText() : "");
      words.append('\n');
    }
    return words.toString();
  }

  static String envelope(HttpExchange exchange, JsonNode request, String text) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    if (request.has("tools")) {
      ObjectNode use = root.putArray("content").addObject().put("type", "tool_use");
      use.put("name", request.at("/tools/0/name").asText()).set("input", JSON.readTree(text));
      root.put("stop_reason", "tool_use");
      root.putObject("usage").put("input_tokens", 1000).put("output_tokens", 100);
    } else if (exchange.getRequestURI().getPath().endsWith("/messages")) {
      root.putArray("content").addObject().put("type", "text").put("text", text);
      root.put("stop_reason", "end_turn");
      root.putObject("usage").put("input_tokens", 1000).put("output_tokens", 100);
    } else {
      ObjectNode choice = root.putArray("choices").addObject();
      choice.put("finish_reason", "stop");
      choice.putObject("message").put("role", "assistant").put("content", text);
      choice.put("text", text);
      root.putObject("usage").put("prompt_tokens", 1000).put("completion_tokens", 100);
    }
    return root.toString();
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
