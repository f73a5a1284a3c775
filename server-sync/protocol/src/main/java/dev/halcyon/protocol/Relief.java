package dev.halcyon.protocol;

import java.time.Instant;

/** Cases of this category go to others until then, because the person asked for it. */
public record Relief(Category category, Instant endsAt) {}
