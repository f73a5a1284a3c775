package dev.halcyon.server.intake;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.NoticeSubmission;
import dev.halcyon.protocol.OrderSubmission;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.store.Hashes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A notice on its way in, however it came: what reviewers will see of it, and who sent it.
 *
 * @param contact where the notifier is reached, or null
 * @param platform with {@code noticeId} names it; both null for one that came with its item
 * @param contentHash of all that was sent under that name, or null
 */
record Arrival(
    Report report,
    String reporterId,
    @Nullable String contact,
    @Nullable String platform,
    @Nullable String noticeId,
    @Nullable String contentHash) {

  /** One that came with its item. */
  static Arrival of(ReportSubmission sent) {
    Report report =
        new Report(
            UuidCreator.getTimeOrderedEpoch(),
            sent.source(),
            sent.ground(),
            sent.comment(),
            sent.receivedAt());
    return new Arrival(report, sent.reporterId(), null, null, null, null);
  }

  /** One about an item that is known. */
  static Arrival of(NoticeSubmission sent) {
    Report report =
        new Report(
            UuidCreator.getTimeOrderedEpoch(),
            sent.reportedBy(),
            sent.ground(),
            sent.comment(),
            sent.receivedAt(),
            sent.legalBasis(),
            null,
            List.of(),
            null);
    return new Arrival(
        report,
        sent.reporterId(),
        sent.contact(),
        sent.source(),
        sent.noticeId(),
        Hashes.sha256(Wire.write(sent)));
  }

  /** An authority's order. */
  static Arrival of(OrderSubmission sent) {
    Report report =
        new Report(
            UuidCreator.getTimeOrderedEpoch(),
            ReportSource.AUTHORITY,
            sent.ground(),
            sent.comment(),
            sent.receivedAt(),
            sent.legalBasis(),
            sent.requires(),
            sent.restrictions(),
            sent.deadline());
    return new Arrival(
        report,
        sent.authority(),
        sent.contact(),
        sent.source(),
        sent.noticeId(),
        Hashes.sha256(Wire.write(sent)));
  }

  /** Whether it is a reader's word alone, without a law behind it. */
  boolean isPlain() {
    return report.source() == ReportSource.USER && report.legalBasis() == null;
  }

  ReportSource source() {
    return report.source();
  }

  /** What it is about, where it says. */
  Optional<Category> ground() {
    return Optional.ofNullable(report.ground()).filter(ground -> ground != Category.UNKNOWN);
  }
}
