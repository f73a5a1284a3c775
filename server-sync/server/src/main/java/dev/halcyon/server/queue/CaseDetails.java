package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.decision.DecisionRepository;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.item.JudgementRepository;
import java.time.Clock;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Gathers everything a reviewer needs to decide a case, in one transaction. Thread-safe. */
public final class CaseDetails {
  private final Clock clock;
  private final CaseRepository cases = new CaseRepository();
  private final ItemRepository items = new ItemRepository();
  private final JudgementRepository judgements = new JudgementRepository();
  private final DecisionRepository decisions = new DecisionRepository();

  public CaseDetails(Clock clock) {
    this.clock = clock;
  }

  /**
   * Reads a case.
   *
   * @throws UserProblem {@code case.unknown}
   */
  public CaseDetail read(Handle handle, UUID caseId) {
    CaseSummary summary =
        cases.summary(handle, caseId, clock.instant()).orElseThrow(Leases::unknownCase);
    Item item = items.find(handle, summary.itemId()).orElseThrow(Leases::unknownCase);
    return new CaseDetail(
        summary,
        item,
        judgements.assessments(handle, item.id()),
        judgements.rationale(handle, item.id()).orElse(null),
        decisions.history(handle, item),
        judgements.reports(handle, item.id()),
        decisions.ofItem(handle, item.id()),
        cases.policy(handle, caseId));
  }
}
