package dev.halcyon.protocol;

/**
 * What a change did to a bank.
 *
 * @param changed entries added or withdrawn
 * @param version of the bank from now on
 */
public record BankChanged(String bank, int changed, long version) {}
