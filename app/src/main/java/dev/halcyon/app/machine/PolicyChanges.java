package dev.halcyon.app.machine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the base of a policy with the same policy after an overlay was merged in. It compares
 * what goes over the wire, so that a field nobody thought of here is compared too. Stateless.
 */
public final class PolicyChanges {
  /** What tells the elements of a list apart, the first that they have. */
  private static final List<String> IDS = List.of("id", "category", "stage", "priority", "data");

  /** Names the document, which the overlay does not change. */
  private static final String REF = "ref";

  private PolicyChanges() {}

  /** What differs, in the order of the policy's fields. */
  public static List<PolicyChange> between(ResolvedPolicy base, ResolvedPolicy merged) {
    JsonNode before = Wire.mapper().valueToTree(base);
    JsonNode after = Wire.mapper().valueToTree(merged);
    List<PolicyChange> changes = new ArrayList<>();
    for (String field : names(before, after)) {
      if (!field.equals(REF) && !before.path(field).equals(after.path(field))) {
        compare(changes, field, before.path(field), after.path(field));
      }
    }
    return changes;
  }

  private static Set<String> names(JsonNode before, JsonNode after) {
    Set<String> names = new LinkedHashSet<>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void compare(
      List<PolicyChange> changes, String field, JsonNode before, JsonNode after) {
    if (!before.isArray() && !after.isArray()) {
      List<PolicyChange.Part> parts =
          before.isObject() && after.isObject()
              ? parts(before, after)
              : List.of(new PolicyChange.Part(field, plain(before), plain(after)));
      changes.add(new PolicyChange(field, "", PolicyChange.Kind.CHANGED, parts));
      return;
    }
    Map<String, JsonNode> old = byId(before);
    Map<String, JsonNode> now = byId(after);
    int known = changes.size();
    now.forEach(
        (id, element) -> {
          JsonNode was = old.get(id);
          if (was == null) {
            changes.add(change(field, id, element, PolicyChange.Kind.ADDED, List.of()));
          } else if (!was.equals(element)) {
            changes.add(change(field, id, element, PolicyChange.Kind.CHANGED, parts(was, element)));
          }
        });
    old.forEach(
        (id, element) -> {
          if (!now.containsKey(id)) {
            changes.add(change(field, id, element, PolicyChange.Kind.LEFT_OUT, List.of()));
          }
        });
    if (changes.size() == known) {
      // The same elements in another order, which decides which of them is asked first.
      changes.add(new PolicyChange(field, "", PolicyChange.Kind.CHANGED, List.of()));
    }
  }

  private static PolicyChange change(
      String field,
      String id,
      JsonNode element,
      PolicyChange.Kind kind,
      List<PolicyChange.Part> parts) {
    return new PolicyChange(field, element.path("title").asText(id), kind, parts);
  }

  private static Map<String, JsonNode> byId(JsonNode list) {
    Map<String, JsonNode> elements = new LinkedHashMap<>();
    for (JsonNode element : list) {
      String id =
          IDS.stream()
              .map(name -> element.path(name).asText(""))
              .filter(value -> !value.isEmpty())
              .findFirst()
              .orElseGet(() -> plain(element));
      elements.put(id, element);
    }
    return elements;
  }

  private static List<PolicyChange.Part> parts(JsonNode before, JsonNode after) {
    List<PolicyChange.Part> parts = new ArrayList<>();
    for (String name : names(before, after)) {
      JsonNode was = before.path(name);
      JsonNode is = after.path(name);
      if (!was.equals(is)) {
        parts.add(new PolicyChange.Part(name, only(was, is), only(is, was)));
      }
    }
    return parts;
  }

  /** A value as text; of what has titles, such as clauses, those alone that the other has not. */
  private static String only(JsonNode node, JsonNode other) {
    List<String> titles = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    other.forEach(others::add);
    if (node.isArray()) {
      for (JsonNode element : node) {
        if (element.hasNonNull("title") && !others.contains(element)) {
          titles.add(element.get("title").asText());
        }
      }
    }
    return titles.isEmpty() ? plain(node) : String.join(", ", titles);
  }

  /**
   * A single value as text, a list of such with commas between them; thresholds as review and block
   * with where they apply, budgets as what they are of and their limits; empty for anything more.
   */
  private static String plain(JsonNode node) {
    if (node.has("review") && node.has("block")) {
      List<String> words = new ArrayList<>();
      for (String where : List.of("language", "region", "surface", "audience")) {
        if (node.hasNonNull(where)) {
          words.add(node.get(where).asText());
        }
      }
      words.add(node.get("review").asText() + " / " + node.get("block").asText());
      return String.join(" ", words);
    }
    if (node.has("of")) {
      List<String> limits = new ArrayList<>();
      for (String period : List.of("stretch", "day", "week")) {
        limits.add(node.path(period).asText("–"));
      }
      return node.get("of").asText() + " " + String.join(" / ", limits);
    }
    if (node.isArray()) {
      List<String> values = new ArrayList<>();
      node.forEach(each -> values.add(plain(each)));
      return values.contains("") ? "" : String.join(", ", values);
    }
    return node.isValueNode() && !node.isNull() ? node.asText() : "";
  }
}
