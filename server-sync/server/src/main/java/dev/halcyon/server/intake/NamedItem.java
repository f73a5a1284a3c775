package dev.halcyon.server.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The item that a message is about, as its platform names it, read from a message that may be
 * broken: so far as it is JSON. Immutable.
 */
record NamedItem(String source, String externalId) {
  private static final String SOURCE = "source";
  private static final String EXTERNAL_ID = "externalId";
  private static final int LONGEST_SOURCE = 100;
  private static final int LONGEST_ID = 300;
  private static final JsonFactory JSON = new JsonFactory();

  /** The item that a message names in its outermost object; empty where it names none. */
  static Optional<NamedItem> in(byte[] message) {
    Map<String, String> named = new HashMap<>();
    try (JsonParser parser = JSON.createParser(message)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        read(parser, named);
      }
    } catch (IOException broken) {
      // What stands before the break may have named it.
    }
    String source = named.getOrDefault(SOURCE, "");
    String externalId = named.getOrDefault(EXTERNAL_ID, "");
    boolean storable =
        !source.isEmpty()
            && !externalId.isEmpty()
            && source.length() <= LONGEST_SOURCE
            && externalId.length() <= LONGEST_ID
            && source.indexOf('\0') < 0
            && externalId.indexOf('\0') < 0;
    return storable ? Optional.of(new NamedItem(source, externalId)) : Optional.empty();
  }

  private static void read(JsonParser parser, Map<String, String> named) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING && Set.of(SOURCE, EXTERNAL_ID).contains(field)) {
        named.put(field, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
  }
}
