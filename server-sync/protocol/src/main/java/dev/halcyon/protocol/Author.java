package dev.halcyon.protocol;

/**
 * Who wrote an item, as the platform knows them.
 *
 * @param id the platform's stable id
 * @param displayName what other users see
 * @param accountAgeDays whole days since the account was made
 * @param minor whether the platform believes the author to be under age
 */
public record Author(String id, String displayName, int accountAgeDays, boolean minor) {}
