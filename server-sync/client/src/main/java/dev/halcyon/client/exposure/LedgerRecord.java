package dev.halcyon.client.exposure;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.halcyon.client.journal.JournalHeader;
import dev.halcyon.client.journal.JournalKind;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.SeverityBand;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of the exposure ledger; {@code docs/exposure.md} is its contract. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LedgerRecord.Header.class, name = "exposure"),
  @JsonSubTypes.Type(value = LedgerRecord.Seen.class, name = "seen"),
  @JsonSubTypes.Type(value = LedgerRecord.Taken.class, name = "taken"),
  @JsonSubTypes.Type(value = LedgerRecord.Day.class, name = "day")
})
sealed interface LedgerRecord {
  /** The ledger as a journal, with the words of its failures. */
  JournalKind<LedgerRecord> KIND =
      new JournalKind<>(
          LedgerRecord.class,
          1,
          account -> new Header(1, account),
          "exposure",
          "viewing times",
          "Your viewing times of the last seconds could not be written down",
          "They are kept in memory and written with the next ones.",
          "Nothing for you to do: the server is told which entries are lost.",
          "Nothing for you to do: at most the last second is missing.");

  /** First line: which format, and whose times these are. */
  record Header(int format, UUID account) implements LedgerRecord, JournalHeader {}

  /**
   * What was seen.
   *
   * @param chain the event's link once its slice has ended; without, a later line under the same
   *     number takes its place
   */
  record Seen(ExposureEvent event, @Nullable String chain) implements LedgerRecord {}

  /** The server has a session up to a number; {@code chain} is the link of that one. */
  record Taken(UUID session, long through, String chain) implements LedgerRecord {}

  /**
   * How much of a day left the file because the server has it.
   *
   * @param kind null for moments, each counted once
   */
  record Day(LocalDate day, SeverityBand band, @Nullable ExposureKind kind, long millis)
      implements LedgerRecord {}
}
