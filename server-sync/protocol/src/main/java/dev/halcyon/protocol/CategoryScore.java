package dev.halcyon.protocol;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * How likely a tier thinks a category is.
 *
 * @param score probability in 0..1
 * @param threshold the threshold of the policy that applied, or null where none does
 */
public record CategoryScore(Category category, double score, @Nullable Threshold threshold) {
  /** Highest score first. */
  public static final Comparator<CategoryScore> HIGHEST_FIRST =
      Comparator.comparingDouble(CategoryScore::score).reversed();
}
