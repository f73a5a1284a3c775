package dev.halcyon.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.server.media.MediaFetcher.Result;
import dev.halcyon.server.outside.Connections;
import dev.halcyon.server.outside.OutsideHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Media fetched over real connections from hosts that lie, stall, redirect and flood. The host on
 * 127.0.0.2 stands for the public internet, 127.0.0.1 for this machine.
 */
class MediaFetcherTest {
  private static final byte[] PNG =
      "\u0089PNG\r\n\u001a\nand so on".getBytes(StandardCharsets.ISO_8859_1);
  private static final int LIMIT = 1 << 20;

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, InetAddress> names = new ConcurrentHashMap<>();
  private final Set<String> origins = new HashSet<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer outside;
  private HttpServer inside;

  @BeforeEach
  void start() throws IOException {
    outside = serve("127.0.0.2");
    inside = serve("127.0.0.1");
    names.put("media.test", InetAddress.getByName("127.0.0.2"));
    names.put("other.test", InetAddress.getByName("127.0.0.2"));
    names.put("inner.test", InetAddress.getByName("127.0.0.1"));
    origins.add(origin("media.test", outside));
    answer(inside, "/", exchange -> send(exchange, 200, PNG));
  }

  @AfterEach
  void stop() {
    over.countDown();
    outside.stop(0);
    inside.stop(0);
    threads.shutdownNow();
  }

  private HttpServer serve(String address) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 16);
    server.setExecutor(threads);
    server.start();
    return server;
  }

  private interface Host {
    void answer(HttpExchange exchange) throws Exception;
  }

  private void answer(HttpServer server, String path, Host host) {
    server.createContext(
        path,
        exchange -> {
          asked.add(exchange.getLocalAddress().getAddress().getHostAddress());
          try (exchange) {
            host.answer(exchange);
          } catch (IOException gone) {
            // The other side hung up, as it should on most of these.
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().add("Location", to);
    exchange.sendResponseHeaders(302, -1);
  }

  private static String origin(String name, HttpServer server) {
    return "http://" + name + ":" + server.getAddress().getPort();
  }

  private MediaFetcher fetcher(Duration limit) {
    Dns dns =
        host -> {
          InetAddress address = names.get(host);
          if (address == null) {
            throw new UnknownHostException(host);
          }
          return List.of(address);
        };
    return new MediaFetcher(
        OutsideHttp.client(limit, address -> !address.getHostAddress().equals("127.0.0.2"))
            .newBuilder()
            .dns(dns)
            .build(),
        new Connections(List.of(), origins, false),
        new MediaFiles(folder.resolve("media"), MediaKeys.open(folder), LIMIT, DurableFiles::open));
  }

  private Result fetch(String path) {
    return fetcher(Duration.ofSeconds(20)).fetch(origin("media.test", outside) + path);
  }

  private Result.Failed failed(String path) throws IOException {
    return kept(fetch(path));
  }

  private Result.Failed kept(Result result) throws IOException {
    assertThat(result).isInstanceOf(Result.Failed.class);
    assertNothingKept();
    return (Result.Failed) result;
  }

  private void assertNothingKept() throws IOException {
    try (var files = Files.walk(folder.resolve("media"))) {
      assertThat(files.filter(Files::isRegularFile)).as("nothing is left behind").isEmpty();
    }
  }

  @Test
  void theTypeIsThatOfTheBytesWhateverTheHostSays() {
    answer(
        outside,
        "/a",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          send(exchange, 200, PNG);
        });
    Result.Fetched fetched = (Result.Fetched) fetch("/a");
    assertThat(fetched.type()).isEqualTo(MediaType.PNG);
    assertThat(fetched.bytes()).isEqualTo(PNG.length);
    assertThat(
            new MediaFiles(folder.resolve("media"), MediaKeys.open(folder))
                .holds(fetched.mediaId()))
        .isTrue();
  }

  @Test
  void whatIsNoMediaIsGivenUp() throws IOException {
    answer(
        outside,
        "/a",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "image/png");
          send(exchange, 200, "<html>".getBytes(StandardCharsets.UTF_8));
        });
    assertThat(failed("/a"))
        .isEqualTo(
            new Result.Failed("its bytes are no picture, film or sound that is opened", true));
  }

  @Test
  void aRedirectWithinAllowedOriginsIsFollowed() {
    origins.add(origin("other.test", outside));
    answer(outside, "/a", exchange -> redirect(exchange, origin("other.test", outside) + "/b"));
    answer(outside, "/b", exchange -> redirect(exchange, "/c"));
    answer(outside, "/c", exchange -> send(exchange, 200, PNG));
    assertThat(fetch("/a")).isInstanceOf(Result.Fetched.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/",
        "http://inner.test:%d/",
        "http://2130706433:%d/",
        "http://0x7f.1:%d/",
        "http://[::1]:%d/",
        "http://[::ffff:127.0.0.1]:%d/",
        "http://other.test:%d/"
      })
  void aRedirectToAnotherOriginIsNotFollowed(String target) throws IOException {
    String to = target.formatted(inside.getAddress().getPort());
    answer(outside, "/a", exchange -> redirect(exchange, to));
    Result.Failed failed = failed("/a");
    assertThat(failed.problem()).contains("redirects to an origin");
    assertThat(failed.forGood()).isTrue();
    assertThat(asked).containsExactly("127.0.0.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "gopher://media.test/", "//", ""})
  void aRedirectToWhatIsNoWebAddressIsNotFollowed(String target) throws IOException {
    answer(outside, "/a", exchange -> redirect(exchange, target));
    assertThat(failed("/a").forGood()).isTrue();
  }

  @Test
  void aRedirectToThisMachineIsRefusedThoughItsOriginIsAllowed() throws IOException {
    String local = "http://127.0.0.1:" + inside.getAddress().getPort();
    origins.add(local);
    answer(outside, "/a", exchange -> redirect(exchange, local + "/"));
    Result.Failed failed = failed("/a");
    assertThat(failed.problem()).contains("private");
    assertThat(failed.forGood()).isTrue();
    assertThat(asked).containsExactly("127.0.0.2");
  }

  @Test
  void aNameThatLeadsIntoThePrivateNetworkIsRefusedAlsoTheSecondTime() throws IOException {
    names.put("media.test", InetAddress.getByName("127.0.0.1"));
    origins.add(origin("media.test", inside));
    MediaFetcher fetcher = fetcher(Duration.ofSeconds(20));
    Result.Failed failed = kept(fetcher.fetch(origin("media.test", inside) + "/"));
    assertThat(failed.problem()).contains("private");
    names.put("media.test", InetAddress.getByName("127.0.0.2"));
    answer(outside, "/a", exchange -> send(exchange, 200, PNG));
    assertThat(fetcher.fetch(origin("media.test", outside) + "/a"))
        .isInstanceOf(Result.Fetched.class);
    assertThat(asked).containsExactly("127.0.0.2");
  }

  @Test
  void redirectsWithoutEndAreGivenUp() throws IOException {
    answer(outside, "/a", exchange -> redirect(exchange, "/a"));
    assertThat(failed("/a").problem()).contains("redirects more than 3 times");
  }

  @Test
  void aBodyWithoutEndIsCutOffAtTheLimit() throws IOException {
    answer(
        outside,
        "/a",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream out = exchange.getResponseBody();
          out.write(PNG);
          while (over.getCount() > 0) {
            out.write(new byte[64 * 1024]);
          }
        });
    Result.Failed failed = failed("/a");
    assertThat(failed.problem()).contains("larger than a media file may be");
    assertThat(failed.forGood()).isTrue();
  }

  @Test
  void aLengthBeyondTheLimitIsBelievedAtOnce() throws IOException {
    answer(
        outside,
        "/a",
        exchange -> {
          exchange.sendResponseHeaders(200, LIMIT * 100L);
          exchange.getResponseBody().write(new byte[8192]);
          exchange.getResponseBody().flush();
          over.await();
        });
    assertThat(failed("/a").forGood()).isTrue();
  }

  /** It sends a byte now and then, so that no wait for a single read ever ends. */
  @Test
  void aBodyThatDripsIsGivenUpWhenTheTimeOfTheWholeIsOver() throws IOException {
    answer(
        outside,
        "/a",
        exchange -> {
          exchange.sendResponseHeaders(200, LIMIT);
          exchange.getResponseBody().write(PNG);
          do {
            exchange.getResponseBody().write(0);
            exchange.getResponseBody().flush();
          } while (!over.await(100, TimeUnit.MILLISECONDS));
        });
    Result result = fetcher(Duration.ofMillis(1500)).fetch(origin("media.test", outside) + "/a");
    assertThat(kept(result)).isEqualTo(new Result.Failed("it did not come in time", false));
  }

  @Test
  void aBodyShorterThanItsLengthIsNotKept() throws IOException {
    byte[] answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (ServerSocket host = new ServerSocket(0, 4, InetAddress.getByName("127.0.0.2"))) {
      threads.execute(
          () -> {
            try (Socket socket = host.accept()) {
              socket.getInputStream().read(new byte[4096]);
              socket.getOutputStream().write(answer);
              socket.getOutputStream().write(PNG);
            } catch (IOException gone) {
              // The fetch is over.
            }
          });
      String origin = "http://media.test:" + host.getLocalPort();
      origins.add(origin);
      Result result = fetcher(Duration.ofSeconds(20)).fetch(origin + "/a");
      // It may come whole the next time; if the same comes again, the lane gives it up.
      assertThat(result)
          .isEqualTo(new Result.Cut("its host announced 5000 bytes and ended after " + PNG.length));
      assertNothingKept();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: -5 | its host announces a length that is none",
        "Content-Length: 99999999999999999999999 | its host announces a length that is none",
        "Content-Length: twelve | its host announces a length that is none",
        "Content-Length: 12, 13 | its host announces a length that is none",
        "Content-Length: 900000000000 | it is larger than a media file may be",
        "Content-Length: 12;Content-Length: 13 | its host announces its length in two ways",
        "Content-Length: 12;Transfer-Encoding: chunked | its host announces its length in two ways"
      })
  void anAbsurdLengthIsRefusedForGoodBeforeAnythingIsRead(String headers, String problem)
      throws Exception {
    byte[] answer =
        ("HTTP/1.1 200 OK\r\n" + headers.replace(";", "\r\n") + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (ServerSocket host = new ServerSocket(0, 4, InetAddress.getByName("127.0.0.2"))) {
      threads.execute(
          () -> {
            try (Socket socket = host.accept()) {
              socket.getInputStream().read(new byte[4096]);
              socket.getOutputStream().write(answer);
              // Whoever waited for bytes would wait until its time is over.
              over.await();
            } catch (IOException | InterruptedException gone) {
              // The fetch is over.
            }
          });
      String origin = "http://media.test:" + host.getLocalPort();
      origins.add(origin);
      Result result = fetcher(Duration.ofSeconds(20)).fetch(origin + "/a");
      assertThat(kept(result)).isEqualTo(new Result.Failed(problem, true));
    }
  }

  @Test
  void nothingIsUnpackedNotEvenWhereTheHostPacksUnasked() throws IOException {
    byte[] packed = packed();
    answer(
        outside,
        "/a",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          send(exchange, 200, packed);
        });
    assertThat(failed("/a").problem()).contains("packed");
    answer(outside, "/b", exchange -> send(exchange, 200, packed));
    assertThat(failed("/b").problem()).as("a packed file is no picture").contains("no picture");
  }

  /** A gigabyte of nothing in a megabyte. */
  private static byte[] packed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      byte[] zeros = new byte[1 << 20];
      Arrays.fill(zeros, (byte) 0);
      out.write(PNG);
      for (int i = 0; i < 256; i++) {
        out.write(zeros);
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"404, true", "403, true", "410, true", "429, false", "408, false", "503, false"})
  void whetherAnotherAttemptMayGoBetterIsTold(int status, boolean forGood) throws IOException {
    answer(outside, "/a", exchange -> send(exchange, status, new byte[0]));
    Result.Failed failed = failed("/a");
    assertThat(failed.problem()).contains(Integer.toString(status));
    assertThat(failed.forGood()).isEqualTo(forGood);
  }

  @Test
  void anEmptyBodyAndAMissingHostAreTriedAgain() throws IOException {
    answer(outside, "/a", exchange -> send(exchange, 200, new byte[0]));
    assertThat(failed("/a")).isEqualTo(new Result.Failed("it has no bytes", false));
    origins.add("http://nowhere.test");
    Result nowhere = fetcher(Duration.ofSeconds(20)).fetch("http://nowhere.test/a");
    assertThat(kept(nowhere))
        .isEqualTo(new Result.Failed("the name of its host does not resolve", false));
  }

  @Test
  void anAddressWhoseOriginIsNoLongerAllowedIsGivenUp() throws IOException {
    origins.clear();
    assertThat(failed("/a").problem()).contains("origin is not among those");
    assertThat(asked).isEmpty();
  }
}
