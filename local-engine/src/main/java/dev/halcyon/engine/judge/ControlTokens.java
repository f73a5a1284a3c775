package dev.halcyon.engine.judge;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.halcyon.engine.text.TextMap;

/**
 * Takes out of a text what only a model or its template would read: control tokens of the known
 * model families, invisible characters and what looks like our own delimiters. Stateless.
 */
final class ControlTokens {
  /** What stands where a token stood: harmless words, so that no two halves join to a new token. */
  static final String TOKEN = "(token)";

  /**
   * ChatML, Llama 3, Phi, Qwen and Harmony ({@code <|…|>}), DeepSeek (full-width bars), Gemma,
   * Llama 2 and Mistral, Llama Guard and ShieldGemma, tool calls and thoughts, pictures, the turns
   * of older Anthropic models, and our own delimiters.
   */
  private static final Pattern TOKENS =
      Pattern.compile(
          "(?i)<\\s{0,3}[|｜]\\s{0,3}[^|｜<>\\n]{1,48}[|｜]\\s{0,3}>"
              + "|<\\s{0,3}/?\\s{0,3}(?:start_of_turn|end_of_turn|start_of_image|end_of_image"
              + "|image_soft_token|bos|eos|tool_call|tool_response|function_calls"
              + "|function_results|antml:[a-z_]{1,24})\\s{0,3}/?\\s{0,3}>"
              + "|\\[\\s{0,3}/?\\s{0,3}(?:INST|SYS|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS"
              + "|TOOL_RESULTS|TOOL_CONTENT|IMG_BREAK|IMG_END)\\s{0,3}\\]"
              + "|<<\\s{0,3}/?\\s{0,3}SYS\\s{0,3}>>"
              + "|<\\s{0,3}/?\\s{0,3}(?:BEGIN|END)\\s(?:UNSAFE\\sCONTENT\\sCATEGORIES"
              + "|CONVERSATION)\\s{0,3}>"
              + "|<<[^<>\\n]{0,64}:\\s{0,3}(?:BEGIN|END)[^<>\\n]{0,64}>>");

  /** What ordinary people write too: taken out, and no sign of anything. */
  private static final Pattern ORDINARY =
      Pattern.compile(
          "(?i)<\\s{0,3}/?\\s{0,3}(?:s|pad|unk|mask|image|think|thinking|tools|tool|invoke"
              + "|parameter|system|assistant|human|user|instructions?|answer|response)"
              + "\\s{0,3}/?\\s{0,3}>"
              + "|\\[\\s{0,3}/?\\s{0,3}(?:IMG|PREFIX|SUFFIX|MIDDLE)\\s{0,3}\\]"
              + "|(?:^|\\n)\\s{0,8}(?:Human|Assistant|System)\\s{0,3}:");

  private static final int MOST_ROUNDS = 8;

  private ControlTokens() {}

  /**
   * A text without them.
   *
   * @param found whether a token stood there; an invisible character alone is none
   */
  record Stripped(TextMap text, boolean found) {}

  static Stripped strip(TextMap text) {
    TextMap map = text.then(visible(text.text()));
    boolean found = false;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      TextMap tokens = map.then(without(TOKENS, map.text()));
      TextMap next = tokens.then(without(ORDINARY, tokens.text()));
      found |= !tokens.text().equals(map.text());
      if (next.text().equals(map.text())) {
        break;
      }
      map = next;
    }
    return new Stripped(map, found);
  }

  private static TextMap without(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    TextMap.Builder next = new TextMap.Builder(text);
    while (matcher.find()) {
      int start = matcher.start();
      start += text.charAt(start) == '\n' ? 1 : 0;
      next.keepUntil(start);
      next.replace(matcher.end(), TOKEN);
    }
    return next.build();
  }

  private static TextMap visible(String text) {
    TextMap.Builder map = new TextMap.Builder(text);
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      int next = at + Character.charCount(c);
      map.keepUntil(at);
      if (invisible(c)) {
        map.replace(next, "");
      }
      at = next;
    }
    return map.build();
  }

  /** What a reader cannot see and a model can; the joiners that some scripts need stay. */
  static boolean invisible(int c) {
    int type = Character.getType(c);
    boolean control = type == Character.CONTROL && c != '\n' && c != '\t';
    boolean joiner = c == 0x200C || c == 0x200D;
    return control
        || type == Character.FORMAT && !joiner
        || type == Character.SURROGATE
        || type == Character.PRIVATE_USE
        || type == Character.UNASSIGNED
        || c >= 0xE0000 && c <= 0xE0FFF
        || c == 0x115F
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0;
  }
}
