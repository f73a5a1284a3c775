package dev.halcyon.server.item;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.seal.ItemWords;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.InflaterInputStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the machine said about items that it allowed at once: most items there are, which hardly
 * anybody ever looks at, so that all of it lies packed in the item's own row. Nothing is left out.
 * Stateless; each method works in the caller's transaction. Safe for any thread.
 */
public final class AllowedItems {
  /** Assessments in cascade order, and the argument. */
  public record Said(List<Assessment> assessments, Rationale rationale) {
    public Said {
      assessments = List.copyOf(assessments);
    }
  }

  /** Packs what was said; outside of any transaction, since it costs as much as storing it. */
  public static byte[] pack(Said said) {
    return PackedJson.pack(Wire.mapper().valueToTree(said));
  }

  /**
   * What the audit log commits to for such an item: made of what never changes, so that whoever has
   * the item and the commitment's key can make it again and compare.
   */
  public static String facts(Item item, Said said) {
    Rationale rationale = said.rationale();
    PolicyRef policy = rationale.policy();
    Map<String, Object> facts = new TreeMap<>();
    facts.put("item", item.id().toString());
    facts.put("source", item.source());
    facts.put("externalId", item.externalId());
    facts.put("surface", item.surface().name());
    facts.put("author", item.author().id());
    facts.put("verdict", "ALLOW");
    facts.put("visibility", "VISIBLE");
    facts.put("policy", policy.id());
    facts.put("policyVersion", policy.version());
    if (policy.overlay() != null) {
      facts.put("policyOverlay", policy.overlay());
    }
    facts.put("rationale", rationale.id().toString());
    facts.put("assessments", said.assessments().stream().map(AllowedItems::line).toList());
    return Wire.write(facts);
  }

  /** An assessment as the audit log names it. */
  public static String line(Assessment said) {
    return said.stage() + " " + said.model().version() + " " + said.status() + " " + said.verdict();
  }

  public Optional<Said> find(Handle handle, UUID item) {
    return handle
        .createQuery("select " + ItemWords.COLUMNS + " from item i where i.id = :item")
        .bind("item", item)
        .map((row, context) -> said(ItemWords.read(row, context)))
        .findOne()
        .flatMap(Function.identity());
  }

  /** What was said about those of these items that were allowed at once. */
  public Map<UUID, Said> find(Handle handle, List<UUID> items) {
    Map<UUID, Said> found = new HashMap<>();
    handle
        .createQuery("select i.id, " + ItemWords.COLUMNS + " from item i where i.id in (<ids>)")
        .bindList("ids", items)
        .map(
            (row, context) ->
                Map.entry(row.getObject("id", UUID.class), said(ItemWords.read(row, context))))
        .forEach(each -> each.getValue().ifPresent(said -> found.put(each.getKey(), said)));
    return found;
  }

  /**
   * How the audit log vouches for an item that was allowed at once.
   *
   * @param allowance subject of the entry that lists the item
   * @param key of the item's commitment, absent once its author was forgotten
   */
  public record Vouched(UUID allowance, byte @Nullable [] key) {}

  /** Empty for an item that has entries of its own. */
  public Optional<Vouched> vouched(Handle handle, UUID item) {
    return handle
        .createQuery(
            "select allowance, allowance_key from item where id = :item and allowance is not null")
        .bind("item", item)
        .map(
            (row, context) ->
                new Vouched(row.getObject("allowance", UUID.class), row.getBytes("allowance_key")))
        .findOne();
  }

  /** What the machine said about an item with these words, where it allowed it at once. */
  public static Optional<Said> said(ItemWords words) {
    return Optional.ofNullable(words.said()).map(AllowedItems::unpack);
  }

  private static Said unpack(byte[] content) {
    try {
      return content[0] == PackedJson.FORM
          ? Wire.mapper().treeToValue(PackedJson.unpack(content), Said.class)
          : deflated(content);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored verdict cannot be read", e);
    }
  }

  /** As servers wrote it before: JSON in a zlib stream. */
  private static Said deflated(byte[] content) throws IOException {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(content))) {
      return Wire.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), Said.class);
    }
  }
}
