package dev.halcyon.protocol;

import java.util.List;

/** What is known of an author beside this item; decisions newest first, at most 50. */
public record AuthorHistory(String authorId, int items, int strikes, List<PastDecision> decisions) {
  public AuthorHistory {
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
  }
}
