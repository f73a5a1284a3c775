package dev.halcyon.protocol;

/**
 * A bank as it stands.
 *
 * @param version grows by one with each change
 * @param hits items that matched, those that were only recorded included
 * @param quarantined entries that lead to REVIEW because they match too much
 */
public record BankSummary(
    String id, BankKind kind, long version, long entries, long hits, long quarantined) {}
