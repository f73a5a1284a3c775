package dev.halcyon.app.review;

import dev.halcyon.client.desk.DecisionDraft;
import dev.halcyon.client.desk.DeskListener;
import dev.halcyon.client.desk.Undone;
import dev.halcyon.client.draft.CaseDraft;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.MemberPage;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.TranslatedText;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the review screen asks of the session behind it, so that the screen can be shown and tested
 * without a server. Every method but {@link #listen} and those on single drafts may block and is
 * called in the background; what happens is told to the listeners.
 */
public interface ReviewDesk {
  /** Adds a listener, which hears the present state first. */
  AutoCloseable listen(DeskListener listener);

  /** Takes a case; the one open before returns to its queue. */
  void open(UUID caseId);

  /** Takes the next case in order of work. */
  void openNext();

  /** Passes the open case on without a reason and takes the next one. */
  void skip();

  /**
   * Hands the open case and its like to others, and takes the next one; empty when none is open.
   */
  Optional<Relief> takeOff();

  /** Takes all kinds of case again. */
  void endRelief();

  /** Gives the open case back to its queue. */
  void release();

  /** Makes a decision on the open case; it is on this machine's disk when this returns. */
  void decide(DecisionDraft draft);

  /** Takes one decision back within its window. */
  Undone undo(UUID decisionId);

  /** Sends a decision that was not saved once more. */
  void retry(UUID decisionId);

  /** Gives up a decision that was not saved. */
  void discard(UUID decisionId);

  /** What was typed before for cases that are not decided yet; never blocks. */
  Map<UUID, CaseDraft> drafts();

  /** Takes what now stands typed for a case; never blocks. */
  void keepDraft(CaseDraft draft);

  /** Forgets what was typed for a case; never blocks. */
  void dropDraft(UUID caseId);

  /** Brings kept and dropped drafts to this machine's disk. */
  void saveDrafts();

  /**
   * One page of the items that hang on a case, those least like it first.
   *
   * @param after the page before's {@code next}; empty for the first page
   */
  MemberPage members(UUID caseId, Optional<String> after);

  /** The text of a case in another language, as a language model puts it. */
  TranslatedText translate(UUID caseId, String to);

  /** The policy a case is judged under, for the clauses a decision can rest on. */
  ResolvedPolicy policyOf(CaseDetail detail);
}
