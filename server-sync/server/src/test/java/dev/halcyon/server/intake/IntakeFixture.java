package dev.halcyon.server.intake;

import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.Role;
import dev.halcyon.server.TestClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server whose engine is scripted, and a platform that sends it items. */
abstract class IntakeFixture {
  @TempDir Path data;
  ScriptedServer server;
  TestClient harbor;

  @BeforeEach
  void start() {
    open(IntakeServices.CAPACITY);
  }

  void open(int capacity) {
    server = new ScriptedServer(data, new ScriptedEngine(), capacity);
    harbor = server.client("harbor", Role.SERVICE);
  }

  @AfterEach
  void stop() {
    server.engine.release(1000);
    server.close();
  }

  IntakeAnswer sendImpatiently(ItemSubmission item) {
    return harbor.post("/v1/items?deadlineMillis=1", item).as(IntakeAnswer.class);
  }

  long count(String table) {
    return server.one("select count(*) from " + table, Long.class);
  }
}
