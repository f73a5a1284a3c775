package dev.halcyon.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halcyon.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;

/**
 * Appends to the audit log, in the transaction of what it records, so that neither exists without
 * the other. Thread-safe. Entries get their position in the log after they committed.
 */
public final class AuditLog {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Canonical: keys sorted at every depth, so that equal details have equal bytes. */
  private static final JsonMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final Clock clock;

  public AuditLog(Clock clock) {
    this.clock = clock;
  }

  /**
   * Appends one entry.
   *
   * @param actor account id, {@code machine} or {@code system}
   * @param action for example {@code decision.made}
   * @param subject the case, item or account it is about
   * @param details facts that name no person; become canonical JSON
   * @param personal values that do: the entry carries only keyed commitments to them, the values
   *     lie beside it and can be destroyed without breaking the log
   */
  public void append(
      Handle handle,
      String actor,
      String action,
      String subject,
      Map<String, ?> details,
      Map<String, String> personal) {
    Map<String, Object> complete = new TreeMap<>(details);
    if (!personal.isEmpty()) {
      Map<String, String> commitments = new TreeMap<>();
      personal.forEach((name, value) -> commitments.put(name, commit(handle, name, value)));
      complete.put("personal", commitments);
    }
    handle
        .createUpdate(
            """
            insert into audit_entry (made_at, actor, action, subject, details)
            values (:now, :actor, :action, :subject, :details)
            """)
        .bind("now", clock.instant())
        .bind("actor", actor)
        .bind("action", action)
        .bind("subject", subject)
        .bind("details", canonical(complete))
        .execute();
  }

  private static String commit(Handle handle, String name, String value) {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    String commitment = hmac(secret, name + "\n" + value);
    handle
        .createUpdate(
            """
            insert into audit_personal (commitment, secret, name, content)
            values (:commitment, :secret, :name, :content)
            """)
        .bind("commitment", commitment)
        .bind("secret", HexFormat.of().formatHex(secret))
        .bind("name", name)
        .bind("content", value)
        .execute();
    return commitment;
  }

  private static String hmac(byte[] secret, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static String canonical(Map<String, Object> details) {
    try {
      return CANONICAL.writeValueAsString(Wire.mapper().convertValue(details, Map.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("audit details must be plain values", e);
    }
  }
}
