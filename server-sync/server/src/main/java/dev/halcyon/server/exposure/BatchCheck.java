package dev.halcyon.server.exposure;

import dev.halcyon.protocol.ExposureBatch;
import dev.halcyon.protocol.ExposureEntry;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.UserProblem;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses a batch of a ledger that no meter could have made. Stateless. */
final class BatchCheck {
  static final long LONGEST_MILLIS = 120_000;
  private static final long LONGEST_SESSION_MILLIS = 366L * 24 * 3_600_000;
  private static final long MOST_SHIFT_MILLIS = 100L * 366 * 24 * 3_600_000;
  private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2120-01-01T00:00:00Z");
  private static final Pattern CHAIN = Pattern.compile("[0-9a-f]{32}");

  private BatchCheck() {}

  /**
   * Looks at a batch by itself.
   *
   * @throws UserProblem {@code exposure.batch}, {@code exposure.entry} with its place, {@code
   *     exposure.overlap}
   */
  static void check(ExposureBatch batch) {
    if (batch.session() == null || batch.sentAt() == null) {
      throw batch("it lacks its session or sentAt");
    }
    if (batch.entries().isEmpty() || batch.entries().size() > ExposureBatch.MOST) {
      throw batch("it has " + batch.entries().size() + " entries, not 1 to " + ExposureBatch.MOST);
    }
    if (!within(batch.sentAt())) {
      throw batch("sentAt is no year a clock shows");
    }
    Map<ExposureKind, Long> ends = new EnumMap<>(ExposureKind.class);
    long first = 0;
    long begin = 0;
    for (int i = 0; i < batch.entries().size(); i++) {
      ExposureEntry entry = batch.entries().get(i);
      @Nullable String wrong = wrong(entry);
      if (wrong != null) {
        throw entry(i, wrong);
      }
      ExposureEvent event = entry.event();
      first = i == 0 ? event.sequence() : first;
      if (!event.session().equals(batch.session()) || event.sequence() != first + i) {
        throw entry(i, "is not of this session, or leaves a number out");
      }
      if (event.atMillis() < begin || event.atMillis() < ends.getOrDefault(event.kind(), 0L)) {
        throw overlap(event);
      }
      begin = event.atMillis();
      ends.put(event.kind(), event.atMillis() + event.millis());
    }
  }

  private static @Nullable String wrong(ExposureEntry entry) {
    ExposureEvent event = entry.event();
    if (event == null
        || event.session() == null
        || event.caseId() == null
        || event.itemId() == null
        || event.band() == null
        || event.kind() == null
        || event.startedAt() == null) {
      return "lacks a field";
    }
    if (!CHAIN.matcher(Objects.requireNonNullElse(entry.chain(), "")).matches()) {
      return "has no chain of 32 hex digits";
    }
    if (event.sequence() < 1) {
      return "has a sequence below 1";
    }
    if (event.millis() < 1 || event.millis() > LONGEST_MILLIS) {
      return "lasts not 1 to " + LONGEST_MILLIS + " ms";
    }
    if (event.atMillis() < 0 || event.atMillis() > LONGEST_SESSION_MILLIS) {
      return "begins outside any session";
    }
    boolean dated =
        within(event.startedAt()) && Math.abs(event.clockShiftMillis()) <= MOST_SHIFT_MILLIS;
    return dated ? null : "is dated in no year a clock shows";
  }

  private static boolean within(Instant moment) {
    return !moment.isBefore(FIRST) && moment.isBefore(LAST);
  }

  static UserProblem overlap(ExposureEvent event) {
    return new UserProblem(
        "exposure.overlap",
        "The entry " + event.sequence() + " of the session overlaps one before it.",
        "Send the ledger as the meter wrote it; what overlaps is not taken.");
  }

  private static UserProblem batch(String what) {
    return new UserProblem(
        "exposure.batch",
        "The batch of viewing times cannot be taken: " + what + ".",
        "Send a batch that fits docs/exposure.md.");
  }

  private static UserProblem entry(int position, String what) {
    return new UserProblem(
        "exposure.entry",
        "The entry at position " + position + " " + what + ".",
        "Send entries that fit docs/exposure.md.");
  }
}
