package dev.halcyon.client.draft;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Restriction;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a reviewer has chosen and typed for one case, before it is a decision. Immutable. It names
 * the case and holds nothing of its item.
 *
 * @param clause id of the clause, or null
 * @param note the reviewer's words, or the empty string
 * @param restrictions ways to restrict that are ticked, in the order of the enumeration
 * @param exceptions members of the case that are taken out of it, in order
 */
public record CaseDraft(
    UUID caseId,
    @Nullable Category category,
    @Nullable String clause,
    String note,
    List<Restriction> restrictions,
    List<UUID> exceptions) {
  public CaseDraft {
    restrictions = restrictions.stream().sorted().toList();
    exceptions = exceptions.stream().sorted().toList();
  }

  /** Leaves out the note, so that no log gets it. */
  @Override
  public String toString() {
    return "CaseDraft[" + caseId + "]";
  }
}
