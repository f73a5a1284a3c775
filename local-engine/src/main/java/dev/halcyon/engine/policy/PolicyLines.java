package dev.halcyon.engine.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.halcyon.protocol.ResolvedPolicy;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows the line on which each place of a policy document stands, so that a complaint can name it.
 * Immutable once made.
 */
final class PolicyLines {
  /** A place as complaints write it: {@code rules[3] (r1).clause}, with or without the id. */
  private static final Pattern PLACE =
      Pattern.compile(
          "^([a-z_]+(?:\\[\\d+])?(?:\\.[\\w-]+(?:\\[\\d+])?)*)(?: \\(.*?\\)(\\.\\w+)?)?: ");

  private static final Pattern RULE = Pattern.compile("^rule (.+?): ");

  private final Map<String, Integer> lines = new HashMap<>();

  private PolicyLines() {}

  /** The places of a document that was already read once without a fault. */
  static PolicyLines of(String yaml) {
    PolicyLines all = new PolicyLines();
    try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
      @Nullable JsonToken first = parser.nextToken();
      if (first != null) {
        all.value(parser, "");
      }
    } catch (IOException e) {
      // The document was read before; places after the fault merely have no line.
      return all;
    }
    return all;
  }

  private void value(JsonParser parser, String path) throws IOException {
    lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String child = path.isEmpty() ? parser.currentName() : path + "." + parser.currentName();
        lines.putIfAbsent(child, parser.currentTokenLocation().getLineNr());
        parser.nextToken();
        value(parser, child);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        value(parser, path + "[" + i + "]");
      }
    }
  }

  /**
   * A complaint about the document with an overlay merged in, as one about the place where that was
   * written.
   */
  static String movedTo(String complaint, UnaryOperator<String> origin, String overlay) {
    Matcher place = PLACE.matcher(complaint);
    if (!place.find()) {
      return complaint + " (with the overlay " + overlay + ")";
    }
    String written = origin.apply(place.group(1));
    String rest = complaint.substring(place.end(1));
    return written + rest + " (with the overlay " + overlay + ")";
  }

  /** A complaint with its line before it, where it names a place. */
  String placed(String complaint) {
    Matcher place = PLACE.matcher(complaint);
    if (!place.find()) {
      return complaint;
    }
    String path = place.group(2) == null ? place.group(1) : place.group(1) + place.group(2);
    return "line " + line(path) + ": " + complaint;
  }

  /**
   * A complaint about a rule by its id, as the rules' own readers make them.
   *
   * @param origin where a place of the policy was written
   */
  String placed(String complaint, ResolvedPolicy policy, UnaryOperator<String> origin) {
    Matcher named = RULE.matcher(complaint);
    if (named.find()) {
      for (int i = 0; i < policy.rules().size(); i++) {
        if (policy.rules().get(i).id().equals(named.group(1))) {
          return "line " + line(origin.apply("rules[" + i + "]")) + ": " + complaint;
        }
      }
    }
    return complaint;
  }

  /** The line of a place, or of the nearest one around it that the document has. */
  private int line(String path) {
    String at = path;
    while (!lines.containsKey(at) && !at.isEmpty()) {
      int cut = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      at = cut < 0 ? "" : at.substring(0, cut);
    }
    return lines.getOrDefault(at, 1);
  }
}
