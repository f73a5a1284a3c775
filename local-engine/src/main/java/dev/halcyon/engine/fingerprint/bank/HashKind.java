package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.Sha256;
import dev.halcyon.engine.fingerprint.SimHash;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of hash a bank can hold; one bank holds one kind. */
public enum HashKind {
  PDQ(4, PdqHash.MATCH, 16),
  SIMHASH(1, SimHash.MATCH, 4),
  /** Found only as it is: one table, and no distance but 0. */
  SHA256(4, 0, 1);

  private final int words;
  private final int match;
  private final int tables;

  HashKind(int words, int match, int tables) {
    this.words = words;
    this.match = match;
    this.tables = tables;
  }

  /** Length of a hash in 64-bit words. */
  public int words() {
    return words;
  }

  /** The distance up to which two hashes count as the same content. */
  public int match() {
    return match;
  }

  /** How many 16-bit blocks of a hash, from the first bit on, have a table. */
  int tables() {
    return tables;
  }

  /** As it is written in bank texts. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<HashKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
  }

  /** The kind of a hash. */
  public static HashKind of(HashBits hash) {
    return switch (hash) {
      case PdqHash pdq -> PDQ;
      case SimHash text -> SIMHASH;
      case Sha256 exact -> SHA256;
    };
  }

  /**
   * Reads hexadecimal digits.
   *
   * @throws dev.halcyon.protocol.UserProblem {@code hash.invalid}
   */
  public HashBits parse(String hex) {
    return switch (this) {
      case PDQ -> PdqHash.parse(hex);
      case SIMHASH -> SimHash.parse(hex);
      case SHA256 -> Sha256.parse(hex);
    };
  }

  HashBits of(long[] words, int at) {
    return switch (this) {
      case PDQ -> new PdqHash(words[at], words[at + 1], words[at + 2], words[at + 3]);
      case SIMHASH -> new SimHash(words[at]);
      case SHA256 -> new Sha256(words[at], words[at + 1], words[at + 2], words[at + 3]);
    };
  }
}
