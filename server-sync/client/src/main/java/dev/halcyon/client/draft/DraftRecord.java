package dev.halcyon.client.draft;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.halcyon.client.journal.JournalHeader;
import dev.halcyon.client.journal.JournalKind;
import java.time.Instant;
import java.util.UUID;

/** One line of the file of drafts; {@code docs/outbox.md} is its contract. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DraftRecord.Header.class, name = "drafts"),
  @JsonSubTypes.Type(value = DraftRecord.Typed.class, name = "typed")
})
sealed interface DraftRecord {
  /** The drafts as a journal, with the words of its failures. */
  JournalKind<DraftRecord> KIND =
      new JournalKind<>(
          DraftRecord.class,
          1,
          account -> new Header(1, account),
          "drafts",
          "notes and choices",
          "What you typed could not be kept on this computer's disk",
          "It is still on your screen, and is written again with the next letter.",
          "Look at the note of your open case: some of what you typed may be missing.",
          "At most the last letters you typed are missing.");

  /** First line: which format, and whose drafts these are. */
  record Header(int format, UUID account) implements DraftRecord, JournalHeader {}

  /** What stands typed for a case; a later line for the same case takes its place. */
  record Typed(CaseDraft draft, Instant at) implements DraftRecord {}
}
