package dev.halcyon.engine.text.deep;

import java.util.Arrays;

/**
 * A text as the sentence encoder takes it: numbers of word pieces with the marks of beginning and
 * end, {@value #MOST} at most. Equal when the numbers are. Immutable: the array is not to be
 * changed.
 */
public record Tokens(int[] ids) {
  /** What lies beyond is not read; posts of 190 words fit. */
  public static final int MOST = 256;

  public Tokens {
    if (ids.length < 2 || ids.length > MOST) {
      throw new IllegalArgumentException(ids.length + " tokens, 2 to " + MOST + " are taken");
    }
  }

  public int length() {
    return ids.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tokens tokens && Arrays.equals(ids, tokens.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return "Tokens[" + ids.length + "]";
  }
}
