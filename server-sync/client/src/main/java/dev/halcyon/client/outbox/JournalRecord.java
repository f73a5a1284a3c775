package dev.halcyon.client.outbox;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.halcyon.protocol.DecisionRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of the outbox file; {@code docs/outbox.md} is its contract. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JournalRecord.Header.class, name = "outbox"),
  @JsonSubTypes.Type(value = JournalRecord.Made.class, name = "made"),
  @JsonSubTypes.Type(value = JournalRecord.Moved.class, name = "moved")
})
sealed interface JournalRecord {
  /** First line: which format, and whose decisions these are. */
  record Header(int format, UUID account) implements JournalRecord {}

  /** A decision was made. */
  record Made(DecisionRequest decision, Instant undoUntil) implements JournalRecord {}

  /** A decision moved on; {@code code} is the server's problem code, never its words. */
  record Moved(UUID id, OutboxState state, @Nullable String code) implements JournalRecord {}
}
