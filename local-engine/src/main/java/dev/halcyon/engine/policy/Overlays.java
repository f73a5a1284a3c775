package dev.halcyon.engine.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The overlays of a policy document: which lies on which, and which region gets which. An overlay
 * is named after a country, or after a group that lists its {@code regions}; a country's overlay
 * lies on the group that lists the country unless it names another {@code parent}. Confined to one
 * thread.
 */
final class Overlays {
  private static final String FIELD = "overlays";
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9-]{1,15}");

  private final SortedMap<String, ObjectNode> trees = new TreeMap<>();
  private final SortedMap<String, String> groups = new TreeMap<>();
  private final SortedMap<String, String> parents = new TreeMap<>();
  private final List<String> problems;

  private Overlays(List<String> problems) {
    this.problems = problems;
  }

  /** Reads what a document says of overlays; complaints go to its own list. */
  static Overlays read(PolicyNode root, List<String> problems) {
    Overlays overlays = new Overlays(problems);
    PolicyNode node = root.at(FIELD);
    if (!node.present()) {
      return overlays;
    }
    if (node.mapping() == null) {
      node.problem("must be a mapping of regions to what changes there");
      return overlays;
    }
    for (String name : node.names()) {
      overlays.group(name, node.at(name));
    }
    for (String name : overlays.trees.keySet()) {
      overlays.parent(name, node.at(name).at("parent"));
    }
    overlays.cycles();
    return overlays;
  }

  private void group(String name, PolicyNode node) {
    @Nullable ObjectNode mapping = node.mapping();
    if (mapping == null) {
      node.problem("must be a mapping of what changes there");
      return;
    }
    for (String fixed : List.of("id", "version", FIELD)) {
      if (mapping.has(fixed)) {
        node.at(fixed).problem("belongs to the document and cannot differ by region");
      }
    }
    List<PolicyNode> regions = node.at("regions").list();
    if (name.equals(PolicyDocument.UNKNOWN_REGION)) {
      node.problem("unknown regions get the strictest of all overlays; that is made by itself");
    } else if (!NAME.matcher(name).matches()) {
      node.problem("the name must be capitals, digits and hyphens, 2 to 16 of them");
    } else if (regions.isEmpty() && !PolicyReader.REGIONS.contains(name)) {
      node.problem(
          "unknown region '%s'; use ISO 3166-1, such as DE, or list the group's 'regions'"
              .formatted(name));
    }
    for (PolicyNode region : regions) {
      String code = region.text();
      if (!PolicyReader.REGIONS.contains(code)) {
        region.problem("unknown region '" + code + "'; use ISO 3166-1, such as DE");
      }
      @Nullable String other = groups.put(code, name);
      if (other != null) {
        region.problem(code + " is listed by " + other + " too; a region has one overlay");
      }
    }
    trees.put(name, mapping);
  }

  private void parent(String name, PolicyNode node) {
    @Nullable String named = node.optionalText();
    if (named == null) {
      @Nullable String group = groups.get(name);
      if (group != null && !group.equals(name)) {
        parents.put(name, group);
      }
    } else if (!trees.containsKey(named)) {
      node.problem(
          "there is no overlay '%s'; there are %s"
              .formatted(named, String.join(", ", trees.keySet())));
    } else {
      parents.put(name, named);
    }
  }

  private void cycles() {
    Set<String> told = new LinkedHashSet<>();
    for (String name : trees.keySet()) {
      Set<String> seen = new LinkedHashSet<>();
      @Nullable String at = name;
      while (at != null && seen.add(at)) {
        at = parents.get(at);
      }
      if (name.equals(at) && told.addAll(seen)) {
        problems.add(
            "%s.%s.parent: %s lies on itself: %s"
                .formatted(FIELD, name, name, String.join(" on ", seen) + " on " + name));
      }
    }
  }

  /** Names of all overlays, in order. */
  List<String> names() {
    return List.copyOf(trees.keySet());
  }

  /** The overlays to lay on the base one after the other, the named one last. */
  private List<String> chain(String name) {
    List<String> chain = new ArrayList<>();
    @Nullable String at = name;
    while (at != null) {
      chain.addFirst(at);
      at = parents.get(at);
    }
    return chain;
  }

  /** The base with an overlay and all those it lies on. */
  PolicyMerge merged(ObjectNode base, String name) {
    PolicyMerge merge = new PolicyMerge(base, problems);
    merge.tree().remove(FIELD);
    for (String each : chain(name)) {
      ObjectNode changes = trees.get(each).deepCopy();
      changes.remove(Arrays.asList("parent", "regions"));
      merge.lay(changes, FIELD + "." + each);
    }
    return merge;
  }

  /** The overlay of each region that has one: its own, else that of the group that lists it. */
  SortedMap<String, String> regions() {
    SortedMap<String, String> regions = new TreeMap<>(groups);
    trees.keySet().stream()
        .filter(PolicyReader.REGIONS::contains)
        .forEach(name -> regions.put(name, name));
    return regions;
  }
}
