package dev.halcyon.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person speaks and is skilled in from now on.
 *
 * @param languages ISO 639-1; null leaves them as they are
 * @param skills null leaves them as they are
 */
public record StaffChange(@Nullable List<String> languages, @Nullable List<String> skills) {
  public StaffChange {
    languages = languages == null ? null : List.copyOf(languages);
    skills = skills == null ? null : List.copyOf(skills);
  }
}
