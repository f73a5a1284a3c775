package dev.halcyon.server.wellness;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of the cases that wait is left out of what a person is handed now. Immutable. What budgets
 * leave out stays out; what the rotation leaves out only does while something else waits.
 *
 * @param hard what budgets leave out
 * @param soft what the rotation leaves out
 */
public record LeftOut(List<Rule> hard, List<Rule> soft) {
  /** Nothing. */
  public static final LeftOut NOTHING = new LeftOut(List.of(), List.of());

  /**
   * Waiting cases; those of which all of it holds.
   *
   * @param categories none for all
   * @param priority null for all
   * @param longerThan seconds of reading and watching; negative for all
   * @param longerWith by kind of medium, seconds above which a case with one is left out as well
   * @param dueAfter by priority, those that are due later; empty for all
   */
  public record Rule(
      List<Category> categories,
      @Nullable Priority priority,
      int longerThan,
      Map<Modality, Integer> longerWith,
      Map<Priority, Instant> dueAfter) {
    public Rule {
      categories = List.copyOf(categories);
      longerWith = Map.copyOf(longerWith);
      dueAfter = Map.copyOf(dueAfter);
    }
  }

  public LeftOut {
    hard = List.copyOf(hard);
    soft = List.copyOf(soft);
  }

  /** Without what the rotation leaves out. */
  public LeftOut firmly() {
    return new LeftOut(hard, List.of());
  }

  /** Whether the rotation leaves a case out. */
  boolean isByTurn(Opening opening) {
    return soft.stream()
        .anyMatch(
            rule ->
                rule.categories().contains(opening.category())
                    && rule.dueAfter().containsKey(opening.priority())
                    && opening.dueAt().isAfter(rule.dueAfter().get(opening.priority())));
  }

  /**
   * The condition that leaves it out of {@code review_case c}.
   *
   * @param bound takes what the condition binds
   */
  public String sql(Map<String, Object> bound) {
    StringBuilder sql = new StringBuilder();
    List<Rule> all = new ArrayList<>(hard);
    all.addAll(soft);
    for (int i = 0; i < all.size(); i++) {
      sql.append("and not (c.state = 'WAITING'")
          .append(sql(all.get(i), "left" + i, bound))
          .append(")\n");
    }
    return sql.toString();
  }

  private static String withMedia(Rule rule, String name, Map<String, Object> bound) {
    StringBuilder sql = new StringBuilder();
    new TreeMap<>(rule.longerWith())
        .forEach(
            (kind, longest) -> {
              String each = name + "m" + kind.ordinal();
              bound.put(each, longest);
              sql.append(
                  " or ',' || c.media_kinds || ',' like '%%,%s,%%' and c.reading_seconds > :%s"
                      .formatted(kind.name(), each));
            });
    return sql.toString();
  }

  private static String sql(Rule rule, String name, Map<String, Object> bound) {
    StringBuilder sql = new StringBuilder();
    if (!rule.categories().isEmpty()) {
      List<String> names = new ArrayList<>();
      for (Category category : rule.categories()) {
        String each = name + "c" + names.size();
        bound.put(each, category.id());
        names.add(":" + each);
      }
      sql.append(" and c.category in (").append(String.join(", ", names)).append(")");
    }
    if (rule.priority() != null) {
      bound.put(name + "p", rule.priority().ordinal());
      sql.append(" and c.priority = :").append(name).append("p");
    }
    if (rule.longerThan() >= 0) {
      bound.put(name + "r", rule.longerThan());
      sql.append(" and (c.reading_seconds > :").append(name).append("r");
      sql.append(withMedia(rule, name, bound)).append(")");
    }
    Map<Priority, Instant> due = new LinkedHashMap<>(rule.dueAfter());
    List<String> later = new ArrayList<>();
    due.forEach(
        (priority, moment) -> {
          String each = name + "d" + priority.ordinal();
          bound.put(each, moment.atOffset(java.time.ZoneOffset.UTC));
          later.add("c.priority = %d and c.due_at > :%s".formatted(priority.ordinal(), each));
        });
    if (!later.isEmpty()) {
      sql.append(" and (").append(String.join(" or ", later)).append(")");
    }
    return sql.toString();
  }
}
