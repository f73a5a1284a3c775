package dev.halcyon.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halcyon.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
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
  private final AuditRepository repository = new AuditRepository();

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
    append(handle, actor, action, subject, details, personal, subject);
  }

  /**
   * Appends one entry whose personal values are those of somebody else than its subject.
   *
   * @param person whose values they are, so that {@link #forget} finds them: {@code
   *     author:<source>:<id>} or an account id; kept beside the values only
   */
  public void append(
      Handle handle,
      String actor,
      String action,
      String subject,
      Map<String, ?> details,
      Map<String, String> personal,
      String person) {
    Map<String, Object> complete = new TreeMap<>(details);
    if (!personal.isEmpty()) {
      Map<String, String> commitments = new TreeMap<>();
      personal.forEach((name, value) -> commitments.put(name, commit(handle, person, name, value)));
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

  /**
   * Destroys a person's values and the keys of their commitments. The log stays whole and verifies
   * as before; what the commitments stood for cannot be found again, not even by guessing, because
   * each was keyed with 256 random bits. That somebody was forgotten is logged, not who.
   *
   * @return how many values were destroyed
   */
  public int forget(Handle handle, String actor, String person) {
    int destroyed = repository.forget(handle, person);
    append(handle, actor, "personal.forgotten", "personal", Map.of("values", destroyed), Map.of());
    return destroyed;
  }

  /**
   * Destroys the personal values that entries about one item carry, and the keys of their
   * commitments; the entries stay and verify as before.
   *
   * @return how many values were destroyed
   */
  public int forgetAbout(Handle handle, UUID item) {
    int destroyed = 0;
    for (String commitment : repository.commitments(handle, item)) {
      destroyed += repository.forgetCommitment(handle, commitment);
    }
    return destroyed;
  }

  /** One entry of many; see {@link #append(Handle, String, String, String, Map, Map, String)}. */
  public record Fact(
      String actor,
      String action,
      String subject,
      Map<String, ?> details,
      Map<String, String> personal,
      String person) {}

  /** Appends many entries, in their order. */
  public void appendAll(Handle handle, List<Fact> facts) {
    var values =
        handle.prepareBatch(
            """
            insert into audit_personal (commitment, secret, name, content, person)
            values (:commitment, :secret, :name, :content, :person)
            """);
    var entries =
        handle.prepareBatch(
            """
            insert into audit_entry (made_at, actor, action, subject, details)
            values (:now, :actor, :action, :subject, :details)
            """);
    Instant now = clock.instant();
    for (Fact fact : facts) {
      Map<String, Object> complete = new TreeMap<>(fact.details());
      Map<String, String> commitments = new TreeMap<>();
      fact.personal()
          .forEach(
              (name, value) -> {
                String secret = secret();
                String commitment = commitment(secret, name, value);
                commitments.put(name, commitment);
                values
                    .bind("commitment", commitment)
                    .bind("secret", secret)
                    .bind("name", name)
                    .bind("content", value)
                    .bind("person", fact.person())
                    .add();
              });
      if (!commitments.isEmpty()) {
        complete.put("personal", commitments);
      }
      entries
          .bind("now", now)
          .bind("actor", fact.actor())
          .bind("action", fact.action())
          .bind("subject", fact.subject())
          .bind("details", written(complete))
          .add();
    }
    if (values.size() > 0) {
      values.execute();
    }
    if (entries.size() > 0) {
      entries.execute();
    }
  }

  private static String secret() {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  private static String commit(Handle handle, String person, String name, String value) {
    String secret = secret();
    String commitment = commitment(secret, name, value);
    handle
        .createUpdate(
            """
            insert into audit_personal (commitment, secret, name, content, person)
            values (:commitment, :secret, :name, :content, :person)
            """)
        .bind("person", person)
        .bind("commitment", commitment)
        .bind("secret", secret)
        .bind("name", name)
        .bind("content", value)
        .execute();
    return commitment;
  }

  /** HMAC-SHA256 (RFC 2104) of {@code name\nvalue} under a secret in hex; lower-case hex. */
  static String commitment(String secret, String name, String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), "HmacSHA256"));
      byte[] message = (name + "\n" + value).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static String canonical(Map<String, Object> details) {
    return written(Wire.mapper().convertValue(details, Map.class));
  }

  /** As above for details that are plain values already. */
  private static String written(Map<?, ?> details) {
    try {
      return CANONICAL.writeValueAsString(details);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("audit details must be plain values", e);
    }
  }
}
