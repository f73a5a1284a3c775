package dev.halcyon.server.effect;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.halcyon.protocol.EffectMessage;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/**
 * A platform's end of webhooks as our guide describes it: real HTTP, signatures checked by the
 * receivers' own library. Thread-safe.
 */
public final class Receiver implements AutoCloseable {
  public static final byte[] SECRET =
      "a secret of thirty-two bytes....".getBytes(StandardCharsets.UTF_8);

  /** What came: the message, its bytes, and what was answered. */
  public record Came(EffectMessage message, String body, String id, int status) {}

  public final List<Came> came = new CopyOnWriteArrayList<>();
  public final List<String> forged = new CopyOnWriteArrayList<>();
  private volatile ToIntFunction<EffectMessage> answer = message -> 204;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  /** What it answers from now on. */
  public void answers(ToIntFunction<EffectMessage> status) {
    answer = status;
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    HttpHeaders headers = HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true);
    try {
      new Webhook(Base64.getEncoder().encodeToString(SECRET)).verify(body, headers);
    } catch (WebhookVerificationException e) {
      forged.add(String.valueOf(e.getMessage()));
    }
    EffectMessage message = Wire.read(body, EffectMessage.class);
    int status = answer.applyAsInt(message);
    came.add(new Came(message, body, headers.firstValue("webhook-id").orElse(""), status));
    if (status / 100 == 3) {
      exchange.getResponseHeaders().add("Location", url().resolve("/elsewhere").toString());
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  /** The messages that were taken. */
  public List<EffectMessage> taken() {
    return came.stream().filter(each -> each.status() / 100 == 2).map(Came::message).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
