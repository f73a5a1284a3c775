package dev.halcyon.engine.personal;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import org.apache.commons.validator.routines.InetAddressValidator;

/**
 * Finds what is known by its shape: e-mail addresses, network addresses, social security numbers.
 * Patterns run in time linear in the text (RE2). Stateless.
 */
final class Shapes {
  private static final String AT = "(?:@|\\s?[\\[(]\\s?at\\s?[\\])]\\s?)";
  private static final String DOT = "(?:\\.|\\s?[\\[(]\\s?dot\\s?[\\])]\\s?)";

  private static final Pattern EMAIL =
      Pattern.compile(
          "[\\p{L}\\p{N}][\\p{L}\\p{N}._%+'-]{0,63}"
              + AT
              + "(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?"
              + DOT
              + "){1,8}\\p{L}{2,24}");

  private static final Pattern IP4 = Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}");

  /** Eight groups, or fewer with a double colon; the library says which of them are addresses. */
  private static final Pattern IP6 =
      Pattern.compile("(?:[0-9a-f]{0,4}:){2,7}(?:(?:\\d{1,3}\\.){3}\\d{1,3}|[0-9a-f]{0,4})");

  /** What before four numbers makes them the number of a version. */
  private static final Pattern VERSION =
      Pattern.compile("(?:\\bv|ver|vers|version|release|build|firmware|section|§)[ .:]{0,2}$");

  /** What behind them does so. */
  private static final Pattern PRE_RELEASE =
      Pattern.compile("^[ -]?(?:alpha|beta|rc|release|build|patch)\\b");

  private static final Pattern SSN = Pattern.compile("\\d{3}-\\d{2}-\\d{4}");

  private static final InetAddressValidator ADDRESSES = InetAddressValidator.getInstance();
  private static final int LOOK_BEHIND = 12;

  private Shapes() {}

  static void emails(String folded, List<Finding> found) {
    boolean possible = folded.indexOf('@') >= 0 || folded.contains("at]") || folded.contains("at)");
    if (!possible && !folded.contains("at ]") && !folded.contains("at )")) {
      return;
    }
    Matcher matcher = EMAIL.matcher(folded);
    while (matcher.find()) {
      if (!wordAt(folded, matcher.start() - 1) && !wordAt(folded, matcher.end())) {
        found.add(new Finding(PersonalKind.EMAIL, matcher.start(), matcher.end()));
      }
    }
  }

  static void addresses(String folded, List<Finding> found) {
    if (folded.indexOf('.') >= 0) {
      Matcher matcher = IP4.matcher(folded);
      while (matcher.find()) {
        if (alone(folded, matcher.start(), matcher.end())
            && ADDRESSES.isValidInet4Address(matcher.group())
            && !version(folded, matcher.start(), matcher.end())) {
          found.add(new Finding(PersonalKind.IP_ADDRESS, matcher.start(), matcher.end()));
        }
      }
    }
    int colon = folded.indexOf(':');
    if (colon >= 0 && folded.indexOf(':', colon + 1) >= 0) {
      Matcher matcher = IP6.matcher(folded);
      while (matcher.find()) {
        String address = matcher.group();
        boolean digits = address.chars().anyMatch(c -> c >= '0' && c <= '9');
        if (digits
            && address.length() >= 6
            && alone(folded, matcher.start(), matcher.end())
            && ADDRESSES.isValidInet6Address(address)) {
          found.add(new Finding(PersonalKind.IP_ADDRESS, matcher.start(), matcher.end()));
        }
      }
    }
  }

  static void socialSecurity(String folded, List<Finding> found) {
    Matcher matcher = SSN.matcher(folded);
    while (matcher.find()) {
      String number = matcher.group();
      boolean given =
          !number.startsWith("000")
              && !number.startsWith("666")
              && number.charAt(0) != '9'
              && !number.startsWith("00", 4)
              && !number.endsWith("0000");
      if (given
          && !wordAt(folded, matcher.start() - 1)
          && !wordAt(folded, matcher.end())
          && !signAt(folded, matcher.start() - 1, "-")
          && !signAt(folded, matcher.end(), "-")) {
        found.add(new Finding(PersonalKind.US_SSN, matcher.start(), matcher.end()));
      }
    }
  }

  private static boolean version(String text, int start, int end) {
    return VERSION.matcher(text.substring(Math.max(0, start - LOOK_BEHIND), start)).find()
        || PRE_RELEASE
            .matcher(text.substring(end, Math.min(text.length(), end + LOOK_BEHIND)))
            .find();
  }

  /** Whether nothing around belongs to the same word or number; a full stop may end a sentence. */
  private static boolean alone(String text, int start, int end) {
    boolean goesOn =
        wordAt(text, end)
            || signAt(text, end, ":")
            || (signAt(text, end, ".") && wordAt(text, end + 1));
    return !goesOn && !wordAt(text, start - 1) && !signAt(text, start - 1, ".:");
  }

  static boolean wordAt(String text, int at) {
    return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  private static boolean signAt(String text, int at, String signs) {
    return at >= 0 && at < text.length() && signs.indexOf(text.charAt(at)) >= 0;
  }
}
