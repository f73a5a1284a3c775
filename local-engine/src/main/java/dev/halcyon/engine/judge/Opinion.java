package dev.halcyon.engine.judge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.Category;
import java.util.ArrayList;
import java.util.List;

/**
 * What a judge thinks of an item. An opinion is advice: what it may bring about is {@link
 * Containment}'s to say. Immutable.
 *
 * @param category UNKNOWN where it names none
 * @param confidence 0..1, as the model says; not calibrated
 * @param reasoning steps, in the model's words
 * @param clauses ids, nearest first
 * @param quotes as given, not yet looked for in the item
 */
public record Opinion(
    Action action,
    Category category,
    double confidence,
    List<String> reasoning,
    List<String> clauses,
    List<Exception> exceptions,
    List<String> quotes) {
  static final String NO_CATEGORY = "none";
  private static final int LONGEST = 400;

  /** What the judge would do. */
  public enum Action {
    ALLOW,
    REVIEW,
    BLOCK,
    /** It cannot tell: never to be taken for ALLOW. */
    NO_OPINION
  }

  /** An exception of a clause that was weighed. */
  public record Exception(String clause, String exception, boolean applies) {}

  public Opinion {
    reasoning = List.copyOf(reasoning);
    clauses = List.copyOf(clauses);
    exceptions = List.copyOf(exceptions);
    quotes = List.copyOf(quotes);
  }

  /** Reads an answer that fits the schema. */
  static Opinion of(JsonNode answer) {
    List<Exception> exceptions = new ArrayList<>();
    for (JsonNode each : answer.get("exceptions")) {
      exceptions.add(
          new Exception(
              each.get("clause").asText(),
              plain(each.get("exception").asText()),
              each.get("applies").asBoolean()));
    }
    return new Opinion(
        Action.valueOf(answer.get("action").asText().toUpperCase(java.util.Locale.ROOT)),
        Category.of(answer.get("category").asText()),
        answer.get("confidence").asDouble(),
        texts(answer.get("reasoning")).stream().map(Opinion::plain).toList(),
        texts(answer.get("clauses")).stream().distinct().toList(),
        exceptions,
        texts(answer.get("quotes")));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts.stream().filter(text -> !text.isBlank()).toList();
  }

  /** The model's words as a screen may show them: one line, nothing invisible, not too long. */
  static String plain(String words) {
    StringBuilder plain = new StringBuilder();
    words
        .codePoints()
        .filter(c -> c == '\n' || !ControlTokens.invisible(c))
        .forEach(plain::appendCodePoint);
    String line = plain.toString().replaceAll("\\s+", " ").strip();
    if (line.length() <= LONGEST) {
      return line;
    }
    int end = LONGEST - (Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? 1 : 0);
    return line.substring(0, end) + "…";
  }

  /** Without the words, which may repeat content. */
  @Override
  public String toString() {
    return "Opinion[" + action + " " + category + " " + confidence + "]";
  }
}
