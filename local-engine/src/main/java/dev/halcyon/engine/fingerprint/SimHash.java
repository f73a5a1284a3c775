package dev.halcyon.engine.fingerprint;

/** x */
public record SimHash(long bits) implements HashBits {
  public int words() {
    return 1;
  }

  public long word(int index) {
    return bits;
  }
}
