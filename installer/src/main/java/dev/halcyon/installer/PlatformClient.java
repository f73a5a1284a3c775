package dev.halcyon.installer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.MediaUploaded;
import dev.halcyon.protocol.OneTimeSignIn;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A platform's side of the protocol: signs in, uploads media, submits items, publishes a policy.
 * Everything it sends may be sent twice, so it waits and tries again when the server is busy or the
 * connection breaks. For one thread.
 */
public final class PlatformClient implements AutoCloseable {
  private static final int ATTEMPTS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final URI server;
  private final HttpClient http;
  private final String token;

  private PlatformClient(URI server, HttpClient http, String token) {
    this.server = server;
    this.http = http;
    this.token = token;
  }

  /**
   * Signs in with a one-time token.
   *
   * @throws UserProblem when the server is not there or refuses the token
   */
  public static PlatformClient signIn(URI server, String oneTimeToken) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    PlatformClient stranger = new PlatformClient(server, http, "");
    try {
      String answer =
          stranger.send(
              "/v1/sessions/one-time",
              "application/json",
              BodyPublishers.ofString(Wire.write(new OneTimeSignIn(oneTimeToken))));
      return new PlatformClient(server, http, Wire.read(answer, Session.class).token());
    } catch (UserProblem e) {
      http.close();
      throw e;
    }
  }

  /** Uploads media and returns its id; bytes the server has already are not stored again. */
  public String upload(byte[] bytes, String type) {
    String answer = send("/v1/media", type, BodyPublishers.ofByteArray(bytes));
    return Wire.read(answer, MediaUploaded.class).mediaId();
  }

  /** Submits an item; the same external id again gets the first answer. */
  public IntakeAnswer submit(ItemSubmission item, Duration deadline) {
    String answer =
        send(
            "/v1/items?deadlineMillis=" + deadline.toMillis(),
            "application/json",
            BodyPublishers.ofString(Wire.write(item)));
    return Wire.read(answer, IntakeAnswer.class);
  }

  public void publishPolicy(int version) {
    send("/v1/policies/" + version + "/publish", "application/json", BodyPublishers.noBody());
  }

  /** The version of the policy in force. */
  public int currentPolicy() {
    String answer = answer("/v1/policies/current?region=ZZ", HttpRequest.newBuilder().GET());
    return Wire.read(answer, ResolvedPolicy.class).ref().version();
  }

  private String send(String path, String type, BodyPublisher body) {
    return answer(path, HttpRequest.newBuilder().header("Content-Type", type).POST(body));
  }

  private String answer(String path, HttpRequest.Builder request) {
    request
        .uri(server.resolve(path))
        .timeout(PATIENCE)
        .header(Protocol.VERSION_HEADER, Protocol.VERSION)
        .header("Accept", "application/json, application/problem+json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        int status = response.statusCode();
        if (status < 300) {
          return response.body();
        }
        if ((status != 429 && status != 503) || attempt == ATTEMPTS) {
          throw problem(path, response);
        }
        pause(retryAfter(response, attempt));
      } catch (IOException e) {
        if (attempt == ATTEMPTS || !connectedBefore()) {
          throw unreachable(e);
        }
        pause(Duration.ofMillis(200L * attempt));
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  /** A server that never answered is not there; one that did may be restarting. */
  private boolean connectedBefore() {
    return !token.isEmpty();
  }

  private static Duration retryAfter(HttpResponse<String> response, int attempt) {
    try {
      long seconds = Long.parseLong(response.headers().firstValue("Retry-After").orElse(""));
      Duration asked = Duration.ofSeconds(Math.max(0, seconds));
      return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    } catch (NumberFormatException e) {
      return Duration.ofMillis(250L * attempt);
    }
  }

  private static UserProblem problem(String path, HttpResponse<String> response) {
    try {
      Problem problem = Wire.mapper().readValue(response.body(), Problem.class);
      if (problem != null && problem.code() != null) {
        return new UserProblem(problem);
      }
    } catch (JsonProcessingException e) {
      // No problem document: something else answers on this port.
    }
    return new UserProblem(
        "feed.refused",
        "The server answered " + response.statusCode() + " to " + path.split("\\?")[0] + ".",
        "Check that --server is the address of a Halcyon server.");
  }

  private UserProblem unreachable(IOException e) {
    return new UserProblem(
        "feed.unreachable",
        "The server at " + server + " cannot be reached: " + e.getMessage(),
        "Start it with ./halcyon server, then run the feed again; nothing is sent twice.",
        e);
  }

  /** Waits, and stops the feed when asked to. */
  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static UserProblem interrupted() {
    Thread.currentThread().interrupt();
    return new UserProblem(
        "feed.interrupted", "The feed was interrupted.", "Run it again; nothing is sent twice.");
  }

  @Override
  public void close() {
    http.close();
  }
}
