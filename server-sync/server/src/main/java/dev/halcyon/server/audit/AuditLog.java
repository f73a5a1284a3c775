package dev.halcyon.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.seal.Seals;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
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

  /** Name of the value that an item's commitment in an entry of many items is of. */
  public static final String ALLOWANCE = "allowance";

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
      Seals.Sealer sealer = sealer(handle, subject, person);
      personal.forEach(
          (name, value) -> commitments.put(name, commit(handle, sealer, person, name, value)));
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

  /**
   * Appends the one entry that stands for many items which the machine allowed at once: it names
   * none of their authors and words, but commits to what was concluded about each.
   *
   * @param sender who sent them
   * @param allowance the entry's subject, kept with the items
   * @param commitments of {@link #ALLOWANCE} facts, by item
   */
  public void appendAllowed(
      Handle handle, String sender, String allowance, Map<String, String> commitments) {
    append(
        handle,
        sender,
        "items.allowed",
        allowance,
        Map.of("items", new TreeMap<>(commitments)),
        Map.of());
  }

  /** A new key for a commitment: 32 random bytes. */
  public static byte[] key() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return key;
  }

  /**
   * What is said about an item is sealed under its key; the author's id, which its row has too, is
   * not.
   */
  private static Seals.Sealer sealer(Handle handle, String subject, String person) {
    return person.startsWith("author:")
        ? Seals.Sealer.NONE
        : Seals.of(handle).sealerOfSubject(handle, subject);
  }

  private static String secret() {
    return HexFormat.of().formatHex(key());
  }

  private static String commit(
      Handle handle, Seals.Sealer sealer, String person, String name, String value) {
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
        .bind("content", sealer.seal(value))
        .execute();
    return commitment;
  }

  /** HMAC-SHA256 (RFC 2104) of {@code name\nvalue} under a secret in hex; lower-case hex. */
  static String commitment(String secret, String name, String value) {
    return commitment(HexFormat.of().parseHex(secret), name, value);
  }

  /** As above under a key of 32 bytes. */
  public static String commitment(byte[] key, String name, String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] message = (name + "\n" + value).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(message));
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
