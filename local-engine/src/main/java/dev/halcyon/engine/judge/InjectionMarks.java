package dev.halcyon.engine.judge;

import com.google.re2j.Pattern;
import dev.halcyon.assets.Assets;
import dev.halcyon.engine.text.KnownWords;
import dev.halcyon.engine.text.Normaliser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds what in a text looks like an attempt to steer the judge, by the patterns of {@code
 * assets/judge/marks.txt}. It cannot find all, and need not: a mark only takes trust away, and
 * nothing rests on there being none but what a policy lets the judge clear. Stateless.
 */
final class InjectionMarks {
  private static final int MOST_READ = 40_000;

  private record Sign(InjectionMark mark, Pattern pattern) {}

  private static final class Loaded {
    static final List<Sign> SIGNS = load();
    static final Normaliser NORMALISER =
        new Normaliser(
            KnownWords.shipped()
                .and(List.of("ignore", "instructions", "previous", "classifier", "moderator")));
  }

  private InjectionMarks() {}

  /**
   * The marks of a text.
   *
   * @param tokens whether control tokens were found in it
   */
  static Set<InjectionMark> of(String text, boolean tokens) {
    EnumSet<InjectionMark> marks = EnumSet.noneOf(InjectionMark.class);
    if (tokens) {
      marks.add(InjectionMark.TEMPLATE_TOKEN);
    }
    String read = text.length() > MOST_READ ? text.substring(0, MOST_READ) : text;
    if (HiddenText.present(read)) {
      marks.add(InjectionMark.HIDDEN);
    }
    String folded = Normaliser.folded(read).text();
    signs(folded, marks);
    signs(Loaded.NORMALISER.normalise(read).text(), marks);
    for (String hidden : HiddenText.decoded(read)) {
      EnumSet<InjectionMark> within = EnumSet.noneOf(InjectionMark.class);
      signs(Normaliser.folded(hidden).text(), within);
      if (!within.isEmpty()) {
        marks.addAll(within);
        marks.add(InjectionMark.ENCODED);
      }
    }
    return marks;
  }

  private static void signs(String folded, Set<InjectionMark> marks) {
    for (Sign sign : Loaded.SIGNS) {
      if (!marks.contains(sign.mark()) && sign.pattern().matcher(folded).find()) {
        marks.add(sign.mark());
      }
    }
  }

  private static List<Sign> load() {
    String file = new String(Assets.bytes("judge/marks.txt"), StandardCharsets.UTF_8);
    List<Sign> signs = new ArrayList<>();
    for (String line : file.lines().toList()) {
      if (!line.isBlank() && line.charAt(0) != '#') {
        int space = line.indexOf(' ');
        String id = line.substring(0, space).toUpperCase(Locale.ROOT).replace('-', '_');
        InjectionMark mark =
            Arrays.stream(InjectionMark.values())
                .filter(each -> each.name().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("judge/marks.txt: no mark " + id));
        signs.add(new Sign(mark, Pattern.compile("(?s)" + folded(line.substring(space).strip()))));
      }
    }
    return List.copyOf(signs);
  }

  /** As the texts are, or a letter with an accent would never match. */
  private static String folded(String expression) {
    return java.text.Normalizer.normalize(expression, java.text.Normalizer.Form.NFKC);
  }
}
