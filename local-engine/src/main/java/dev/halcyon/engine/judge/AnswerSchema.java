package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ResolvedPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON Schema of the judge's answer under a policy. Servers get a plain one, for each of them
 * knows other keywords; what comes back is held to a stricter one with limits. Stateless.
 */
final class AnswerSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final int MOST_STEPS = 12;
  private static final int MOST_QUOTES = 12;
  private static final int LONGEST = 1_000;

  private AnswerSchema() {}

  /** What servers are asked to hold the model to. */
  static ObjectNode sent(ResolvedPolicy policy) {
    return schema(policy, false);
  }

  /**
   * What is wrong with an answer, without quoting it; empty where nothing is.
   *
   * @param answer any JSON
   */
  static List<String> problems(JsonNode answer, ResolvedPolicy policy) {
    JsonSchema strict = SCHEMAS.getSchema(schema(policy, true));
    // Where and which keyword, not the message: that may hold content.
    return strict.validate(answer).stream()
        .map(wrong -> wrong.getInstanceLocation() + " breaks " + wrong.getType())
        .distinct()
        .toList();
  }

  private static ObjectNode schema(ResolvedPolicy policy, boolean strict) {
    List<String> categories =
        new ArrayList<>(policy.categories().stream().map(each -> each.category().id()).toList());
    categories.add(Opinion.NO_CATEGORY);
    List<String> clauses =
        policy.categories().stream()
            .flatMap(each -> each.clauses().stream())
            .map(Clause::id)
            .toList();
    ObjectNode confidence = JSON.objectNode().put("type", "number");
    if (strict) {
      confidence.put("minimum", 0).put("maximum", 1);
    }
    ObjectNode exception =
        object(
            "clause", choice(clauses),
            "exception", text(strict),
            "applies", JSON.objectNode().put("type", "boolean"));
    return object(
        "action", choice(List.of("allow", "review", "block", "no_opinion")),
        "category", choice(categories),
        "confidence", confidence,
        "reasoning", list(text(strict), strict ? MOST_STEPS : 0),
        "clauses", list(choice(clauses), strict ? MOST_STEPS : 0),
        "exceptions", list(exception, strict ? MOST_STEPS : 0),
        "quotes", list(text(strict), strict ? MOST_QUOTES : 0));
  }

  private static ObjectNode text(boolean strict) {
    ObjectNode text = JSON.objectNode().put("type", "string");
    return strict ? text.put("maxLength", LONGEST) : text;
  }

  private static ObjectNode choice(List<String> values) {
    ObjectNode choice = JSON.objectNode().put("type", "string");
    values.forEach(choice.putArray("enum")::add);
    return choice;
  }

  private static ObjectNode list(ObjectNode of, int most) {
    ObjectNode list = JSON.objectNode().put("type", "array");
    list.set("items", of);
    return most > 0 ? list.put("maxItems", most) : list;
  }

  private static ObjectNode object(Object... fields) {
    ObjectNode object = JSON.objectNode().put("type", "object");
    ObjectNode properties = object.putObject("properties");
    for (int i = 0; i < fields.length; i += 2) {
      properties.set((String) fields[i], (JsonNode) fields[i + 1]);
      object.withArray("required").add((String) fields[i]);
    }
    return object.put("additionalProperties", false);
  }
}
