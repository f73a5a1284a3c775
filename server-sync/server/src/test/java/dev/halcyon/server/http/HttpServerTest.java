package dev.halcyon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More connections than files would end the listening for good. */
class HttpServerTest {
  @ParameterizedTest
  @CsvSource({"1024, 512", "4096, 2048", "20000, 10000", "1073741816, 10000", "1, 1", "-1, 1"})
  void connectionsLeaveHalfOfTheFilesToTheRestOfTheServer(long files, int connections) {
    assertThat(HttpServer.mostConnections(files)).isEqualTo(connections);
  }
}
