package dev.halcyon.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.AuditCheckpoint;
import dev.halcyon.protocol.AuditEntry;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.item.AllowedItems;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.seal.Seals;
import dev.halcyon.server.store.Database;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Everything the server knows about one item, as an auditor or the person it concerns may ask for
 * it: rows as they are stored, the audit entries about the item and its cases, and what their
 * commitments stand for as long as it was not forgotten. Stateless and safe for any thread.
 */
final class ItemExport {
  /** Columns whose text is JSON and is exported as JSON. */
  private static final Set<String> JSON = Set.of("content", "info", "conversation", "reasons");

  private final Database database;
  private final AuditRepository repository = new AuditRepository();
  private final AllowedItems allowed = new AllowedItems();
  private final ItemRepository items = new ItemRepository();

  ItemExport(Database database) {
    this.database = database;
  }

  /**
   * Refuses an item that does not exist.
   *
   * @throws UserProblem {@code item.unknown}
   */
  void requireKnown(UUID item) {
    if (database
        .read(handle -> rows(handle, "select id from item where id = :item", item))
        .isEmpty()) {
      throw new UserProblem(
          "item.unknown", "There is no item with this id.", "Use the itemId that intake answered.");
    }
  }

  /** The export: one list of rows for each kind of record. */
  Map<String, Object> of(UUID item) {
    return database.read(
        handle -> {
          Map<String, Object> export = new LinkedHashMap<>();
          section(handle, export, item, "item", "item t where t.id = :item");
          items.find(handle, item).ifPresent(stored -> words(export, stored));
          section(
              handle,
              export,
              item,
              "author",
              """
              author t where exists (select 1 from item i
                where i.id = :item and i.source = t.source and i.author_id = t.author_id)
              """);
          section(
              handle,
              export,
              item,
              "media",
              """
              media t where exists (select 1 from item_media l
                where l.item_id = :item and l.media_id = t.media_id)
              """);
          section(handle, export, item, "reports", "report t where t.item_id = :item");
          section(
              handle,
              export,
              item,
              "assessments",
              "assessment t where t.item_id = :item order by t.made_at, t.place");
          section(
              handle,
              export,
              item,
              "rationales",
              "rationale t where t.item_id = :item order by t.made_at");
          section(
              handle,
              export,
              item,
              "cases",
              "review_case t where t.item_id = :item order by t.created_at");
          section(
              handle,
              export,
              item,
              "decisions",
              "decision t where t.item_id = :item order by t.recorded_at");
          section(
              handle,
              export,
              item,
              "memberships",
              "case_member t where t.item_id = :item order by t.joined_at");
          section(handle, export, item, "rationalesSeen", ofCases("rationale_seen", "seen_at"));
          section(handle, export, item, "reveals", ofCases("reveal", "granted_at"));
          section(
              handle, export, item, "effects", "effect t where t.item_id = :item order by t.id");
          allowed.find(handle, item).ifPresent(said -> allowance(handle, export, item, said));
          audit(handle, export, item);
          return export;
        });
  }

  /** The item's own words, which its row holds sealed. */
  private static void words(Map<String, Object> export, Item stored) {
    if (export.get("item") instanceof List<?> rows && rows.getFirst() instanceof Map<?, ?> row) {
      Map<String, Object> readable = new LinkedHashMap<>();
      row.forEach((column, value) -> readable.put(String.valueOf(column), value));
      readable.put("body", stored.text());
      if (!stored.conversation().isEmpty()) {
        readable.put("conversation", Wire.mapper().valueToTree(stored.conversation()));
      }
      export.put("item", List.of(readable));
    }
  }

  /** What the machine said of an item that it allowed at once, and how the log vouches for it. */
  private void allowance(
      Handle handle, Map<String, Object> export, UUID item, AllowedItems.Said said) {
    export.put("allowedRecord", said);
    allowed
        .vouched(handle, item)
        .ifPresent(
            vouched -> {
              Map<String, Object> proof = new LinkedHashMap<>();
              proof.put("subject", vouched.allowance().toString());
              byte @Nullable [] key = vouched.key();
              if (key != null) {
                Item stored = items.find(handle, item).orElseThrow();
                String facts = AllowedItems.facts(stored, said);
                proof.put("key", HexFormat.of().formatHex(key));
                proof.put("facts", facts);
                proof.put("commitment", AuditLog.commitment(key, AuditLog.ALLOWANCE, facts));
              }
              export.put("allowance", proof);
            });
  }

  private static String ofCases(String table, String order) {
    return table
        + " t where t.case_id in (select c.id from review_case c where c.item_id = :item)"
        + " order by t."
        + order;
  }

  private static void section(
      Handle handle, Map<String, Object> export, UUID item, String name, String from) {
    export.put(name, rows(handle, "select t.* from " + from, item));
  }

  private static List<Map<String, Object>> rows(Handle handle, String sql, UUID item) {
    Seals seals = Seals.of(handle);
    return handle.createQuery(sql).bind("item", item).mapToMap().stream()
        .map(row -> plain(row, seals))
        .toList();
  }

  private static Map<String, Object> plain(Map<String, Object> row, Seals seals) {
    Map<String, Object> plain = new LinkedHashMap<>();
    row.forEach(
        (column, value) -> {
          @Nullable Object exported = plain(column, value, seals);
          if (exported != null) {
            plain.put(column, exported);
          }
        });
    return plain;
  }

  private static @Nullable Object plain(String column, @Nullable Object value, Seals seals) {
    return switch (value) {
      case OffsetDateTime time -> time.toInstant();
      case Timestamp time -> time.toInstant();
      case String text when JSON.contains(column) -> json(seals.text(text));
      case String text -> seals.text(text);
      case byte[] packed -> null; // what it holds is exported in words
      case null, default -> value;
    };
  }

  private static Object json(String text) {
    try {
      return Wire.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  private void audit(Handle handle, Map<String, Object> export, UUID item) {
    List<String> subjects = new ArrayList<>(List.of(item.toString()));
    subjects.addAll(
        handle
            .createQuery("select cast(id as varchar) from review_case where item_id = :item")
            .bind("item", item)
            .mapTo(String.class)
            .list());
    allowed
        .vouched(handle, item)
        .ifPresent(vouched -> subjects.add(vouched.allowance().toString()));
    List<AuditEntry> entries = repository.about(handle, subjects);
    export.put("audit", entries);
    export.put("personal", personal(handle, entries));
    Optional<AuditCheckpoint> checkpoint = repository.latestCheckpoint(handle);
    checkpoint.ifPresent(signed -> export.put("checkpoint", signed));
  }

  /** What the entries' commitments stand for; a forgotten one is not there. */
  private Map<String, Map<String, String>> personal(Handle handle, List<AuditEntry> entries) {
    Map<String, Map<String, String>> values = new LinkedHashMap<>();
    for (AuditEntry entry : entries) {
      if (json(entry.details()) instanceof JsonNode details) {
        details
            .path("personal")
            .elements()
            .forEachRemaining(
                commitment ->
                    repository
                        .personal(handle, commitment.asText())
                        .ifPresent(
                            known ->
                                values.put(
                                    commitment.asText(),
                                    Map.of("name", known.name(), "value", known.content()))));
      }
    }
    return values;
  }
}
