package dev.halcyon.engine.fingerprint.bank;

/**
 * A known fingerprint within reach of one that was searched for.
 *
 * @param distance bits that differ
 */
public record BankMatch(BankEntry entry, int distance) {}
