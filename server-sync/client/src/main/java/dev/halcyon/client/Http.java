package dev.halcyon.client;

import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * One server's connections and the session on them: sends requests with token and protocol version,
 * bounds what comes back and turns every failure into a {@link UserProblem}. Thread-safe.
 */
final class Http implements AutoCloseable {
  private static final long MAX_PROBLEM = 64 * 1024;

  /** Connections kept for originals: a film and its sound. */
  private static final int ORIGINALS = 2;

  final ClientOptions options;
  private final HttpUrl base;
  private final OkHttpClient client;

  /** Has connections of its own: one that decrypts keeps what it decrypted last. */
  private final OkHttpClient originals;

  private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
  // Why the last session ended, for the calls that come after the one that heard it.
  private final AtomicReference<@Nullable UserProblem> ended = new AtomicReference<>();

  Http(URI address, ClientOptions options) {
    this.options = options;
    this.base = checked(address);
    var builder =
        new OkHttpClient.Builder()
            .connectTimeout(options.connect())
            .readTimeout(options.read())
            .writeTimeout(options.read())
            .callTimeout(options.call())
            // A redirect could carry the token elsewhere, or to plain http.
            .followRedirects(false)
            .followSslRedirects(false)
            .eventListenerFactory(call -> new NoteConnected());
    if (isLoopback(base)) {
      builder.proxy(Proxy.NO_PROXY);
    }
    this.client = builder.build();
    this.originals =
        client
            .newBuilder()
            .connectionPool(new ConnectionPool(ORIGINALS, 1, TimeUnit.MINUTES))
            .build();
  }

  /** Plain http is for this machine alone: anywhere else the token would travel in the clear. */
  private static HttpUrl checked(URI address) {
    HttpUrl url = HttpUrl.parse(address.toString());
    if (url == null) {
      throw new UserProblem(
          "address.invalid",
          "'" + address + "' is not the address of a sync server.",
          "Give an address such as https://halcyon.example.org.");
    }
    if (!url.isHttps() && !isLoopback(url)) {
      throw new UserProblem(
          "address.insecure",
          "The address " + address + " is not encrypted.",
          "Use https; plain http is allowed on this computer only.");
    }
    return url;
  }

  private static boolean isLoopback(HttpUrl url) {
    String host = url.host();
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
  }

  String where() {
    return base.host() + ":" + base.port();
  }

  @Nullable Session session() {
    return session.get();
  }

  void session(@Nullable Session next) {
    ended.set(null);
    session.set(next);
  }

  /** Why there is no session: the first reason heard, not that there is none any more. */
  UserProblem notSignedIn() {
    UserProblem why = ended.get();
    return why == null ? Problems.notSignedIn() : new UserProblem(why.problem());
  }

  /** Forgets the session, unless another one has begun meanwhile. */
  void forget(@Nullable String token) {
    session.updateAndGet(now -> now != null && now.token().equals(token) ? null : now);
  }

  /** The server ended a session. The reason stands before the session goes, and stays. */
  private UserProblem ended(String token, @Nullable Problem sent) {
    UserProblem why = Problems.expired(sent);
    Session now = session.get();
    if (now != null && now.token().equals(token)) {
      ended.compareAndSet(null, why);
      forget(token);
    }
    return why;
  }

  HttpUrl.Builder url(String path) {
    return base.newBuilder().addPathSegments(path);
  }

  /** A request with everything but method and query. */
  Request.Builder request(HttpUrl url) {
    var builder =
        new Request.Builder()
            .url(url)
            .header(Protocol.VERSION_HEADER, Protocol.VERSION)
            .header("Accept", "application/json, application/problem+json")
            .tag(Connected.class, new Connected());
    Session current = session.get();
    if (current != null) {
      builder.header("Authorization", "Bearer " + current.token());
    }
    return builder;
  }

  /** A call of the feed: long-lived, dead only after a silence. */
  Call feedCall(Request request) {
    return client
        .newBuilder()
        .callTimeout(Duration.ZERO)
        .readTimeout(options.feedSilence())
        .build()
        .newCall(request);
  }

  /** The body of a good answer, at most {@code limit} bytes. */
  Answer bytes(Request request, String what, long limit) {
    try (Response response = client.newCall(request).execute()) {
      check(response, what);
      ResponseBody body = response.body();
      return new Answer(bounded(body, what, limit), header(response, "Content-Type"));
    } catch (IOException e) {
      throw noAnswer(request, e);
    }
  }

  /** The same for an original: nothing of it stays in the buffers it came through. */
  Answer original(Request request, String what, long limit) {
    try (Response response = originals.newCall(request).execute()) {
      check(response, what);
      return new Answer(
          OriginalBody.bytes(response.body(), what, limit), header(response, "Content-Type"));
    } catch (IOException e) {
      throw noAnswer(request, e);
    }
  }

  /** Lets go of connections that originals came over. */
  void forgetOriginals() {
    originals.connectionPool().evictAll();
  }

  /** The record in a good answer. */
  <T> T read(Request request, Class<T> type, String what) {
    Answer answer = bytes(request, what, options.maxJson());
    if (!answer.contentType().contains("json")) {
      throw Problems.unreadable(what, "it is not JSON");
    }
    return Problems.parse(answer.body(), type, what);
  }

  UserProblem noAnswer(Request request, IOException cause) {
    Connected connected = request.tag(Connected.class);
    return Problems.noAnswer(where(), connected != null && connected.flag.get(), cause);
  }

  /** Throws what a bad answer means. */
  void check(Response response, String what) throws IOException {
    String version = response.header(Protocol.VERSION_HEADER);
    if (version != null && !version.split("\\.", 2)[0].equals(String.valueOf(Protocol.MAJOR))) {
      throw Problems.version(version);
    }
    if (response.isSuccessful()) {
      return;
    }
    Problem sent =
        Problems.sent(response.header("Content-Type"), bounded(response.body(), what, MAX_PROBLEM));
    String authorization = response.request().header("Authorization");
    if (response.code() == 401 && authorization != null) {
      throw ended(authorization.substring("Bearer ".length()), sent);
    }
    if (response.code() == 401 && ended.get() != null && session.get() == null) {
      // The session went while this request was made.
      throw notSignedIn();
    }
    throw sent == null ? Problems.unexplained(response.code(), where()) : new UserProblem(sent);
  }

  private static String header(Response response, String name) {
    String value = response.header(name);
    return value == null ? "" : value;
  }

  private static byte[] bounded(ResponseBody body, String what, long limit) throws IOException {
    BufferedSource source = body.source();
    Buffer kept = new Buffer();
    while (source.read(kept, 8192) != -1) {
      if (kept.size() > limit) {
        throw Problems.tooLarge(what, limit);
      }
    }
    return kept.readByteArray();
  }

  @Override
  public void close() {
    session.set(null);
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
    forgetOriginals();
  }

  /** A body with the type the server gave it. */
  record Answer(byte[] body, String contentType) {}

  /** Whether a request got as far as a connection. */
  private static final class Connected {
    final AtomicBoolean flag = new AtomicBoolean();
  }

  private static final class NoteConnected extends EventListener {
    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
      // A kept connection may turn out dead; then what counts is whether a fresh one stands.
      note(call, false);
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
      note(call, true);
    }

    private static void note(Call call, boolean stands) {
      Connected connected = call.request().tag(Connected.class);
      if (connected != null) {
        connected.flag.set(stands);
      }
    }
  }
}
