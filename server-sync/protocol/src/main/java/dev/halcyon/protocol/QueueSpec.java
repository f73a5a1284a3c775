package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A queue and what flows into it; the first queue whose filters all fit takes the case.
 *
 * @param categories empty for all
 * @param languages empty for all; else also what a reviewer must speak to be handed a case
 * @param kinds kinds of media of which the item must have one; empty for all
 * @param skills what a reviewer must be skilled in to be handed a case of it
 */
public record QueueSpec(
    String id,
    String title,
    List<Category> categories,
    List<String> languages,
    List<Priority> priorities,
    List<Modality> kinds,
    boolean escalation,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> skills) {
  public QueueSpec {
    categories = categories == null ? List.of() : List.copyOf(categories);
    languages = languages == null ? List.of() : List.copyOf(languages);
    priorities = priorities == null ? List.of() : List.copyOf(priorities);
    kinds = kinds == null ? List.of() : List.copyOf(kinds);
    skills = skills == null ? List.of() : List.copyOf(skills);
  }

  /** A queue that needs no skill. */
  public QueueSpec(
      String id,
      String title,
      List<Category> categories,
      List<String> languages,
      List<Priority> priorities,
      List<Modality> kinds,
      boolean escalation) {
    this(id, title, categories, languages, priorities, kinds, escalation, List.of());
  }
}
