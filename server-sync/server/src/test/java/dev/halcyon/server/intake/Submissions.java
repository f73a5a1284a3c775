package dev.halcyon.server.intake;

import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.ReportSubmission;
import java.util.List;

/** Submissions for tests of other packages. */
public final class Submissions {
  private Submissions() {}

  /** A post by an author of its own, with reports and media. */
  public static ItemSubmission reported(
      String externalId, String text, List<ReportSubmission> reports, String... mediaIds) {
    return Samples.item(externalId, "author-secret-" + externalId, text, reports, mediaIds);
  }
}
