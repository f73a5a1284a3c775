package dev.halcyon.app.testing;

import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Problem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Outbox entries for tests of the workbench. */
public final class Outboxes {
  private Outboxes() {}

  public static OutboxEntry entry(int number, OutboxState state) {
    @Nullable Problem problem =
        switch (state) {
          case CONFLICT ->
              new Problem("case.decided", "Lin Okafor decided it.", "Take another case.");
          case NOT_SAVED ->
              new Problem("network.unreachable", "The server does not answer.", "Try again.");
          default -> null;
        };
    return new OutboxEntry(
        new DecisionRequest(
            Cases.id(number),
            Cases.id(number + 100),
            1,
            1,
            DecisionAction.REMOVE,
            List.of(),
            Category.HATE,
            "H2",
            "",
            null,
            Cases.NOON.minus(Duration.ofMinutes(number)),
            1000),
        state,
        Cases.NOON.plusSeconds(10),
        1,
        problem,
        state == OutboxState.NOT_SAVED ? Cases.NOON.plus(Duration.ofMinutes(2)) : null,
        null);
  }
}
