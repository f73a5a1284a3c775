package dev.halcyon.server.effect;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks as the Standard Webhooks specification says, so that receivers check them with a
 * library that exists in their language. Stateless.
 */
final class WebhookSignature {
  private WebhookSignature() {}

  /**
   * The value of {@code webhook-signature}: for each secret {@code v1,} and the base64 of the
   * HMAC-SHA256 (RFC 2104) of {@code id.timestamp.body}.
   *
   * @param seconds of the attempt since 1970; the receiver refuses what is older than minutes
   */
  static String of(List<byte[]> secrets, UUID id, long seconds, byte[] body) {
    byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
    return secrets.stream()
        .map(secret -> "v1," + Base64.getEncoder().encodeToString(hmac(secret, head, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] hmac(byte[] secret, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(head);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
