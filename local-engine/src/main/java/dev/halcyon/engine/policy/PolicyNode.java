package dev.halcyon.engine.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in a policy document that knows its own path, so that every complaint can name it. All
 * complaints of a document are gathered, for an author wants to mend them at once. Confined to one
 * thread.
 */
final class PolicyNode {
  private final @Nullable JsonNode json;
  private final String path;
  private final List<String> problems;

  PolicyNode(@Nullable JsonNode json, String path, List<String> problems) {
    this.json = json;
    this.path = path;
    this.problems = problems;
  }

  String path() {
    return path;
  }

  boolean present() {
    return json != null && !json.isNull() && !json.isMissingNode();
  }

  void problem(String reason) {
    problems.add((path.isEmpty() ? "document" : path) + ": " + reason);
  }

  PolicyNode at(String name) {
    return new PolicyNode(
        json == null ? null : json.get(name), path.isEmpty() ? name : path + "." + name, problems);
  }

  /** The tree itself where it is a mapping, else null. */
  @Nullable ObjectNode mapping() {
    return json instanceof ObjectNode mapping ? mapping : null;
  }

  /** Complains of fields nobody reads, which are misspellings more often than not. */
  void onlyFields(String... names) {
    if (json == null || !json.isObject()) {
      problem("must be a mapping with the fields " + String.join(", ", names));
      return;
    }
    Set<String> unknown = new TreeSet<>();
    json.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(Set.of(names));
    for (String name : unknown) {
      problem("unknown field '" + name + "'; known are " + String.join(", ", names));
    }
  }

  List<PolicyNode> list() {
    List<PolicyNode> items = new ArrayList<>();
    if (present() && json != null) {
      if (!json.isArray()) {
        problem("must be a list");
        return items;
      }
      for (int i = 0; i < json.size(); i++) {
        items.add(new PolicyNode(json.get(i), path + "[" + i + "]", problems));
      }
    }
    return items;
  }

  /** The entries of a mapping, by name. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    if (json != null) {
      json.fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  String text() {
    if (!present() || json == null || !json.isValueNode() || json.asText().isBlank()) {
      problem("is missing");
      return "";
    }
    return json.asText().strip();
  }

  @Nullable String optionalText() {
    return present() ? text() : null;
  }

  List<String> texts() {
    return list().stream().map(PolicyNode::text).toList();
  }

  /** A list, or a single value standing for a list of one. */
  List<String> textOrTexts() {
    return json != null && json.isValueNode() && present() ? List.of(text()) : texts();
  }

  double fraction(double missing) {
    if (!present()) {
      return missing;
    }
    if (json == null || !json.isNumber()) {
      problem("must be a number from 0 to 1");
      return missing;
    }
    double value = json.asDouble();
    if (!(value >= 0 && value <= 1)) {
      problem("must be from 0 to 1, is " + value);
    }
    return value;
  }

  /** A number over 0, up to {@code most}. */
  double amount(double most) {
    if (json == null || !json.isNumber() || !(json.asDouble() > 0 && json.asDouble() <= most)) {
      problem("must be a number over 0, and at most %.0f".formatted(most));
      return most;
    }
    return json.asDouble();
  }

  long whole(long smallest) {
    if (json == null
        || !json.isIntegralNumber()
        || !json.canConvertToLong()
        || json.asLong() < smallest) {
      problem("must be a whole number of at least " + smallest);
      return smallest;
    }
    return json.asLong();
  }

  /** A whole number that fits where the records hold an int: a larger one is no other number. */
  int count(int smallest) {
    long whole = whole(smallest);
    if (whole > Integer.MAX_VALUE) {
      problem("must be at most " + Integer.MAX_VALUE);
      return smallest;
    }
    return (int) whole;
  }

  boolean flag(boolean missing) {
    if (!present()) {
      return missing;
    }
    if (json == null || !json.isBoolean()) {
      problem("must be true or false");
      return missing;
    }
    return json.asBoolean();
  }

  /** One of an enum's constants by the name the documents use, in small letters. */
  <E extends Enum<E>> E choice(Collection<E> allowed, E missing) {
    return choice(allowed, missing, value -> value.name().toLowerCase(Locale.ROOT));
  }

  <E extends Enum<E>> E choice(Collection<E> allowed, E missing, Function<E, String> name) {
    String text = text();
    for (E value : allowed) {
      if (name.apply(value).equalsIgnoreCase(text)) {
        return value;
      }
    }
    if (!text.isEmpty()) {
      problem(
          "unknown value '"
              + text
              + "'; known are "
              + String.join(", ", allowed.stream().map(name).toList()));
    }
    return missing;
  }
}
