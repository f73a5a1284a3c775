package dev.halcyon.engine.judge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a text hides from people and not from models: encodings and tags. Stateless. */
final class HiddenText {
  private static final int TAGS = 0xE0000;
  private static final int MOST_PIECES = 20;
  private static final int WORDS_ENOUGH = 4;
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{24,4000}={0,2}");
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}[ :]?){12,2000}+");
  private static final Pattern PERCENT = Pattern.compile("%[0-9a-fA-F]{2}");
  private static final Pattern ESCAPES =
      Pattern.compile(
          "\\\\u([0-9a-fA-F]{4})|\\\\x([0-9a-fA-F]{2})|&#x([0-9a-fA-F]{1,6});|&#([0-9]{1,7});");

  private HiddenText() {}

  /** Whether there are tags outside a flag, or characters that turn the order of reading. */
  static boolean present(String text) {
    int previous = 0;
    boolean flag = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      boolean tag = c >= TAGS && c < TAGS + 0x80;
      flag = tag && (flag || previous == 0x1F3F4);
      if (tag && !flag || c == 0x202D || c == 0x202E) {
        return true;
      }
      previous = c;
      at += Character.charCount(c);
    }
    return false;
  }

  /** What the text may say besides what it shows. */
  static List<String> decoded(String text) {
    List<String> found = new ArrayList<>();
    found.add(tags(text));
    found.add(unescaped(text));
    found.add(new StringBuilder(text).reverse().toString());
    found.add(rotated(text));
    pieces(BASE64, text, found, HiddenText::base64);
    pieces(HEX, text, found, HiddenText::hex);
    return found.stream().filter(each -> !each.isBlank() && !each.equals(text)).toList();
  }

  private static String tags(String text) {
    StringBuilder said = new StringBuilder();
    text.codePoints()
        .filter(c -> c >= TAGS + 0x20 && c < TAGS + 0x7F)
        .forEach(c -> said.append((char) (c - TAGS)));
    return said.toString();
  }

  private static String unescaped(String text) {
    String plain =
        ESCAPES
            .matcher(text)
            .replaceAll(
                match -> {
                  int base = match.group(4) != null ? 10 : 16;
                  for (int group = 1; group <= 4; group++) {
                    if (match.group(group) != null) {
                      int c = Integer.parseInt(match.group(group), base);
                      return Character.isValidCodePoint(c)
                          ? Matcher.quoteReplacement(Character.toString(c))
                          : "";
                    }
                  }
                  return "";
                });
    if (PERCENT.matcher(plain).find()) {
      try {
        plain = java.net.URLDecoder.decode(plain, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException _) {
        return plain; // a per cent sign that is only that
      }
    }
    return plain;
  }

  private static String rotated(String text) {
    StringBuilder turned = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'a' && c <= 'z') {
        c = (char) ('a' + (c - 'a' + 13) % 26);
      } else if (c >= 'A' && c <= 'Z') {
        c = (char) ('A' + (c - 'A' + 13) % 26);
      }
      turned.append(c);
    }
    return turned.toString();
  }

  private interface Decoder {
    byte[] decode(String piece);
  }

  private static void pieces(Pattern pattern, String text, List<String> found, Decoder decoder) {
    Matcher matcher = pattern.matcher(text);
    for (int i = 0; i < MOST_PIECES && matcher.find(); i++) {
      try {
        String said =
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(decoder.decode(matcher.group())))
                .toString();
        if (said.length() >= WORDS_ENOUGH) {
          found.add(said);
        }
      } catch (CharacterCodingException | IllegalArgumentException _) {
        continue; // not one of these, after all
      }
    }
  }

  private static byte[] base64(String piece) {
    String plain = piece.replace('-', '+').replace('_', '/').replace("=", "");
    // One digit more than whole bytes need belongs to the next word.
    int more = plain.length() % 4 == 1 ? 1 : 0;
    return Base64.getDecoder().decode(plain.substring(0, plain.length() - more));
  }

  private static byte[] hex(String piece) {
    String digits = piece.replaceAll("[ :]", "");
    return HexFormat.of().parseHex(digits);
  }
}
