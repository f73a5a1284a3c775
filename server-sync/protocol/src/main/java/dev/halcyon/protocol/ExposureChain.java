package dev.halcyon.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ties each event of a session to all before it, so that one that was changed, left out or put in
 * between shows. No signature: it is made without a secret. Stateless, thread-safe.
 */
public final class ExposureChain {
  /** What the first event of a session follows. */
  public static final String START = "0".repeat(32);

  private ExposureChain() {}

  /**
   * The link of an event: the first 16 bytes, in lower-case hex, of the SHA-256 of the link before
   * and the event's fields in the order of the record, in UTF-8, each ended by a line feed.
   */
  public static String next(String previous, ExposureEvent event) {
    String fields =
        String.join(
            "\n",
            previous,
            event.session().toString(),
            Long.toString(event.sequence()),
            event.caseId().toString(),
            event.itemId().toString(),
            event.band().name(),
            event.kind().name(),
            Long.toString(event.atMillis()),
            Long.toString(event.millis()),
            event.startedAt().toString(),
            Long.toString(event.clockShiftMillis()),
            "");
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(fields.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
