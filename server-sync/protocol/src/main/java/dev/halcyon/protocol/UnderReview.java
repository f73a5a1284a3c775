package dev.halcyon.protocol;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.List;

/**
 * What becomes of an item that is in sight when a person has to look at it. Empty lists fit all;
 * the first rule of a policy that fits decides, and where none does the item stays as it is.
 *
 * @param categories what the case is about
 * @param sources of whom one must have reported the item; empty also fits where nobody did
 * @param restrictions with {@code RESTRICT}, in what way
 */
public record UnderReview(
    String id,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Category> categories,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Surface> surfaces,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ReportSource> sources,
    Effect effect,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Restriction> restrictions) {
  /** Until a person has decided. */
  public enum Effect {
    /** It stays as it is. */
    KEEP,
    /** It is taken out of sight. */
    HIDE,
    /** It is restricted. */
    RESTRICT,
    @JsonEnumDefaultValue
    UNKNOWN
  }

  public UnderReview {
    categories = categories == null ? List.of() : List.copyOf(categories);
    surfaces = surfaces == null ? List.of() : List.copyOf(surfaces);
    sources = sources == null ? List.of() : List.copyOf(sources);
    restrictions = restrictions == null ? List.of() : List.copyOf(restrictions);
  }

  /** Whether this rule is about an item. */
  public boolean fits(Category category, Surface surface, Collection<ReportSource> reportedBy) {
    return (categories.isEmpty() || categories.contains(category))
        && (surfaces.isEmpty() || surfaces.contains(surface))
        && (sources.isEmpty() || reportedBy.stream().anyMatch(sources::contains));
  }
}
