package dev.halcyon.engine.text.train;

import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the captions that the intent head learns from: sections {@code [intent]} of lines, in which
 * {@code {a|b}} stands for either. Stateless.
 */
final class IntentCaptions {
  /** The section of captions that intend nothing. */
  static final String ORDINARY = "ordinary";

  /** A line of many alternatives would otherwise drown the others. */
  private static final int MOST_FOR_A_LINE = 12;

  private static final Pattern ALTERNATIVES = Pattern.compile("\\{([^}]*)}");

  private IntentCaptions() {}

  /**
   * One caption.
   *
   * @param line the number of the line it was made of
   * @param weight the share of its line, all of which weigh 1
   */
  record Caption(String intent, int line, String text, double weight) {}

  /**
   * All captions, in the order of the lines; the same file gives the same captions.
   *
   * @throws UserProblem {@code captions.invalid} naming the line
   */
  static List<Caption> read(String file) {
    List<Caption> captions = new ArrayList<>();
    String intent = "";
    int number = 0;
    for (String each : file.lines().toList()) {
      number++;
      String line = each.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        intent = line.substring(1, line.length() - 1);
        continue;
      }
      if (intent.isEmpty()) {
        throw new UserProblem(
            "captions.invalid",
            "line " + number + " stands before the first section",
            "Begin with the name of an intent in square brackets.");
      }
      Set<String> made = expand(line);
      for (String text : made) {
        captions.add(new Caption(intent, number, text, 1.0 / made.size()));
      }
    }
    return captions;
  }

  /** What a line stands for: all of it, or a draw that the line itself decides. */
  static Set<String> expand(String line) {
    List<String[]> choices = new ArrayList<>();
    Matcher matcher = ALTERNATIVES.matcher(line);
    int at = 0;
    long all = 1;
    while (matcher.find()) {
      choices.add(new String[] {line.substring(at, matcher.start())});
      choices.add(matcher.group(1).split("\\|", -1));
      all *= choices.getLast().length;
      at = matcher.end();
    }
    choices.add(new String[] {line.substring(at)});
    Set<Long> drawn = new TreeSet<>();
    Random random = new Random(line.hashCode());
    for (long i = 0; all <= MOST_FOR_A_LINE ? i < all : drawn.size() < MOST_FOR_A_LINE; i++) {
      drawn.add(all <= MOST_FOR_A_LINE ? i : random.nextLong(all));
    }
    Set<String> texts = new LinkedHashSet<>();
    for (long which : drawn) {
      texts.add(text(choices, which));
    }
    return texts;
  }

  private static String text(List<String[]> choices, long which) {
    StringBuilder text = new StringBuilder();
    long rest = which;
    for (String[] choice : choices) {
      text.append(choice[(int) (rest % choice.length)]);
      rest /= choice.length;
    }
    return text.toString().replaceAll("\\s+", " ").replaceAll(" ([,!?:])", "$1").strip();
  }
}
