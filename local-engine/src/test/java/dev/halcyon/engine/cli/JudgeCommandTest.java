package dev.halcyon.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.halcyon.protocol.UserProblem;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeCommandTest {
  private static String probe(boolean good, Map<String, String> environment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(JudgeCommand.run(List.of("probe"), environment, out)).isEqualTo(good);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void itSaysOfAServerThatIgnoresTheSchemaThatItDoesAndOfOneThatIsGoneThatItIs() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer =
              "{\"choices\":[{\"message\":{\"content\":\"{\\\"word\\\":\\\"ready\\\"}\"}}]}"
                  .getBytes();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    Map<String, String> environment =
        Map.of(
            "HALCYON_JUDGE_URL",
            "http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
            "HALCYON_JUDGE_MODEL",
            "some-model");
    try {
      assertThat(probe(true, environment))
          .startsWith("judge (small): some-model at http://127.0.0.1:")
          .contains("on this machine; ignores the schema");
    } finally {
      server.stop(0);
    }
    assertThat(probe(false, environment)).contains("judge.down");
  }

  @Test
  void withoutSettingsItSaysWhatToSet() {
    assertThatThrownBy(
            () -> JudgeCommand.run(List.of("probe"), Map.of(), new ByteArrayOutputStream()))
        .isInstanceOf(UserProblem.class)
        .hasMessage("No judge is set up.");
    assertThat(Ran.with("", "judge", "nothing").code()).isEqualTo(2);
  }
}
