package dev.halcyon.engine.known;

import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.bank.BankMatch;
import dev.halcyon.protocol.BankSpec;
import java.util.List;
import java.util.UUID;

/**
 * The fingerprints behind a policy's banks, wherever they are kept. Implementations are
 * thread-safe.
 */
public interface KnownContent {
  /** Whether this machine has the bank's entries; a server has those of every bank, if none. */
  boolean holds(BankSpec bank);

  /**
   * Entries at most so many bits from a hash, nearest first.
   *
   * @throws dev.halcyon.protocol.UserProblem {@code bank.*} when the bank cannot be searched
   */
  List<BankMatch> search(BankSpec bank, HashBits hash, int within);

  /**
   * Takes note of a match.
   *
   * @param counts false for a match that is only recorded
   * @return whether the entry is quarantined: it matched so many items that it is more likely wrong
   *     than they all are, and a person has to look
   */
  boolean matched(BankSpec bank, UUID item, BankMatch match, boolean counts);

  /** A machine that has no banks. */
  KnownContent NONE =
      new KnownContent() {
        @Override
        public boolean holds(BankSpec bank) {
          return false;
        }

        @Override
        public List<BankMatch> search(BankSpec bank, HashBits hash, int within) {
          return List.of();
        }

        @Override
        public boolean matched(BankSpec bank, UUID item, BankMatch match, boolean counts) {
          return false;
        }
      };
}
