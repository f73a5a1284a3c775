package dev.halcyon.protocol;

import java.util.List;

/**
 * A rule that sends cases to a queue before the queues' own filters are asked; the first rule whose
 * parts all fit decides. An empty part fits everything.
 *
 * @param title why, in words a reviewer understands
 * @param queue id of the queue
 * @param kinds kinds of content of which the item must have one
 * @param sources whose reports about the item must be there
 */
public record RoutingRule(
    String id,
    String title,
    String queue,
    List<Category> categories,
    List<String> languages,
    List<String> regions,
    List<Surface> surfaces,
    List<Audience> audiences,
    List<Priority> priorities,
    List<Modality> kinds,
    List<ReportSource> sources) {
  public RoutingRule {
    categories = categories == null ? List.of() : List.copyOf(categories);
    languages = languages == null ? List.of() : List.copyOf(languages);
    regions = regions == null ? List.of() : List.copyOf(regions);
    surfaces = surfaces == null ? List.of() : List.copyOf(surfaces);
    audiences = audiences == null ? List.of() : List.copyOf(audiences);
    priorities = priorities == null ? List.of() : List.copyOf(priorities);
    kinds = kinds == null ? List.of() : List.copyOf(kinds);
    sources = sources == null ? List.of() : List.copyOf(sources);
  }
}
