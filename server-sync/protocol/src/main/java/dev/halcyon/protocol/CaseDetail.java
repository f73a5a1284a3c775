package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a reviewer needs to decide a case: one answer, so that nothing appears late.
 *
 * @param assessments every stage's word, in cascade order
 * @param rationale null only while the cascade has not finished
 * @param decisions earlier decisions on this item, newest first
 * @param members the first of the further items that hang on the case, least like first; the
 *     summary counts all
 */
public record CaseDetail(
    CaseSummary summary,
    Item item,
    List<Assessment> assessments,
    @Nullable Rationale rationale,
    AuthorHistory author,
    List<Report> reports,
    List<PastDecision> decisions,
    PolicyRef policy,
    List<CaseMember> members) {
  public CaseDetail {
    assessments = assessments == null ? List.of() : List.copyOf(assessments);
    reports = reports == null ? List.of() : List.copyOf(reports);
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
    members = members == null ? List.of() : List.copyOf(members);
  }

  /** The case of one item alone. */
  public CaseDetail(
      CaseSummary summary,
      Item item,
      List<Assessment> assessments,
      @Nullable Rationale rationale,
      AuthorHistory author,
      List<Report> reports,
      List<PastDecision> decisions,
      PolicyRef policy) {
    this(summary, item, assessments, rationale, author, reports, decisions, policy, List.of());
  }
}
