package dev.halcyon.engine.text;

import com.ibm.icu.lang.UCharacter;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds letters that every match of a regular expression must contain, so that thousands of
 * patterns cost one look at the text. Errs towards "don't know". Stateless.
 */
final class RequiredLiterals {
  private static final int SHORTEST = 3;
  private static final String QUANTIFIERS = "?*{+";

  /** Signs that few texts hold: one of them tells as much as some letters do. */
  private static final String TELLING = "@<>{}[]|#$%^&*+=~\\/;_";

  private RequiredLiterals() {}

  /** One of these occurs in every match, case-folded; empty when nothing is known. */
  static List<String> of(String pattern) {
    List<String> all = new ArrayList<>();
    int from = 0;
    for (int bar = bar(pattern, 0); ; bar = bar(pattern, from)) {
      List<String> branch = ofBranch(pattern.substring(from, bar < 0 ? pattern.length() : bar));
      if (branch.isEmpty()) {
        return List.of();
      }
      all.addAll(branch);
      if (bar < 0) {
        return all;
      }
      from = bar + 1;
    }
  }

  /** The next bar between alternatives at the outermost level, or -1. */
  private static int bar(String pattern, int from) {
    for (int i = from; i >= 0 && i < pattern.length(); ) {
      switch (pattern.charAt(i)) {
        case '|' -> {
          return i;
        }
        case '\\' -> i = escapeEnd(pattern, i);
        case '[' -> i = classEnd(pattern, i);
        case '(' -> {
          int close = close(pattern, i);
          i = close < 0 ? -1 : close + 1;
        }
        default -> i++;
      }
    }
    return -1;
  }

  private static List<String> ofBranch(String pattern) {
    List<String> best = List.of();
    StringBuilder run = new StringBuilder();
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      if (c == '(') {
        int close = close(pattern, i);
        if (close < 0) {
          return List.of();
        }
        best = better(best, run);
        if (!optional(pattern, close + 1)) {
          best = better(best, group(pattern.substring(i + 1, close)));
        }
        i = afterQuantifier(pattern, close + 1);
      } else if (escapedSign(pattern, i)) {
        boolean quantified =
            i + 2 < pattern.length() && QUANTIFIERS.indexOf(pattern.charAt(i + 2)) >= 0;
        if (quantified) {
          best = better(best, run);
          i = afterQuantifier(pattern, i + 2);
        } else {
          run.append(pattern.charAt(i + 1));
          i += 2;
        }
      } else if (c == '[' || c == '.' || c == '^' || c == '$' || c == '\\') {
        int end = c == '[' ? classEnd(pattern, i) : c == '\\' ? escapeEnd(pattern, i) : i + 1;
        if (end < 0) {
          return List.of();
        }
        best = better(best, run);
        i = afterQuantifier(pattern, end);
      } else {
        boolean quantified =
            i + 1 < pattern.length() && QUANTIFIERS.indexOf(pattern.charAt(i + 1)) >= 0;
        if (quantified) {
          best = better(best, run);
          i = afterQuantifier(pattern, i + 1);
        } else {
          run.append(c);
          i++;
        }
      }
    }
    return better(best, run);
  }

  private static List<String> better(List<String> best, StringBuilder run) {
    List<String> found = List.of(UCharacter.foldCase(run.toString(), true));
    run.setLength(0);
    return better(best, found);
  }

  private static List<String> better(List<String> best, List<String> found) {
    return shortest(found) >= SHORTEST && shortest(found) > shortest(best) ? found : best;
  }

  private static int shortest(List<String> literals) {
    return literals.stream().mapToInt(RequiredLiterals::worth).min().orElse(0);
  }

  private static int worth(String literal) {
    boolean telling = literal.chars().anyMatch(c -> TELLING.indexOf(c) >= 0);
    return telling ? Math.max(SHORTEST, literal.length()) : literal.length();
  }

  /** Whether a sign stands here that is escaped so that it stands for itself. */
  private static boolean escapedSign(String pattern, int at) {
    if (pattern.charAt(at) != '\\' || at + 1 >= pattern.length()) {
      return false;
    }
    char c = pattern.charAt(at + 1);
    return c > ' ' && c < 0x7f && !MappedChars.wordChar(c);
  }

  /** What the body of a group needs; of groups with settings only {@code (?:…)} is looked into. */
  private static List<String> group(String body) {
    if (!body.startsWith("?")) {
      return of(body);
    }
    return body.startsWith("?:") ? of(body.substring(2)) : List.of();
  }

  private static int close(String pattern, int open) {
    int depth = 0;
    for (int i = open; i < pattern.length(); ) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i = escapeEnd(pattern, i);
      } else if (c == '[') {
        i = classEnd(pattern, i);
      } else {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0) {
          return i;
        }
        i++;
      }
      if (i < 0) {
        return -1;
      }
    }
    return -1;
  }

  private static int classEnd(String pattern, int open) {
    int i = open + 1;
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      i++;
    }
    if (i < pattern.length() && pattern.charAt(i) == ']') {
      i++;
    }
    while (i < pattern.length() && pattern.charAt(i) != ']') {
      i = pattern.charAt(i) == '\\' ? i + 2 : i + 1;
    }
    return i < pattern.length() ? i + 1 : -1;
  }

  /** Past an escape; {@code \p{L}} and {@code \x{10FFFF}} reach to their brace, others are two. */
  private static int escapeEnd(String pattern, int at) {
    if (at + 1 >= pattern.length() || pattern.charAt(at + 1) == 'Q') {
      return -1;
    }
    boolean braced =
        "pPx".indexOf(pattern.charAt(at + 1)) >= 0
            && at + 2 < pattern.length()
            && pattern.charAt(at + 2) == '{';
    int close = braced ? pattern.indexOf('}', at) : at + 1;
    return close < 0 ? -1 : close + 1;
  }

  private static boolean optional(String pattern, int at) {
    return at < pattern.length()
        && (pattern.charAt(at) == '?'
            || pattern.charAt(at) == '*'
            || pattern.startsWith("{0", at)
            || pattern.startsWith("{,", at));
  }

  private static int afterQuantifier(String pattern, int at) {
    int i = at;
    if (i < pattern.length() && pattern.charAt(i) == '{') {
      int close = pattern.indexOf('}', i);
      i = close < 0 ? i + 1 : close + 1;
    } else if (i < pattern.length() && "?*+".indexOf(pattern.charAt(i)) >= 0) {
      i++;
    }
    return i < pattern.length() && pattern.charAt(i) == '?' ? i + 1 : i;
  }
}
