package dev.halcyon.engine.fingerprint;

/**
 * A picture's PDQ hash and how much that hash says. Immutable.
 *
 * @param quality 0 (flat, the hash is meaningless) to 100
 */
public record PdqFingerprint(PdqHash hash, int quality) {
  public PdqFingerprint {
    if (quality < 0 || quality > 100) {
      throw new IllegalArgumentException("quality is 0 to 100, got " + quality);
    }
  }

  /** Whether the hash may be compared at all. */
  public boolean usable() {
    return quality >= PdqHash.USABLE_QUALITY;
  }
}
