package dev.halcyon.engine.text;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.util.ULocale;
import dev.halcyon.protocol.PolicyRule;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The languages whose rules read a text: the one it is in, every one where that cannot be told, and
 * those written in another script that some of it is in, so that a Russian sentence inside an
 * English text is still read by the Russian rules. Immutable.
 */
public final class SpokenLanguages {
  /** Fewer letters of a script are a name or a sign. */
  private static final int FEWEST_LETTERS = 3;

  /** Scripts other than Latin begin with Greek. */
  private static final char FIRST_FOREIGN = 0x370;

  private static final Map<String, Set<Integer>> SCRIPTS = new ConcurrentHashMap<>();

  private final String language;
  private final Set<Integer> scripts;

  private SpokenLanguages(String language, Set<Integer> scripts) {
    this.language = language;
    this.scripts = scripts;
  }

  /**
   * The languages of a text.
   *
   * @param language ISO 639-1 as declared or identified, or {@code und}
   */
  public static SpokenLanguages of(NormalisedText text, String language) {
    return new SpokenLanguages(language, text.lowered() ? Set.of() : scripts(text.text()));
  }

  private static Set<Integer> scripts(String text) {
    Set<Integer> found = new TreeSet<>();
    Map<Integer, Integer> letters = new HashMap<>();
    for (int i = 0; i < text.length(); ) {
      int cp = text.codePointAt(i);
      i += Character.charCount(cp);
      if (cp >= FIRST_FOREIGN && Character.isLetter(cp)) {
        int script = UScript.getScript(cp);
        if (!found.contains(script) && letters.merge(script, 1, Integer::sum) == FEWEST_LETTERS) {
          found.add(script);
        }
      }
    }
    found.remove(UScript.LATIN);
    return found;
  }

  /** Whether a rule is meant for this text. */
  public boolean speaks(PolicyRule rule) {
    return rule.languages().isEmpty()
        || rule.languages().contains(language)
        || language.equals(LanguageIdentifier.UNDETERMINED)
        || !scripts.isEmpty() && rule.languages().stream().anyMatch(this::written);
  }

  private boolean written(String of) {
    return SCRIPTS.computeIfAbsent(of, SpokenLanguages::scriptsOf).stream()
        .anyMatch(scripts::contains);
  }

  private static Set<Integer> scriptsOf(String language) {
    Set<Integer> scripts = new TreeSet<>();
    int[] codes = UScript.getCode(new ULocale(language));
    if (codes != null) {
      for (int code : codes) {
        scripts.add(code);
      }
    }
    return scripts;
  }
}
