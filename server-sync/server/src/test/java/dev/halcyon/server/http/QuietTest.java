package dev.halcyon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class QuietTest {
  @Test
  void aLoggedFailureTellsItsKindsAndPlacesAndNothingThatWasToBeStored() {
    Exception failure =
        new IllegalStateException(
            "arguments: {body: secret words}",
            new SQLException("Value too long: 'secret words'", "22001", 22001));
    StringWriter log = new StringWriter();
    Quiet.of(failure).printStackTrace(new PrintWriter(log, true));
    assertThat(log.toString())
        .contains("java.lang.IllegalStateException")
        .contains("java.sql.SQLException, SQL state 22001, error 22001")
        .contains("QuietTest.aLoggedFailure")
        .doesNotContain("secret");
  }
}
