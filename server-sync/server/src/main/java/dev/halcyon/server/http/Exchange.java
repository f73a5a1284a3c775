package dev.halcyon.server.http;

import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.access.Principal;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, as a route's handler sees them: everything it reads is checked and
 * limited, everything it writes has the right headers. Confined to the request's thread.
 */
public final class Exchange {
  /** The code of a request that ended too early: most of the time nobody is left to be told. */
  static final String INTERRUPTED = "request.interrupted";

  /** The code of a request that is not HTTP: nobody knows where the next one would begin. */
  static final String MALFORMED = "request.malformed";

  private final Routes route;
  private final ServerRequest request;
  private final ServerResponse response;
  private final @Nullable Principal principal;

  /** The body once somebody reads it. */
  private @Nullable LimitedStream body;

  Exchange(
      Routes route, ServerRequest request, ServerResponse response, @Nullable Principal principal) {
    this.route = route;
    this.request = request;
    this.response = response;
    this.principal = principal;
  }

  /** Who asks; only for routes that need a token. */
  public Principal principal() {
    if (principal == null) {
      throw new IllegalStateException(route + " is open, it has no principal");
    }
    return principal;
  }

  /** The token the request came with; for checking again later, never for logs. */
  public String bearer() {
    return header("Authorization").map(value -> value.substring(7).strip()).orElse("");
  }

  /** The caller's address. */
  public String remoteAddress() {
    return request.remotePeer().host();
  }

  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  /** The media type of the body without parameters, lower case, or the empty string. */
  public String contentType() {
    String value = header("Content-Type").orElse("");
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon))
        .strip()
        .toLowerCase(java.util.Locale.ROOT);
  }

  /** A parameter of the path. */
  public String path(String name) {
    return storable(name, request.path().pathParameters().get(name));
  }

  /**
   * A parameter of the path that is one of our ids.
   *
   * @throws UserProblem {@code request.id} when it is not
   */
  public UUID id(String name) {
    String value = path(name);
    try {
      return UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      throw new UserProblem(
          "request.id",
          "The address names \"" + name + "\" by something that is no id.",
          "Use an id as the server gave it (a UUID).");
    }
  }

  public Optional<String> query(String name) {
    return request
        .query()
        .first(name)
        .asOptional()
        .filter(value -> !value.isEmpty())
        .map(value -> storable(name, value));
  }

  /** Addresses can spell what no database compares: refused here, once for every route. */
  private static String storable(String name, String value) {
    if (value.indexOf('\0') >= 0) {
      throw new UserProblem(
          "request.address",
          "The address's \"" + name + "\" holds U+0000.",
          "Send a value as the server gave it.");
    }
    return value;
  }

  /**
   * A whole number of the query.
   *
   * @throws UserProblem {@code request.query} when it is none or out of bounds
   */
  public long query(String name, long absent, long least, long most) {
    Optional<String> value = query(name);
    if (value.isEmpty()) {
      return absent;
    }
    try {
      long number = Long.parseLong(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same answer.
    }
    throw new UserProblem(
        "request.query",
        "The query's \"" + name + "\" must be a whole number from " + least + " to " + most + ".",
        "Mend the address; docs/protocol.md lists what each route takes.");
  }

  /**
   * Reads the JSON body.
   *
   * @throws UserProblem {@code json.malformed}, {@code request.encoding}, {@code request.too_large}
   */
  public <T> T body(Class<T> type) {
    return Wire.readSent(text(), type);
  }

  /**
   * Reads the body as UTF-8 text.
   *
   * @throws UserProblem {@code request.encoding} with the place of the first wrong byte
   */
  public String text() {
    return utf8(bytes());
  }

  /** Decodes UTF-8 strictly: a wrong byte is refused with its place, never replaced. */
  public static String utf8(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      return decoder.decode(in).toString();
    } catch (CharacterCodingException e) {
      throw new UserProblem(
          "request.encoding",
          "The body is not valid UTF-8: the byte at position " + in.position() + " is wrong.",
          "Send the text encoded as UTF-8.");
    }
  }

  /** Reads the whole body, up to the route's limit. */
  public byte[] bytes() {
    try (InputStream in = stream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw interrupted(e);
    }
  }

  /**
   * How many bytes the body has: as declared, or the most this route takes when it comes in chunks.
   *
   * @throws UserProblem {@code request.too_large} when more is declared than the route takes
   */
  public long bodyLength() {
    if (!request.content().hasEntity()) {
      return 0;
    }
    long declared = request.headers().contentLength().orElse(route.bodyLimit());
    if (declared > route.bodyLimit()) {
      throw LimitedStream.tooLarge(route.bodyLimit());
    }
    return declared;
  }

  /** The body as a stream that fails with {@code request.too_large} past the route's limit. */
  public InputStream stream() {
    if (bodyLength() == 0) {
      return InputStream.nullInputStream();
    }
    return body();
  }

  private LimitedStream body() {
    LimitedStream known = body;
    if (known == null) {
      known = new LimitedStream(request.content().inputStream(), route.bodyLimit());
      body = known;
    }
    return known;
  }

  /** After the answer that a body is too large: lets its sender finish, and so see the answer. */
  void discardRest() {
    if (request.content().hasEntity() && !request.headers().contains(HeaderNames.EXPECT)) {
      body().discardRest();
    }
  }

  static UserProblem interrupted(Throwable cause) {
    return new UserProblem(
        INTERRUPTED, "The request ended before its body was complete.", "Send it again.", cause);
  }

  /** Answers 200 with JSON. */
  public void json(Object value) {
    json(200, value);
  }

  public void json(int status, Object value) {
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    send(status, "application/json", Wire.write(value).getBytes(StandardCharsets.UTF_8));
  }

  /** Answers 204. */
  public void noContent() {
    response.status(Status.NO_CONTENT_204).send();
  }

  public void send(int status, String contentType, byte[] body) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, contentType)
        .header("X-Content-Type-Options", "nosniff")
        .send(body);
  }

  /** Adds a header; before anything is sent. */
  public Exchange with(String name, String value) {
    response.header(name, value);
    return this;
  }

  /** Starts an answer of unknown length; the caller writes, flushes and closes. */
  public OutputStream output(int status, String contentType) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, contentType)
        .header("X-Content-Type-Options", "nosniff");
    return response.outputStream();
  }

  /** Starts an answer of known length. */
  public OutputStream output(int status, String contentType, long length) {
    response.contentLength(length);
    return output(status, contentType);
  }

  boolean isAnswered() {
    return response.isSent();
  }

  void problem(Problem problem) {
    problem(response, problem);
  }

  /** Whether what follows on the same connection cannot be told from what is left of this. */
  static boolean endsConnection(Problem problem) {
    return problem.code().equals(INTERRUPTED) || problem.code().equals(MALFORMED);
  }

  static void problem(ServerResponse response, Problem problem) {
    int status = ProblemStatus.of(problem.code());
    if (status == 401) {
      response.header("WWW-Authenticate", "Bearer realm=\"halcyon\"");
    }
    if (status == 429) {
      // A full work queue clears in moments, a sign-in limit does not.
      response.header("Retry-After", problem.code().startsWith("intake.") ? "2" : "60");
    }
    if (status == 413 || endsConnection(problem)) {
      response.header("Connection", "close");
    }
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
        .header("X-Content-Type-Options", "nosniff")
        .send(Wire.write(problem).getBytes(StandardCharsets.UTF_8));
  }
}
