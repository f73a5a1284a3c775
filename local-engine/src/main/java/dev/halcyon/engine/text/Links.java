package dev.halcyon.engine.text;

import com.ibm.icu.text.IDNA;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the hosts that a text points to, written plainly, defanged ({@code hxxp}, {@code [.]}) or
 * in another script. Stateless.
 */
final class Links {
  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);
  private static final int LONGEST_HOST = 253;

  /** Endings that make a bare host a link even without scheme; the list need not be complete. */
  private static final Set<String> COMMON_ENDINGS =
      Set.of(
          "com", "net", "org", "info", "io", "co", "me", "tv", "ly", "app", "dev", "xyz", "top",
          "shop", "site", "online", "club", "biz", "ru", "de", "es", "fr", "uk", "us", "eu", "cn",
          "example", "test", "рф");

  private Links() {}

  /**
   * One host and where it stands in the text.
   *
   * @param host in ASCII form (punycode), lower case
   * @param unicode the host as people read it
   * @param explicit whether a scheme, {@code www.} or a common ending marks it as a link
   */
  record Link(Span span, String host, String unicode, boolean explicit) {}

  static List<Link> in(String text) {
    if (text.indexOf('.') < 0) {
      return List.of();
    }
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < text.length(); ) {
      if (!hostChar(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i;
      boolean dot = false;
      while (end < text.length()) {
        char c = text.charAt(end);
        if (hostChar(c)) {
          dot |= c == '.';
          end++;
        } else if (bracketedDot(text, end) > 0) {
          dot = true;
          end += bracketedDot(text, end);
        } else {
          break;
        }
      }
      if (dot && end - i <= LONGEST_HOST + 8) {
        add(text, i, end, links);
      }
      i = end;
    }
    return links;
  }

  private static void add(String text, int from, int to, List<Link> links) {
    int start = from;
    int end = to;
    while (start < end && ".-".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && ".-".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    int dot = text.indexOf('.', start);
    if (dot < 0 || dot >= end) {
      return; // the end of a sentence
    }
    String written =
        text.substring(start, end).replace("[.]", ".").replace("(.)", ".").toLowerCase(Locale.ROOT);
    String[] labels = written.split("\\.", -1);
    if (labels.length < 2 || written.length() > LONGEST_HOST) {
      return;
    }
    for (String label : labels) {
      if (label.isEmpty()) {
        return;
      }
    }
    boolean mail = start > 0 && text.charAt(start - 1) == '@';
    boolean scheme = start >= 3 && text.startsWith("://", start - 3);
    String last = labels[labels.length - 1];
    boolean address = address(labels);
    if (mail || (!address && last.chars().noneMatch(Character::isLetter))) {
      return;
    }
    StringBuilder ascii = new StringBuilder();
    StringBuilder unicode = new StringBuilder();
    UTS46.nameToASCII(written, ascii, new IDNA.Info());
    UTS46.nameToUnicode(written, unicode, new IDNA.Info());
    boolean explicit =
        scheme || written.startsWith("www.") || (!address && COMMON_ENDINGS.contains(last));
    links.add(new Link(new Span(start, end), ascii.toString(), unicode.toString(), explicit));
  }

  /** Whether the labels are an IPv4 address. */
  static boolean address(String[] labels) {
    if (labels.length != 4) {
      return false;
    }
    for (String label : labels) {
      if (label.length() > 3
          || !label.chars().allMatch(c -> c >= '0' && c <= '9')
          || Integer.parseInt(label) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean hostChar(char c) {
    return MappedChars.wordChar(c) || c == '.' || c == '-';
  }

  private static int bracketedDot(String text, int at) {
    return text.startsWith("[.]", at) || text.startsWith("(.)", at) ? 3 : 0;
  }
}
