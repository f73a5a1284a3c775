package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseMember;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MemberPage;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.decision.DecisionRepository;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.item.JudgementRepository;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Gathers everything a reviewer needs to decide a case, in one transaction. Thread-safe. */
public final class CaseDetails {
  private static final int SHOWN_MEMBERS = 20;

  private final Clock clock;
  private final CaseRepository cases = new CaseRepository();
  private final ItemRepository items = new ItemRepository();
  private final JudgementRepository judgements = new JudgementRepository();
  private final MemberRepository members = new MemberRepository();
  private final DecisionRepository decisions = new DecisionRepository();

  public CaseDetails(Clock clock) {
    this.clock = clock;
  }

  /**
   * One page of the further items that hang on a case.
   *
   * @throws UserProblem {@code case.unknown}
   */
  MemberPage members(Handle handle, UUID caseId, Optional<String> after, int limit) {
    cases.summary(handle, caseId, clock.instant()).orElseThrow(Leases::unknownCase);
    List<CaseMember> found =
        after.isEmpty()
            ? members.first(handle, caseId, limit + 1)
            : members.after(handle, caseId, MemberRepository.Place.parse(after.get()), limit + 1);
    if (found.size() <= limit) {
      return new MemberPage(found, null);
    }
    List<CaseMember> page = found.subList(0, limit);
    return new MemberPage(page, MemberRepository.Place.cursor(page.getLast()));
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
        cases.policy(handle, caseId),
        summary.members() == 0 ? List.of() : members.first(handle, caseId, SHOWN_MEMBERS));
  }
}
