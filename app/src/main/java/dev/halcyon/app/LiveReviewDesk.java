package dev.halcyon.app;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.review.ReviewDesk;
import dev.halcyon.client.SyncClient;
import dev.halcyon.client.desk.DecisionDraft;
import dev.halcyon.client.desk.Desk;
import dev.halcyon.client.desk.DeskListener;
import dev.halcyon.client.desk.Undone;
import dev.halcyon.client.draft.CaseDraft;
import dev.halcyon.client.draft.DraftStore;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.MemberPage;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.TranslatedText;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The review screen's desk in a running workbench. Safe for any thread but the FX thread. */
final class LiveReviewDesk implements ReviewDesk {
  /** Members in one page, the most that the server gives. */
  private static final int MEMBERS = 500;

  private final Desk desk;
  private final SyncClient client;
  private final DraftStore drafts;

  LiveReviewDesk(Desk desk, SyncClient client, DraftStore drafts) {
    this.desk = desk;
    this.client = client;
    this.drafts = drafts;
  }

  @Override
  public AutoCloseable listen(DeskListener listener) {
    return desk.listen(listener);
  }

  @Override
  public void open(UUID caseId) {
    Fx.mustNotBlock("opening a case");
    desk.open(caseId);
  }

  @Override
  public void openNext() {
    Fx.mustNotBlock("opening a case");
    desk.openNext();
  }

  @Override
  public void skip() {
    Fx.mustNotBlock("passing a case on");
    desk.skip();
  }

  @Override
  public Optional<Relief> takeOff() {
    Fx.mustNotBlock("handing a case to others");
    return desk.takeOff();
  }

  @Override
  public void endRelief() {
    Fx.mustNotBlock("taking all cases again");
    desk.endRelief();
  }

  @Override
  public void release() {
    Fx.mustNotBlock("giving a case back");
    desk.release();
  }

  @Override
  public void decide(DecisionDraft draft) {
    Fx.mustNotBlock("keeping a decision");
    desk.decide(draft);
  }

  @Override
  public Undone undo(UUID decisionId) {
    Fx.mustNotBlock("taking a decision back");
    return desk.undo(decisionId);
  }

  @Override
  public void retry(UUID decisionId) {
    desk.retry(decisionId);
  }

  @Override
  public void discard(UUID decisionId) {
    Fx.mustNotBlock("giving a decision up");
    desk.discard(decisionId);
  }

  @Override
  public Map<UUID, CaseDraft> drafts() {
    return drafts.drafts();
  }

  @Override
  public void keepDraft(CaseDraft draft) {
    drafts.keep(draft);
  }

  @Override
  public void dropDraft(UUID caseId) {
    drafts.drop(caseId);
  }

  @Override
  public void saveDrafts() {
    Fx.mustNotBlock("keeping what was typed");
    drafts.save();
  }

  @Override
  public MemberPage members(UUID caseId, Optional<String> after) {
    Fx.mustNotBlock("reading the items like a case");
    return client.members(caseId, after, MEMBERS);
  }

  @Override
  public TranslatedText translate(UUID caseId, String to) {
    Fx.mustNotBlock("asking for a translation");
    return client.translate(caseId, to);
  }

  @Override
  public ResolvedPolicy policyOf(CaseDetail detail) {
    Fx.mustNotBlock("loading a policy");
    return client.policy(detail.policy().version(), detail.item().region());
  }
}
