package dev.halcyon.server.access;

import dev.halcyon.protocol.Wire;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The platforms that an account may speak for: send items, reports and orders, and ask for erasure
 * (docs/decisions/0273). Immutable.
 */
public record Sources(Set<String> names) {
  /** Stands for every platform. */
  public static final String EVERY = "*";

  public static final Sources NONE = new Sources(Set.of());

  public static final Sources ALL = new Sources(Set.of(EVERY));

  public Sources {
    names = Set.copyOf(names);
  }

  static Sources of(Collection<String> names) {
    return new Sources(Set.copyOf(names));
  }

  /** Whether a platform is among them. */
  public boolean include(String source) {
    return names.contains(source) || names.contains(EVERY);
  }

  /** In the order of the alphabet. */
  List<String> sorted() {
    return List.copyOf(new TreeSet<>(names));
  }

  /** As stored. */
  String stored() {
    return names.isEmpty() ? "" : Wire.write(sorted());
  }

  static Sources read(@Nullable String stored) {
    return stored == null || stored.isEmpty()
        ? NONE
        : of(Arrays.asList(Wire.read(stored, String[].class)));
  }
}
