package dev.halcyon.protocol;

import java.time.Instant;

/** A person is handed no cases of a category until they take this back; no reason is kept. */
public record OptOut(Category category, Instant since) {}
