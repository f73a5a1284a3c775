package dev.halcyon.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Role;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.h2.mvstore.MVStoreException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database that went away is told from a fault of our own, and the caller learns what to do. */
class LostStoreTest {
  static Stream<Throwable> lost() {
    return Stream.of(
        new ConnectionException(new SQLException("the pool is closed")),
        new SQLNonTransientConnectionException("closed"),
        new SQLTransientConnectionException("no connection is free"),
        new SQLException("the server closed the connection", "08006"),
        new SQLException("could not extend file", "53100"),
        new MVStoreException(2, "writing failed"));
  }

  static Stream<Throwable> faults() {
    return Stream.of(
        new SQLSyntaxErrorException("no such table", "42P01"),
        new SQLException("a value is too long", "22001"),
        new SQLException("without a state"),
        new IllegalStateException("ours"));
  }

  @Test
  void aDeadlockIsNoLostDatabaseAlthoughTheFileStoreReportsIt() {
    SQLException deadlock =
        new SQLException("deadlock", "40001", new MVStoreException(105, "deadlock"));
    Problem problem = LostStore.problem(new RuntimeException(deadlock));
    assertThat(problem).isNotNull();
    assertThat(problem.message()).contains("same moment").doesNotContain("disk");
  }

  @ParameterizedTest
  @MethodSource("lost")
  void aDatabaseThatCannotBeReachedIsNamedHoweverDeepTheCause(Throwable cause) {
    Problem problem = LostStore.problem(new IllegalStateException(new RuntimeException(cause)));
    assertThat(problem).isNotNull();
    assertThat(problem.code()).isEqualTo("store.unavailable");
    assertThat(problem.message()).doesNotContain(String.valueOf(cause.getMessage()));
    assertThat(problem.remedy()).contains("send it again").contains("same id");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultOfOurOwnIsNotExcusedAsALostDatabase(Throwable fault) {
    assertThat(LostStore.problem(new RuntimeException(fault))).isNull();
  }

  @Test
  void aServerWhoseDatabaseWentAwayAnswers503AndIsNotReady(@TempDir Path data) {
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(data))) {
      String oneTime =
          server.context().accounts().ensure("ana", "Ana", Set.of(Role.REVIEWER), List.of(), null);
      TestClient ana = TestClient.signedIn(server.url(), oneTime);
      server.context().database().abandon();
      var decision =
          Fixtures.decide(
              UuidCreator.getTimeOrderedEpoch(),
              UuidCreator.getTimeOrderedEpoch(),
              1,
              1,
              DecisionAction.ALLOW);
      Answer refused = ana.post("/v1/decisions", new DecisionBatch(List.of(decision)));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.problem().code()).isEqualTo("store.unavailable");
      assertThat(refused.problem().remedy()).contains("same id");
      assertThat(ana.get("/v1/ready").status()).isEqualTo(503);
    }
  }
}
