package dev.halcyon.engine.judge;

import java.util.Map;

/**
 * What a model answered, out of its server's envelope. Immutable.
 *
 * @param text of the answer
 * @param first how likely each word was to come first, by the word stripped; empty where the server
 *     does not say
 */
record Reply(String text, long inputTokens, long outputTokens, Map<String, Double> first) {
  Reply {
    first = Map.copyOf(first);
  }

  /** Without the text, which may repeat content. */
  @Override
  public String toString() {
    return "Reply[" + text.length() + " characters]";
  }
}
