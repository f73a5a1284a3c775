package dev.halcyon.server.seal;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * An item's key and its number: seals what is kept of the item's words. A sealed value says under
 * which number it was sealed, so that it can be opened wherever it lies. Immutable.
 *
 * <p>The form: one byte that is 1, the number in six bytes, then what AES-256-GCM (a nonce of 12
 * random bytes, the words, a tag of 16) makes of the words with those seven bytes as further data.
 */
public final class ItemKey {
  private static final byte FORM = 1;

  /** How many bytes at the beginning of a sealed value name its key. */
  public static final int HEAD = 7;

  private final long number;
  private final byte[] bytes;

  ItemKey(long number, byte[] bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  public long number() {
    return number;
  }

  /** Seals words; the same again gives another value. */
  public byte[] seal(byte[] words) {
    byte[] head = head(number);
    try {
      byte[] body = new AesGcmJce(bytes).encrypt(words, head);
      byte[] sealed = Arrays.copyOf(head, HEAD + body.length);
      System.arraycopy(body, 0, sealed, HEAD, body.length);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * Opens what this key sealed.
   *
   * @throws GeneralSecurityException when it did not, or the value was changed
   */
  byte[] open(byte[] sealed) throws GeneralSecurityException {
    byte[] head = Arrays.copyOf(sealed, HEAD);
    return new AesGcmJce(bytes).decrypt(Arrays.copyOfRange(sealed, HEAD, sealed.length), head);
  }

  static byte[] head(long number) {
    return ByteBuffer.allocate(HEAD)
        .put(FORM)
        .putInt((int) (number >>> Short.SIZE))
        .putShort((short) number)
        .array();
  }

  /**
   * The number of the key under which a value, or its head, was sealed.
   *
   * @throws IllegalArgumentException when it is no sealed value
   */
  public static long number(byte[] sealed) {
    if (sealed.length < HEAD || sealed[0] != FORM) {
      throw new IllegalArgumentException("a sealed value of an unknown form");
    }
    ByteBuffer in = ByteBuffer.wrap(sealed, 1, HEAD - 1);
    return Integer.toUnsignedLong(in.getInt()) << Short.SIZE | Short.toUnsignedLong(in.getShort());
  }
}
