package dev.halcyon.protocol;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lines of one session of the exposure ledger, in order and without gaps between them.
 *
 * @param sentAt the sender's wall clock, by which the server finds out how wrong that is
 * @param lostThrough set when what the server lacks up to this sequence number is lost to the
 *     sender too; else a batch that does not go on where the server stands is not taken
 */
public record ExposureBatch(
    UUID session, Instant sentAt, @Nullable Long lostThrough, List<ExposureEntry> entries) {
  /** So many at most in one batch. */
  public static final int MOST = 500;

  public ExposureBatch {
    entries = entries == null ? List.of() : List.copyOf(entries);
  }
}
