package dev.halcyon.app.kit;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Filter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Which filter one person wants over pictures and films: one for each harm, and one for the rest.
 * Immutable.
 *
 * @param usual for harms without one of their own
 * @param byHarm by the leading category of a case
 */
public record Filters(Filter usual, Map<Category, Filter> byHarm) {
  public static final Filters DEFAULT = new Filters(Filter.USUAL, Map.of());

  public Filters {
    usual = Objects.requireNonNullElse(usual, Filter.USUAL);
    byHarm = byHarm == null ? Map.of() : Map.copyOf(byHarm);
  }

  /** The filter for a case of this harm. */
  public Filter of(Category harm) {
    return byHarm.getOrDefault(harm, usual);
  }

  /** With another filter for one harm. */
  public Filters with(Category harm, Filter filter) {
    Map<Category, Filter> changed = new EnumMap<>(Category.class);
    changed.putAll(byHarm);
    changed.put(harm, filter);
    return new Filters(usual, changed);
  }

  /** With one filter for everything. */
  public Filters withAll(Filter filter) {
    return new Filters(filter, Map.of());
  }
}
