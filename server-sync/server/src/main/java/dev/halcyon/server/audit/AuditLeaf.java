package dev.halcyon.server.audit;

import dev.halcyon.protocol.AuditEntry;
import dev.halcyon.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The canonical form of an audit entry: the bytes whose RFC 6962 leaf hash goes into the tree.
 * Stateless and safe for any thread.
 *
 * <p>UTF-8 JSON without white space, keys in alphabetical order: {@code
 * {"action":…,"actor":…,"at":…,"details":…,"seq":…,"subject":…}}; {@code at} is ISO-8601 UTC with
 * no more digits than it needs, {@code details} the stored text as a JSON string. The form is part
 * of the log: changing it would make every log written before unverifiable.
 */
final class AuditLeaf {
  private record Canonical(
      String action, String actor, Instant at, String details, long seq, String subject) {}

  private AuditLeaf() {}

  /** The leaf hash of an entry at a position, lower-case hex. */
  static String hash(
      long seq, Instant at, String actor, String action, String subject, String details) {
    return HexFormat.of()
        .formatHex(
            MerkleTree.leaf(
                Wire.write(new Canonical(action, actor, at, details, seq, subject))
                    .getBytes(StandardCharsets.UTF_8)));
  }

  /** The leaf hash an entry should carry. */
  static String hash(AuditEntry entry) {
    return hash(
        entry.seq(), entry.at(), entry.actor(), entry.action(), entry.subject(), entry.details());
  }
}
