package dev.halcyon.server.http;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Protocol;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.ServerOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The web server: Helidon SE on virtual threads, bound to loopback unless it has TLS. Started and
 * stopped by one thread.
 */
public final class HttpServer implements AutoCloseable {
  private static final long USUAL_FILES = 1024;
  private static final int MOST_CONNECTIONS = 10_000;

  private final WebServer server;
  private final URI url;

  private HttpServer(WebServer server, URI url) {
    this.server = server;
    this.url = url;
  }

  /**
   * Binds and listens.
   *
   * @throws UserProblem {@code http.port_in_use}, {@code http.tls_required}, {@code http.tls}
   */
  public static HttpServer start(ServerOptions options, Router router) {
    InetAddress address = address(options);
    probe(options, address);
    boolean tls = options.tlsKeystore() != null;
    List<String> names = new ArrayList<>(options.publicHosts());
    names.add(options.bind());
    var config =
        WebServer.builder()
            .address(address)
            .port(options.port())
            .routing(router.build(new OriginCheck(names, tls)))
            .directHandlers(HttpServer::problems)
            .idleConnectionTimeout(Duration.ofMinutes(5))
            .maxTcpConnections(mostConnections(files()))
            .shutdownGracePeriod(Duration.ofMillis(500))
            .shutdownHook(false);
    if (tls) {
      config.tls(Tls.builder().sslContext(TlsKeys.load(options)).build());
    }
    WebServer server = config.build();
    server.start();
    if (!server.isRunning()) {
      throw notStarted(options, "its port went to another program meanwhile", null);
    }
    String host = address.isAnyLocalAddress() ? "localhost" : literal(address);
    URI url = URI.create((tls ? "https" : "http") + "://" + host + ":" + server.port());
    return new HttpServer(server, url);
  }

  /** How many files this process may have open; the system's usual number where it does not say. */
  private static long files() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : USUAL_FILES;
  }

  /**
   * Each connection is an open file, and Helidon stops listening for good when it cannot open one
   * more. Half are left for the database, media, workers and who is called; beyond, callers wait.
   */
  static int mostConnections(long files) {
    return Math.clamp(files / 2, 1, MOST_CONNECTIONS);
  }

  private static InetAddress address(ServerOptions options) {
    try {
      InetAddress address = InetAddress.getByName(options.bind());
      if (!address.isLoopbackAddress() && options.tlsKeystore() == null) {
        throw new UserProblem(
            "http.tls_required",
            "Listening on "
                + options.bind()
                + " would let others on the network read tokens and content.",
            "Give the server a key: --tls-keystore FILE --tls-password-file FILE; or listen on"
                + " 127.0.0.1.");
      }
      return address;
    } catch (UnknownHostException e) {
      throw new UserProblem(
          "http.bind",
          "The address to listen on is unknown: " + options.bind(),
          "Give --bind an address of this machine, for example 127.0.0.1.",
          e);
    }
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }

  /** Helidon logs a port that is taken and returns as if nothing were wrong: so we ask first. */
  private static void probe(ServerOptions options, InetAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, options.port()));
    } catch (BindException e) {
      throw new UserProblem(
          "http.port_in_use",
          "Port " + options.port() + " of " + options.bind() + " is in use or not allowed.",
          "Stop the program that has it, or choose another with --port N (0 finds a free one).",
          e);
    } catch (IOException e) {
      throw notStarted(options, String.valueOf(e.getMessage()), e);
    }
  }

  private static UserProblem notStarted(
      ServerOptions options, String why, @Nullable IOException cause) {
    return new UserProblem(
        "http.start",
        "The web server did not start on " + options.bind() + ":" + options.port() + ": " + why,
        "Check --bind, --port and the TLS options.",
        cause);
  }

  /** Answers what never reaches a route: broken requests. */
  private static void problems(DirectHandlers.Builder handlers) {
    DirectHandler handler =
        (request, event, status, headers, message) ->
            DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                .header(HeaderNames.create(Protocol.VERSION_HEADER), Protocol.VERSION)
                .keepAlive(false)
                .entity(Wire.write(broken(status.code())))
                .build();
    for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
      handlers.addHandler(event, handler);
    }
  }

  /** Says what is wrong with a request that Helidon could not read, by its status. */
  private static Problem broken(int status) {
    return switch (status) {
      case 414 ->
          new Problem(
              "request.address",
              "The request's address is longer than the server takes.",
              "Shorten it; no address of this server needs so much.");
      case 505 ->
          new Problem(
              Exchange.MALFORMED,
              "The request speaks another version of HTTP than 1.1.",
              "Send it as HTTP/1.1.");
      case 500, 503 ->
          new Problem(
              "server.failed",
              "The server could not take the request (status " + status + ").",
              "Try again; if it stays, look at the server's log.");
      default ->
          new Problem(
              Exchange.MALFORMED,
              "The request is not proper HTTP (status " + status + ").",
              "Look at its first line, the escapes of its address, and its headers: one Host, one"
                  + " length, at most 16 KiB of them all. docs/protocol.md shows what each address"
                  + " takes.");
    };
  }

  /** Where it listens, with the real port. */
  public URI url() {
    return url;
  }

  @Override
  public void close() {
    server.stop();
  }
}
