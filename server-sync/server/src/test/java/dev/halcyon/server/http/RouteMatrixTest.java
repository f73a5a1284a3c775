package dev.halcyon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route with every role, without a token and with a wrong one. */
class RouteMatrixTest {
  @TempDir static Path directory;
  private static HalcyonServer server;
  private static final Map<Role, TestClient> CLIENTS = new EnumMap<>(Role.class);

  @BeforeAll
  static void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    for (Role role : realRoles().toList()) {
      String oneTime =
          server
              .context()
              .accounts()
              .ensure(role.name().toLowerCase(), role.name(), Set.of(role), List.of(), null);
      CLIENTS.put(role, TestClient.signedIn(server.url(), oneTime));
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  static Stream<Role> realRoles() {
    return Stream.of(Role.values()).filter(role -> role != Role.UNKNOWN);
  }

  static Stream<Routes> guarded() {
    return Stream.of(Routes.values()).filter(route -> !route.isOpen());
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void withoutATokenNobodyComesIn(Routes route) {
    Answer answer = call(new TestClient(server.url(), null), route);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem().code()).isEqualTo("auth.required");
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void withAWrongTokenNobodyComesIn(Routes route) {
    Answer answer = call(new TestClient(server.url(), "wrong"), route);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem().code()).isEqualTo("auth.required");
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void onlyTheRolesThatTheRouteNamesComeIn(Routes route) {
    List<String> wrong = new ArrayList<>();
    CLIENTS.forEach(
        (role, client) -> {
          if (route == Routes.SIGN_OUT && role != Role.SERVICE) {
            return;
          }
          boolean expected = route.roles().contains(role);
          if (cameIn(client, route) != expected) {
            wrong.add(role + (expected ? " was kept out" : " came in"));
          }
        });
    assertThat(wrong).as(route.toString()).isEmpty();
    if (route == Routes.SIGN_OUT) {
      String again =
          server
              .context()
              .accounts()
              .ensure("service", "SERVICE", Set.of(Role.SERVICE), List.of(), null);
      CLIENTS.put(Role.SERVICE, TestClient.signedIn(server.url(), again));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HEALTH", "READY"})
  void healthIsOpen(Routes route) {
    assertThat(call(new TestClient(server.url(), null), route).status()).isEqualTo(200);
  }

  @Test
  void noRouteIsOpenButSigningInAndHealth() {
    assertThat(Stream.of(Routes.values()).filter(Routes::isOpen))
        .containsExactlyInAnyOrder(
            Routes.SIGN_IN, Routes.SIGN_IN_ONCE, Routes.HEALTH, Routes.READY);
  }

  /** The stream of changes answers for ever: its status is enough. */
  private static boolean cameIn(TestClient client, Routes route) {
    if (route == Routes.CHANGES) {
      return client.statusOf(path(route)) != 403;
    }
    Answer answer = call(client, route);
    if (answer.status() != 403) {
      return true;
    }
    Problem problem = Wire.read(answer.text(), Problem.class);
    assertThat(problem.code()).isEqualTo("auth.role");
    assertThat(problem.remedy()).contains("administrator");
    return false;
  }

  private static Answer call(TestClient client, Routes route) {
    boolean body = route.method().equals("POST");
    return client.call(
        route.method(),
        path(route),
        body ? BodyPublishers.ofString("{}") : BodyPublishers.noBody());
  }

  private static String path(Routes route) {
    return route
        .path()
        .replace("{frame}", "0")
        .replace("{version}", "7")
        .replace("{mediaId}", "0".repeat(64))
        .replaceAll("\\{[a-zA-Z]+}", "0190aaaa-0000-7000-8000-000000000000");
  }
}
