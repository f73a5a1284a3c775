package dev.halcyon.client.outbox;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.halcyon.client.journal.JournalHeader;
import dev.halcyon.client.journal.JournalKind;
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
  /** The outbox as a journal, with the words of its failures. */
  JournalKind<JournalRecord> KIND =
      new JournalKind<>(
          JournalRecord.class,
          1,
          account -> new Header(1, account),
          "outbox",
          "decisions",
          "The decision was not taken as made, because it could not be kept",
          "Your case and your choice are still there.",
          "Look through your last cases: a decision or an undo of it may be missing.",
          "If you had just decided a case, look whether the decision is in the list.");

  /** First line: which format, and whose decisions these are. */
  record Header(int format, UUID account) implements JournalRecord, JournalHeader {}

  /** A decision was made. */
  record Made(DecisionRequest decision, Instant undoUntil) implements JournalRecord {}

  /** A decision moved on; {@code code} is the server's problem code, never its words. */
  record Moved(UUID id, OutboxState state, @Nullable String code) implements JournalRecord {}
}
