package dev.halcyon.engine.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import okhttp3.Dns;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Sends one question to one endpoint and reads the answer, with limits on time and size. It follows
 * no redirect, uses no proxy for this machine's own servers, and does not believe a name server
 * about what this machine is: content goes where the operator said or nowhere. Safe for any thread.
 */
final class JudgeHttp implements AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final long MOST_BYTES = 1 << 20;
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final int OVERLOADED = 529;

  private final OkHttpClient client;
  private final OkHttpClient local;
  private final Clock clock;

  JudgeHttp(Clock clock) {
    this.clock = clock;
    this.client =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .connectTimeout(TO_CONNECT)
            .readTimeout(Duration.ZERO)
            .build();
    this.local = client.newBuilder().proxy(Proxy.NO_PROXY).dns(JudgeHttp::loopbackAlone).build();
  }

  private static List<InetAddress> loopbackAlone(String host) throws UnknownHostException {
    List<InetAddress> addresses =
        Dns.SYSTEM.lookup(host).stream().filter(InetAddress::isLoopbackAddress).toList();
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host + " is not this machine");
    }
    return addresses;
  }

  /**
   * The model's answer.
   *
   * @throws JudgeFailure for every way in which there is none
   */
  Reply ask(JudgeEndpoint endpoint, JudgePrompt prompt, Duration limit) {
    Wording wording = Wording.of(endpoint.dialect());
    byte[] body = wording.request(endpoint, prompt).toString().getBytes(StandardCharsets.UTF_8);
    Request.Builder request =
        new Request.Builder()
            .url(endpoint.url().newBuilder().addPathSegments(wording.path()).build())
            .post(RequestBody.create(body, JSON));
    wording.headers(endpoint).forEach(request::header);
    OkHttpClient timed =
        (endpoint.local() ? local : client).newBuilder().callTimeout(limit).build();
    try (Response response = timed.newCall(request.build()).execute()) {
      status(response);
      return wording.reply(json(response));
    } catch (InterruptedIOException e) {
      throw new JudgeFailure(JudgeFailure.Kind.LATE, "no answer in " + limit.toMillis() + " ms");
    } catch (IOException e) {
      // Its message may name addresses, not content; its kind is enough.
      throw new JudgeFailure(
          JudgeFailure.Kind.DOWN, "the connection failed: " + e.getClass().getSimpleName());
    }
  }

  private void status(Response response) {
    int code = response.code();
    if (response.isRedirect() || code >= 300 && code < 400) {
      throw new JudgeFailure(
          JudgeFailure.Kind.REFUSED,
          "the server answers " + code + ", and content is not sent on to another address");
    }
    if (code == 429 || code == OVERLOADED) {
      throw new JudgeFailure(
          JudgeFailure.Kind.BUSY, "the server answers " + code, retryAfter(response));
    }
    if (code >= 500) {
      throw new JudgeFailure(
          JudgeFailure.Kind.DOWN, "the server answers " + code, retryAfter(response));
    }
    if (!response.isSuccessful()) {
      throw new JudgeFailure(
          JudgeFailure.Kind.REFUSED,
          "the server answers " + code + "; look at the address, the key and the model's name");
    }
  }

  private Optional<Duration> retryAfter(Response response) {
    String after = response.header("Retry-After");
    if (after == null) {
      return Optional.empty();
    }
    if (after.strip().matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(after.strip())));
    }
    try {
      Instant then =
          ZonedDateTime.parse(after.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(clock.instant(), then);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static JsonNode json(Response response) throws IOException {
    BufferedSource source = response.body().source();
    if (source.request(MOST_BYTES + 1)) {
      throw Wording.malformed("the answer is larger than " + MOST_BYTES + " bytes");
    }
    try {
      return AnswerReader.STRICT.readTree(source.readByteArray());
    } catch (JsonProcessingException e) {
      throw Wording.malformed("the server's answer is not JSON");
    }
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
