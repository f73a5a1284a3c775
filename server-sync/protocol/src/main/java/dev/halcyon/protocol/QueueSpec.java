package dev.halcyon.protocol;

import java.util.List;

/**
 * A queue and what flows into it; the first queue whose filters all fit takes the case.
 *
 * @param categories empty for all
 * @param languages empty for all
 * @param kinds kinds of media of which the item must have one; empty for all
 */
public record QueueSpec(
    String id,
    String title,
    List<Category> categories,
    List<String> languages,
    List<Priority> priorities,
    List<Modality> kinds,
    boolean escalation) {
  public QueueSpec {
    categories = categories == null ? List.of() : List.copyOf(categories);
    languages = languages == null ? List.of() : List.copyOf(languages);
    priorities = priorities == null ? List.of() : List.copyOf(priorities);
    kinds = kinds == null ? List.of() : List.copyOf(kinds);
  }
}
