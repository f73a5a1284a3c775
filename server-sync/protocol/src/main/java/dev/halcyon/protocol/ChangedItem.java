package dev.halcyon.protocol;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item that would get another verdict.
 *
 * @param excerpt the beginning of its text, only for those who may see content
 */
public record ChangedItem(
    UUID item,
    Verdict before,
    Verdict after,
    Category category,
    String region,
    String language,
    @Nullable String excerpt) {}
