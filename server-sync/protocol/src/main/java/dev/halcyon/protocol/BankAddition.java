package dev.halcyon.protocol;

import java.util.List;

/**
 * Entries to add to a bank; the first addition makes it.
 *
 * @param kind that of the bank
 * @param entries at most 10,000 at once
 */
public record BankAddition(BankKind kind, List<KnownHash> entries) {
  public BankAddition {
    entries = entries == null ? List.of() : List.copyOf(entries);
  }
}
