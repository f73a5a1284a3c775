package dev.halcyon.app;

import dev.halcyon.app.review.ReviewDesk;
import dev.halcyon.client.Connection;
import dev.halcyon.client.desk.CloseReason;
import dev.halcyon.client.desk.DecisionDraft;
import dev.halcyon.client.desk.DeskListener;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.Undone;
import dev.halcyon.client.draft.CaseDraft;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.MemberPage;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.TranslatedText;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A desk in memory that behaves like the real one, at once and on the caller's thread. */
public final class DeskModel implements ReviewDesk {
  private final List<LoadedCase> waiting = new ArrayList<>();
  private final List<OutboxEntry> outbox = new ArrayList<>();
  private final List<DeskListener> listeners = new ArrayList<>();
  private @Nullable LoadedCase current;

  /** What {@link #decide} throws instead of deciding. */
  public @Nullable UserProblem refuseDecision;

  /** What {@link #open} and {@link #openNext} throw. */
  public @Nullable UserProblem refuseOpen;

  /** What {@link #policyOf} throws. */
  public @Nullable UserProblem refusePolicy;

  /** What was asked of it, in order. */
  public final List<String> asked = new ArrayList<>();

  public DeskModel(List<LoadedCase> cases) {
    waiting.addAll(cases);
  }

  @Override
  public AutoCloseable listen(DeskListener listener) {
    listeners.add(listener);
    listener.upNextChanged(List.copyOf(waiting));
    listener.outboxChanged(List.copyOf(outbox));
    return () -> listeners.remove(listener);
  }

  @Override
  public void open(UUID caseId) {
    asked.add("open " + caseId);
    refuse(refuseOpen);
    LoadedCase wanted =
        waiting.stream().filter(one -> one.id().equals(caseId)).findFirst().orElseThrow();
    if (current != null) {
      LoadedCase back = current;
      tell(each -> each.closed(back.id(), CloseReason.REPLACED));
      waiting.add(back);
    }
    seat(wanted);
  }

  @Override
  public void openNext() {
    asked.add("openNext");
    refuse(refuseOpen);
    if (waiting.isEmpty()) {
      current = null;
      tell(DeskListener::nothingNext);
      return;
    }
    seat(waiting.getFirst());
  }

  private void seat(LoadedCase wanted) {
    waiting.remove(wanted);
    current = wanted;
    tell(each -> each.opened(wanted, lease(wanted)));
    tell(each -> each.upNextChanged(List.copyOf(waiting)));
  }

  public static Lease lease(LoadedCase of) {
    return new Lease(of.id(), 7, Cases.NOW.plusSeconds(300), 300, 30);
  }

  @Override
  public void skip() {
    asked.add("skip");
    LoadedCase back = current;
    if (waiting.isEmpty()) {
      tell(DeskListener::nothingNext);
      release();
      return;
    }
    seat(waiting.getFirst());
    if (back != null) {
      waiting.add(back);
      tell(each -> each.closed(back.id(), CloseReason.REPLACED));
      tell(each -> each.upNextChanged(List.copyOf(waiting)));
    }
  }

  @Override
  public Optional<Relief> takeOff() {
    asked.add("takeOff");
    refuse(refuseOpen);
    LoadedCase gone = current;
    if (gone == null) {
      return Optional.empty();
    }
    current = null;
    tell(each -> each.closed(gone.id(), CloseReason.RELEASED));
    waiting.removeIf(each -> each.summary().category() == gone.summary().category());
    openNext();
    return Optional.of(new Relief(gone.summary().category(), Cases.NOW.plus(Duration.ofHours(12))));
  }

  @Override
  public void endRelief() {
    asked.add("endRelief");
  }

  @Override
  public void release() {
    asked.add("release");
    LoadedCase back = current;
    if (back != null) {
      current = null;
      waiting.add(back);
      tell(each -> each.closed(back.id(), CloseReason.RELEASED));
      tell(each -> each.upNextChanged(List.copyOf(waiting)));
    }
  }

  @Override
  public void decide(DecisionDraft draft) {
    draft.check();
    asked.add("decide " + draft.action() + " " + draft.restrictions() + " " + draft.clause());
    refuse(refuseDecision);
    DecisionRequest request =
        new DecisionRequest(
            UUID.randomUUID(),
            draft.caseId(),
            1,
            7,
            draft.action(),
            draft.restrictions(),
            draft.category(),
            draft.clause(),
            draft.note(),
            null,
            Cases.NOW.plusMillis(outbox.size()),
            4_000,
            draft.exceptions());
    outbox.add(
        new OutboxEntry(
            request,
            OutboxState.PENDING_UNDO,
            Cases.NOW.plus(Duration.ofSeconds(10)),
            0,
            null,
            null,
            null));
    tell(each -> each.outboxChanged(List.copyOf(outbox)));
    tell(each -> each.closed(draft.caseId(), CloseReason.DECIDED));
    decided.add(current);
    current = null;
    openNext();
  }

  private final List<@Nullable LoadedCase> decided = new ArrayList<>();

  @Override
  public Undone undo(UUID decisionId) {
    asked.add("undo");
    OutboxEntry entry =
        outbox.stream().filter(one -> one.id().equals(decisionId)).findFirst().orElseThrow();
    outbox.remove(entry);
    tell(each -> each.outboxChanged(List.copyOf(outbox)));
    LoadedCase back =
        decided.stream()
            .filter(one -> one != null && one.id().equals(entry.caseId()))
            .findFirst()
            .orElseThrow();
    if (current != null) {
      waiting.addFirst(current);
    }
    seat(back);
    return new Undone.Restored(DecisionDraft.of(entry.decision()), back, lease(back));
  }

  @Override
  public void retry(UUID decisionId) {
    asked.add("retry");
  }

  @Override
  public void discard(UUID decisionId) {
    asked.add("discard");
    outbox.removeIf(entry -> entry.id().equals(decisionId));
    tell(each -> each.outboxChanged(List.copyOf(outbox)));
  }

  /** What stands typed, as a crash would leave it. */
  public final Map<UUID, CaseDraft> drafts = new HashMap<>();

  /** What {@link #saveDrafts} throws. */
  public @Nullable UserProblem refuseDrafts;

  @Override
  public Map<UUID, CaseDraft> drafts() {
    return Map.copyOf(drafts);
  }

  @Override
  public void keepDraft(CaseDraft draft) {
    drafts.put(draft.caseId(), draft);
  }

  @Override
  public void dropDraft(UUID caseId) {
    drafts.remove(caseId);
  }

  @Override
  public void saveDrafts() {
    refuse(refuseDrafts);
  }

  /** The pages of members that it gives, by the cursor that asks for them. */
  public final Map<String, MemberPage> members = new HashMap<>();

  public @Nullable UserProblem refuseMembers;

  @Override
  public MemberPage members(UUID caseId, Optional<String> after) {
    asked.add("members " + after.orElse("from the first"));
    refuse(refuseMembers);
    return members.getOrDefault(after.orElse(""), new MemberPage(List.of(), null));
  }

  public @Nullable UserProblem refuseTranslation;

  @Override
  public TranslatedText translate(UUID caseId, String to) {
    asked.add("translate to " + to);
    refuse(refuseTranslation);
    return new TranslatedText(
        "This post is a safe example, and here is\none important word. Call [phone].",
        to,
        "model-7",
        "translate-1@0",
        false,
        1);
  }

  @Override
  public ResolvedPolicy policyOf(CaseDetail detail) {
    refuse(refusePolicy);
    return Cases.policy();
  }

  /** The open case's lease ends. */
  public void loseLease() {
    LoadedCase lost = current;
    if (lost != null) {
      current = null;
      waiting.addFirst(lost);
      tell(each -> each.closed(lost.id(), CloseReason.LEASE_LOST));
    }
  }

  /** The connection to the server changes. */
  public void connection(Connection now) {
    tell(each -> each.connectionChanged(now));
  }

  /** Every decision made so far meets this fate. */
  public void settle(OutboxState state, @Nullable Problem problem) {
    outbox.replaceAll(
        entry ->
            new OutboxEntry(entry.decision(), state, entry.undoUntil(), 1, problem, null, null));
    tell(each -> each.outboxChanged(List.copyOf(outbox)));
  }

  /** The decisions made so far. */
  public List<OutboxEntry> outbox() {
    return List.copyOf(outbox);
  }

  /** Says something to every listener, as the session behind the desk would. */
  public void tell(java.util.function.Consumer<DeskListener> what) {
    List.copyOf(listeners).forEach(what);
  }

  private static void refuse(@Nullable UserProblem problem) {
    if (problem != null) {
      throw problem;
    }
  }
}
