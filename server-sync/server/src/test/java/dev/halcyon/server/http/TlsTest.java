package dev.halcyon.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.OneTimeSignIn;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server for others on the network: over TLS with a key of its own, and never without. */
class TlsTest {
  private static final String PASSWORD = "only-for-this-test";

  @TempDir static Path directory;
  private static Path keystore;
  private static Path passwordFile;
  private static HalcyonServer server;
  private static HttpClient trusting;

  @BeforeAll
  static void startServer() throws Exception {
    passwordFile = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    keystore = directory.resolve("server.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=halcyon.test",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1,ip:" + address().getHostAddress());
    server = HalcyonServer.start(options("data", "--bind", "0.0.0.0", "--public-host", own()));
    trusting = client(trust());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** An address of this machine that others on its network reach, loopback where it has none. */
  private static InetAddress address() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
          .findFirst()
          .orElse(InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      return InetAddress.getLoopbackAddress();
    }
  }

  private static String own() {
    return address().getHostAddress();
  }

  private static ServerOptions options(String data, String... more) {
    List<String> words =
        List.of(
            "--data",
            directory.resolve(data).toString(),
            "--port",
            "0",
            "--tls-keystore",
            keystore.toString(),
            "--tls-password-file",
            passwordFile.toString());
    return ServerOptions.parse(
        java.util.stream.Stream.concat(words.stream(), List.of(more).stream()).toList());
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", keystore.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  private static SSLContext trust() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static HttpClient client(SSLContext context) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5))
        .sslContext(context)
        .build();
  }

  private static URI at(String host, String path) {
    return URI.create("https://" + host + ":" + server.url().getPort() + path);
  }

  private static HttpRequest.Builder request(URI address, Optional<String> token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30));
    token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    return request;
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return trusting.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void whoTrustsTheServersKeySignsInAndWorksOverTls() throws Exception {
    assertThat(server.url().getScheme()).isEqualTo("https");
    String oneTime =
        server.context().accounts().ensure("ana", "Ana", Set.of(Role.REVIEWER), List.of(), null);
    for (String host : List.of("127.0.0.1", "localhost", own())) {
      HttpResponse<String> health = send(request(at(host, "/v1/health"), Optional.empty()));
      assertThat(health.statusCode()).as(host).isEqualTo(200);
      assertThat(health.sslSession()).isPresent();
    }
    Session session =
        Wire.read(
            send(request(at(own(), "/v1/sessions/one-time"), Optional.empty())
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(Wire.write(new OneTimeSignIn(oneTime)))))
                .body(),
            Session.class);
    Optional<String> token = Optional.of(session.token());
    Account me = Wire.read(send(request(at(own(), "/v1/me"), token)).body(), Account.class);
    assertThat(me.name()).isEqualTo("ana");
    assertThat(
            send(request(at(own(), "/v1/me"), token)
                    .header("Origin", "https://" + own() + ":" + server.url().getPort()))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            send(request(at(own(), "/v1/me"), token)
                    .header("Origin", "http://" + own() + ":" + server.url().getPort()))
                .statusCode())
        .as("the same page without TLS is another origin")
        .isEqualTo(403);
  }

  @Test
  void whoDoesNotTrustTheKeyDoesNotTalk() throws Exception {
    HttpClient others = client(SSLContext.getDefault());
    HttpRequest health = request(at("127.0.0.1", "/v1/health"), Optional.empty()).build();
    assertThatThrownBy(() -> others.send(health, BodyHandlers.ofString()))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void plainHttpGetsNothingOutOfATlsServer() {
    URI plain = URI.create("http://127.0.0.1:" + server.url().getPort() + "/v1/health");
    HttpRequest health = request(plain, Optional.empty()).build();
    assertThatThrownBy(() -> trusting.send(health, BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void withoutAKeyOnlyLoopbackIsListenedOn() {
    for (String bind : List.of("0.0.0.0", "::")) {
      ServerOptions plain =
          ServerOptions.parse(
              List.of("--data", directory.resolve("plain").toString(), "--bind", bind));
      expect("http.tls_required", "--tls-keystore", plain);
    }
  }

  @Test
  void aKeyThatCannotBeReadIsSaidBeforeAnythingListens() throws IOException {
    passwordFile = Files.writeString(directory.resolve("wrong"), "wrong");
    try {
      expect("http.tls", "password is right", options("wrong-password"));
    } finally {
      passwordFile = directory.resolve("password");
    }
    ServerOptions half =
        ServerOptions.parse(
            List.of(
                "--data",
                directory.resolve("half").toString(),
                "--port",
                "0",
                "--tls-keystore",
                keystore.toString()));
    expect("http.tls", "--tls-password-file", half);
  }

  private static void expect(String code, String remedy, ServerOptions options) {
    assertThatThrownBy(() -> HalcyonServer.start(options))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(code);
              assertThat(problem.remedy()).contains(remedy);
              assertThat(problem.getMessage()).doesNotContain(PASSWORD);
            });
  }
}
