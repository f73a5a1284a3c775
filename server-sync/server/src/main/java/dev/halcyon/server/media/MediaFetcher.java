package dev.halcyon.server.media;

import dev.halcyon.engine.image.MediaType;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.outside.Connections;
import dev.halcyon.server.outside.OutsideHttp;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one media file from an origin that the operator allows and stores it. Believes nothing
 * the other side says: each hop must be of an allowed origin and lead to a public address, the type
 * is that of the bytes, nothing is unpacked, and size and time are bounded. Thread-safe.
 */
public final class MediaFetcher implements AutoCloseable {
  /** What the whole of one fetch may take, with its redirects. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int HOPS = 4;

  /** A length in RFC 9110's digits, as far as a number holds them. */
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /** Answers of 4xx after which another attempt may go better. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  private final OkHttpClient http;
  private final Connections connections;
  private final MediaFiles files;

  /**
   * @param http makes no redirects of its own and refuses private addresses ({@link OutsideHttp})
   */
  public MediaFetcher(OkHttpClient http, Connections connections, MediaFiles files) {
    this.http = http;
    this.connections = connections;
    this.files = files;
  }

  /** What came of a fetch. */
  public sealed interface Result {
    /** It is stored. */
    record Fetched(String mediaId, long bytes, MediaType type) implements Result {}

    /**
     * It is not.
     *
     * @param problem in words for reviewers; never what the other side said
     * @param forGood whether another attempt cannot go better
     */
    record Failed(String problem, boolean forGood) implements Result {}

    /**
     * It ended before the length its host announced: a broken line, or a lie. The same twice is a
     * lie.
     *
     * @param problem in words for reviewers, with both lengths
     */
    record Cut(String problem) implements Result {}
  }

  /** Leaves a fetch that cannot go on. */
  private static final class Stop extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean forGood;

    Stop(String problem, boolean forGood) {
      super(problem);
      this.forGood = forGood;
    }
  }

  /** Leaves a fetch that ended before its announced length. */
  private static final class Short extends IOException {
    private static final long serialVersionUID = 1L;

    Short(long announced, long came) {
      super("its host announced " + announced + " bytes and ended after " + came);
    }
  }

  /** Fetches and stores; blocks until the bytes are on disk or it failed. */
  public Result fetch(String address) {
    try {
      return follow(address);
    } catch (Stop stop) {
      return new Result.Failed(String.valueOf(stop.getMessage()), stop.forGood);
    } catch (Short cut) {
      return new Result.Cut(String.valueOf(cut.getMessage()));
    } catch (OutsideHttp.Refused refused) {
      return new Result.Failed("its address is private, which is not fetched from", true);
    } catch (UserProblem problem) {
      boolean forGood = problem.code().equals("media.too_large");
      return new Result.Failed(
          forGood ? "it is larger than a media file may be" : problem.getMessage(), forGood);
    } catch (IOException e) {
      return new Result.Failed(words(e), false);
    }
  }

  private Result follow(String address) throws IOException {
    @Nullable HttpUrl url = HttpUrl.parse(address);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(http.callTimeoutMillis());
    for (int hop = 0; hop < HOPS; hop++) {
      check(url, hop);
      Request request =
          new Request.Builder()
              .url(Objects.requireNonNull(url))
              .header("User-Agent", "Halcyon")
              // Asked for as it is: nothing that comes is ever unpacked here.
              .header("Accept-Encoding", "identity")
              .build();
      Call call = http.newCall(request);
      call.timeout().timeout(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      try (Response response = call.execute()) {
        checkLength(response);
        if (!response.isRedirect()) {
          return store(response);
        }
        url = url.resolve(Optional.ofNullable(response.header("Location")).orElse(""));
      }
    }
    throw new Stop("it redirects more than " + (HOPS - 1) + " times", true);
  }

  private void check(@Nullable HttpUrl url, int hop) throws Stop {
    boolean allowed =
        url != null
            && url.username().isEmpty()
            && url.password().isEmpty()
            && connections.mayFetch(
                URI.create(url.scheme() + "://" + host(url) + ":" + url.port()));
    if (!allowed) {
      throw new Stop(
          hop == 0
              ? "its origin is not among those that are fetched from"
              : "it redirects to an origin that is not fetched from",
          true);
    }
  }

  private static String host(HttpUrl url) {
    return url.host().contains(":") ? "[" + url.host() + "]" : url.host();
  }

  /** Refuses an announced length that is none, before anything is read that it would bound. */
  private void checkLength(Response response) throws Stop {
    List<String> said = response.headers("Content-Length");
    if (said.isEmpty()) {
      return;
    }
    if (said.stream().distinct().count() > 1 || response.header("Transfer-Encoding") != null) {
      throw new Stop("its host announces its length in two ways", true);
    }
    if (!LENGTH.matcher(said.getFirst()).matches()) {
      throw new Stop("its host announces a length that is none", true);
    }
    files.checkLength(Long.parseLong(said.getFirst()));
  }

  /** Tells a body that ends early from other failures. */
  private MediaFiles.Stored receive(byte[] head, InputStream rest, long announced)
      throws IOException {
    CountingStream counted = new CountingStream(rest);
    try {
      return files.store(
          new SequenceInputStream(new ByteArrayInputStream(head), counted), announced);
    } catch (ProtocolException ended) {
      throw cut(announced, head.length + counted.count, ended);
    }
  }

  private static IOException cut(long announced, long came, ProtocolException ended) {
    return announced > came ? new Short(announced, came) : ended;
  }

  /** Counts the bytes that came through it. */
  private static final class CountingStream extends FilterInputStream {
    private long count;

    CountingStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, length);
      count += Math.max(0, read);
      return read;
    }
  }

  private Result store(Response response) throws IOException {
    if (!response.isSuccessful()) {
      boolean client = response.code() / 100 == 4 && !PASSING.contains(response.code());
      throw new Stop("its host answered " + response.code(), client);
    }
    String encoding = response.header("Content-Encoding", "identity");
    if (!encoding.toLowerCase(Locale.ROOT).equals("identity")) {
      throw new Stop("it comes packed, though it was asked for as it is", true);
    }
    ResponseBody body = response.body();
    InputStream stream = body.byteStream();
    byte[] head = head(stream, body.contentLength());
    if (head.length == 0) {
      throw new Stop("it has no bytes", false);
    }
    MediaType type =
        MediaType.sniff(head)
            .orElseThrow(
                () -> new Stop("its bytes are no picture, film or sound that is opened", true));
    MediaFiles.Stored stored = receive(head, stream, body.contentLength());
    return new Result.Fetched(stored.mediaId(), stored.bytes(), type);
  }

  private static byte[] head(InputStream stream, long announced) throws IOException {
    CountingStream counted = new CountingStream(stream);
    try {
      return counted.readNBytes(MediaType.HEAD);
    } catch (ProtocolException ended) {
      throw cut(announced, counted.count, ended);
    }
  }

  /** Breaks off what is being fetched. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
  }

  private static String words(IOException e) {
    return switch (e) {
      case UnknownHostException unknown -> "the name of its host does not resolve";
      case InterruptedIOException late -> "it did not come in time";
      case ConnectException closed -> "nobody listens at its host";
      case SSLException tls -> "its host has no trusted TLS connection";
      case ProtocolException broken -> "its host broke off";
      default -> "the connection to its host broke";
    };
  }
}
