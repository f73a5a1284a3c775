package dev.halcyon.server;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.MediaUploaded;
import dev.halcyon.protocol.OneTimeSignIn;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Talks to a server over real HTTP as one account. Thread-safe. */
public final class TestClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI url;
  private final @Nullable String token;

  public TestClient(URI url, @Nullable String token) {
    this.url = url;
    this.token = token;
  }

  /** Signs in with a sample account's one-time token. */
  public static TestClient signedIn(HalcyonServer server, String account) {
    String oneTime = server.oneTimeToken(account).orElseThrow();
    return signedIn(server.url(), oneTime);
  }

  public static TestClient signedIn(URI url, String oneTimeToken) {
    Session session =
        new TestClient(url, null)
            .post("/v1/sessions/one-time", new OneTimeSignIn(oneTimeToken))
            .as(Session.class);
    return new TestClient(url, session.token());
  }

  /** An answer of the server. */
  public record Answer(HttpResponse<byte[]> response) {
    public int status() {
      return response.statusCode();
    }

    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public <T> T as(Class<T> type) {
      if (status() / 100 != 2) {
        throw new AssertionError("status " + status() + ": " + text());
      }
      return Wire.read(text(), type);
    }

    public <T> T as(TypeReference<T> type) {
      try {
        return Wire.mapper().readValue(text(), type);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public Problem problem() {
      return Wire.read(text(), Problem.class);
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public String token() {
    return String.valueOf(token);
  }

  public URI url() {
    return url;
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, Object body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Wire.write(body))));
  }

  public Answer post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  public Answer call(String method, String path, BodyPublisher body) {
    return send(request(path).header("Content-Type", "application/json").method(method, body));
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header(Protocol.VERSION_HEADER, Protocol.VERSION);
    return token == null ? builder : builder.header("Authorization", "Bearer " + token);
  }

  /** Sends an item and waits for its verdict. */
  public IntakeAnswer submit(ItemSubmission item) {
    return post("/v1/items?deadlineMillis=20000", item).as(IntakeAnswer.class);
  }

  /** Uploads bytes under a media type; gives their id. */
  public String upload(String type, byte[] bytes) {
    HttpRequest.Builder request = request("/v1/media").header("Content-Type", type);
    return send(request.POST(BodyPublishers.ofByteArray(bytes))).as(MediaUploaded.class).mediaId();
  }

  /** The same with bytes that are nothing but words, called a picture. */
  public String upload(String words) {
    return upload("image/png", words.getBytes(StandardCharsets.UTF_8));
  }

  /** The status of an answer whose body never ends. */
  public int statusOf(String path) {
    try {
      HttpResponse<java.io.InputStream> response =
          HTTP.send(request(path).GET().build(), BodyHandlers.ofInputStream());
      response.body().close();
      return response.statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
