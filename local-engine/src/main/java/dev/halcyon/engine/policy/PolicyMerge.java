package dev.halcyon.engine.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lays overlays on the tree of a policy document, and remembers where each place of the result was
 * written. Mappings are merged field by field; lists whose entries have a name of their own entry
 * by entry, where {@code remove: true} takes one out; any other value is replaced. The same trees
 * always give the same result. Confined to one thread.
 */
final class PolicyMerge {
  /** What tells one entry of a list from the next. */
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "categories", List.of("category"),
          "sla", List.of("priority"),
          "retention", List.of("data"),
          "stages", List.of("stage"),
          "budgets", List.of("of"),
          "thresholds", List.of("language", "region", "surface", "audience"));

  private static final Set<String> FIRST_FITS = Set.of("queues", "under_review");

  private static final String REMOVE = "remove";

  private final ObjectNode tree;
  private final Map<String, String> origins = new HashMap<>();
  private final List<String> problems;

  /** Begins with a copy of the base. */
  PolicyMerge(ObjectNode base, List<String> problems) {
    this.tree = base.deepCopy();
    this.problems = problems;
  }

  /** What came of it. */
  ObjectNode tree() {
    return tree;
  }

  /** Lays one overlay on top. */
  void lay(ObjectNode overlay, String origin) {
    merge(tree, "", overlay, origin);
  }

  private void merge(ObjectNode target, String path, ObjectNode overlay, String origin) {
    for (Map.Entry<String, JsonNode> field : overlay.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      String at = path.isEmpty() ? name : path + "." + name;
      String from = origin + "." + name;
      @Nullable JsonNode before = target.get(name);
      if (value.isObject() && before != null && before.isObject()) {
        merge((ObjectNode) before, at, (ObjectNode) value, from);
      } else if (!value.isEmpty()
          && named(name, value)
          && (before == null || named(name, before))) {
        ArrayNode list = before == null ? target.putArray(name) : (ArrayNode) before;
        entries(name, list, at, (ArrayNode) value, from);
      } else {
        target.set(name, value.deepCopy());
        origins.put(at, from);
      }
    }
  }

  private void entries(String name, ArrayNode list, String path, ArrayNode overlay, String origin) {
    List<JsonNode> added = new ArrayList<>();
    List<String> addedFrom = new ArrayList<>();
    for (int i = 0; i < overlay.size(); i++) {
      ObjectNode entry = (ObjectNode) overlay.get(i);
      String from = origin + "[" + i + "]";
      int place = place(name, list, key(name, entry));
      if (entry.path(REMOVE).asBoolean(false)) {
        remove(list, place, path, key(name, entry), from);
      } else if (place >= 0) {
        // The base was without fault, so what is wrong with an entry now comes from here.
        origins.put(path + "[" + place + "]", from);
        merge((ObjectNode) list.get(place), path + "[" + place + "]", entry, from);
      } else {
        added.add(entry.deepCopy());
        addedFrom.add(from);
      }
    }
    // Of these the first that fits decides, so an overlay's own are asked before the others.
    boolean first = FIRST_FITS.contains(name);
    if (first) {
      shift(path, list.size(), added.size());
    }
    for (int i = 0; i < added.size(); i++) {
      int place = first ? i : list.size();
      list.insert(place, added.get(i));
      origins.put(path + "[" + place + "]", addedFrom.get(i));
    }
  }

  private void remove(ArrayNode list, int place, String path, String key, String from) {
    if (place < 0) {
      problems.add(from + ": there is no entry '" + key + "' to remove");
      return;
    }
    list.remove(place);
    String gone = path + "[" + place + "]";
    origins.keySet().removeIf(each -> isWithin(each, gone));
    for (int i = place + 1; i <= list.size(); i++) {
      move(path + "[" + i + "]", path + "[" + (i - 1) + "]");
    }
  }

  /** Entries before which others are put stand so many places later. */
  private void shift(String path, int size, int by) {
    for (int i = size - 1; by > 0 && i >= 0; i--) {
      move(path + "[" + i + "]", path + "[" + (i + by) + "]");
    }
  }

  /** What stood at one place of the result stands at another. */
  private void move(String from, String to) {
    String written = origin(from);
    Map<String, String> moved = new HashMap<>();
    for (Iterator<Map.Entry<String, String>> each = origins.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<String, String> entry = each.next();
      if (isWithin(entry.getKey(), from)) {
        moved.put(to + entry.getKey().substring(from.length()), entry.getValue());
        each.remove();
      }
    }
    moved.putIfAbsent(to, written);
    origins.putAll(moved);
  }

  private static boolean isWithin(String path, String place) {
    return path.startsWith(place)
        && (path.length() == place.length() || ".[".indexOf(path.charAt(place.length())) >= 0);
  }

  /** Where a place of the result was written: itself, unless an overlay or a shift says else. */
  String origin(String path) {
    String at = path;
    while (!at.isEmpty()) {
      @Nullable String written = origins.get(at);
      if (written != null) {
        return written + path.substring(at.length());
      }
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return path;
  }

  private static boolean named(String list, JsonNode value) {
    if (!value.isArray()) {
      return false;
    }
    boolean optional = list.equals("thresholds");
    for (JsonNode entry : value) {
      if (!entry.isObject() || !optional && !entry.has(fields(list).getFirst())) {
        return false;
      }
    }
    return true;
  }

  private static List<String> fields(String list) {
    return NAMES.getOrDefault(list, List.of("id"));
  }

  private static String key(String list, JsonNode entry) {
    return fields(list).stream()
        .map(field -> entry.path(field).asText(""))
        .collect(Collectors.joining(" "))
        .strip();
  }

  private static int place(String name, ArrayNode list, String key) {
    for (int i = 0; i < list.size(); i++) {
      if (key(name, list.get(i)).equals(key)) {
        return i;
      }
    }
    return -1;
  }
}
