package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a reviewer needs to decide a case: one answer, so that nothing appears late.
 *
 * @param assessments every stage's word, in cascade order
 * @param rationale null only while the cascade has not finished
 * @param decisions earlier decisions on this item, newest first
 */
public record CaseDetail(
    CaseSummary summary,
    Item item,
    List<Assessment> assessments,
    @Nullable Rationale rationale,
    AuthorHistory author,
    List<Report> reports,
    List<PastDecision> decisions,
    PolicyRef policy) {
  public CaseDetail {
    assessments = assessments == null ? List.of() : List.copyOf(assessments);
    reports = reports == null ? List.of() : List.copyOf(reports);
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
  }
}
