package dev.halcyon.server.intake;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.Surface;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Submissions for tests. */
final class Samples {
  private Samples() {}

  static ItemSubmission post(String externalId, String text, String... mediaIds) {
    return item(externalId, "author-" + externalId, text, List.of(), mediaIds);
  }

  static ItemSubmission by(String author, String externalId, String text, String... mediaIds) {
    return item(externalId, author, text, List.of(), mediaIds);
  }

  static ItemSubmission item(
      String externalId,
      String author,
      String text,
      List<ReportSubmission> reports,
      String... mediaIds) {
    return new ItemSubmission(
        "harbor",
        externalId,
        Surface.POST,
        "en",
        "DE",
        new Author(author, "Somebody", 10, false),
        text,
        List.of(mediaIds),
        List.of(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60),
        100,
        false,
        reports);
  }
}
