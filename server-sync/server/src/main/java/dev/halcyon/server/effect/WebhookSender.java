package dev.halcyon.server.effect;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.halcyon.protocol.EffectMessage;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.effect.EffectRepository.Due;
import dev.halcyon.server.outside.Connections.WebhookTarget;
import dev.halcyon.server.outside.OutsideHttp;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends one event to one target, once. Thread-safe. */
final class WebhookSender {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Duration LONGEST_ASKED_WAIT = Duration.ofHours(1);

  private final OkHttpClient http;
  private final Clock clock;

  WebhookSender(OkHttpClient http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * Why an event did not arrive.
   *
   * @param unreachable whether nobody answered at all, so that the next event would fail too
   * @param patience how long the receiver asked to be left alone
   */
  record Failure(String problem, boolean unreachable, Optional<Duration> patience) {}

  /** Sends; empty when the receiver took it (any 2xx). What it answers beyond that is not read. */
  Optional<Failure> send(WebhookTarget target, Due due) {
    byte[] body = body(due);
    long seconds = clock.instant().getEpochSecond();
    Request request =
        new Request.Builder()
            .url(target.url().toString())
            .header("User-Agent", "Halcyon")
            .header("webhook-id", due.eventId().toString())
            .header("webhook-timestamp", Long.toString(seconds))
            .header(
                "webhook-signature",
                WebhookSignature.of(target.secrets(), due.eventId(), seconds, body))
            .post(RequestBody.create(body, JSON))
            .build();
    try (Response response = http.newCall(request).execute()) {
      return response.isSuccessful() ? Optional.empty() : Optional.of(refused(response));
    } catch (IOException e) {
      return Optional.of(new Failure(words(e), true, Optional.empty()));
    }
  }

  private static Failure refused(Response response) {
    String what =
        response.isRedirect()
            ? "it redirects (" + response.code() + "), which is not followed"
            : "it answered " + response.code();
    return new Failure(what, false, asked(response.header("Retry-After")));
  }

  private static Optional<Duration> asked(@Nullable String retryAfter) {
    try {
      return Optional.ofNullable(retryAfter)
          .map(text -> Duration.ofSeconds(Math.max(0, Integer.parseInt(text.strip()))))
          .map(wait -> wait.compareTo(LONGEST_ASKED_WAIT) > 0 ? LONGEST_ASKED_WAIT : wait);
    } catch (NumberFormatException date) {
      return Optional.empty();
    }
  }

  private static String words(IOException e) {
    return switch (e) {
      case OutsideHttp.Refused refused ->
          "its address is private, which the operator does not allow (privateAddresses)";
      case UnknownHostException unknown -> "its name does not resolve";
      case InterruptedIOException late -> "it did not answer in time";
      case ConnectException closed -> "nobody listens there";
      case SSLException tls -> "no trusted TLS connection: " + tls.getClass().getSimpleName();
      default -> "the connection broke: " + e.getClass().getSimpleName();
    };
  }

  /** The same bytes at each attempt. */
  static byte[] body(Due due) {
    try {
      EffectMessage message =
          new EffectMessage(
              due.eventId(),
              due.kind(),
              due.id(),
              due.madeAt(),
              Wire.mapper().readTree(due.content()));
      return Wire.write(message).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored event cannot be read", e);
    }
  }
}
