package dev.halcyon.app.review;

import dev.halcyon.app.fx.Background;
import dev.halcyon.client.draft.CaseDraft;
import dev.halcyon.protocol.UserProblem;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was typed for each case that is not decided yet, in memory and, behind every change, on
 * disk. FX thread only; one write runs at a time, and whoever changes something meanwhile gets
 * another after it.
 */
final class Drafts {
  private final ReviewDesk desk;
  private final Background background;
  private final String work;
  private final Consumer<UserProblem> tell;
  private final Map<UUID, CaseDraft> byCase;
  private boolean saving;
  private boolean again;
  private boolean told;

  /**
   * @param work what bringing them to disk is called
   * @param tell hears once when what is typed cannot be kept on disk, and once more after a success
   */
  Drafts(ReviewDesk desk, Background background, String work, Consumer<UserProblem> tell) {
    this.desk = desk;
    this.background = background;
    this.work = work;
    this.tell = tell;
    this.byCase = new HashMap<>(desk.drafts());
  }

  /** What was typed for a case before, or null. */
  @Nullable CaseDraft of(UUID caseId) {
    return byCase.get(caseId);
  }

  void keep(CaseDraft typed) {
    if (!typed.equals(byCase.put(typed.caseId(), typed))) {
      desk.keepDraft(typed);
      save();
    }
  }

  void forget(UUID caseId) {
    if (byCase.remove(caseId) != null) {
      desk.dropDraft(caseId);
      save();
    }
  }

  private void save() {
    if (saving) {
      again = true;
      return;
    }
    saving = true;
    again = false;
    background
        .run(work, desk::saveDrafts)
        .then(
            _ -> {
              told = false;
              saved();
            })
        .fail(
            problem -> {
              if (!told) {
                told = true;
                tell.accept(problem);
              }
              saved();
            });
  }

  private void saved() {
    saving = false;
    if (again) {
      save();
    }
  }
}
