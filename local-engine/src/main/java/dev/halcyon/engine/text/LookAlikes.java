package dev.halcyon.engine.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.SpoofChecker;

/**
 * Folds letters borrowed from another script because they look alike: {@code pаypаl} with Cyrillic
 * {@code а} becomes Latin. Only words that mix scripts are touched, so that Russian stays Russian
 * and Greek stays Greek; a word wholly of look-alikes is folded only when it then is a known word
 * in a text that is mostly Latin. The look-alikes are those of Unicode Technical Standard 39.
 * Stateless.
 */
final class LookAlikes {
  /** The Latin letter each character of the basic plane looks like, or 0. */
  private static final char[] TO_LATIN = latinTable();

  private static final String LATIN_FOR_CYRILLIC = "aceopxykmthbis";
  private static final String CYRILLIC = "асеорхукмтнвіѕ";
  private static final String LATIN_FOR_GREEK = "aovpikxtuny";
  private static final String GREEK = "αονρικχτυηγ";

  private LookAlikes() {}

  /** Changes the text in place, letter for letter; says whether it did. */
  static boolean fold(MappedChars text, KnownWords known) {
    if (!anyForeign(text)) {
      return false;
    }
    int foreign = 0;
    int latin = 0;
    boolean changed = false;
    for (int i = 0; i < text.length; ) {
      if (!MappedChars.letter(text.chars[i])) {
        i++;
        continue;
      }
      int end = letterEnd(text, i);
      Scripts scripts = Scripts.of(text, i, end);
      if (scripts.mixed()) {
        changed |= replace(text, i, choose(text, i, end, scripts, known));
        scripts = Scripts.of(text, i, end);
      }
      latin += scripts.latin;
      foreign += scripts.cyrillic + scripts.greek + scripts.other;
      i = end;
    }
    return latin > foreign && foreign > 0 ? foldWhole(text, known) | changed : changed;
  }

  /** Latin, digits and signs end long before Greek begins. */
  private static boolean anyForeign(MappedChars text) {
    for (int i = 0; i < text.length; i++) {
      if (text.chars[i] >= 0x370) {
        return true;
      }
    }
    return false;
  }

  private static boolean foldWhole(MappedChars text, KnownWords known) {
    boolean changed = false;
    for (int i = 0; i < text.length; ) {
      if (!MappedChars.letter(text.chars[i])) {
        i++;
        continue;
      }
      int end = letterEnd(text, i);
      if (TO_LATIN[text.chars[i]] != 0 && end - i > 1 && end - i <= 40) {
        String latin = toLatin(text, i, end);
        changed |= known.contains(latin) && replace(text, i, latin);
      }
      i = end;
    }
    return changed;
  }

  private static int letterEnd(MappedChars text, int from) {
    int end = from;
    while (end < text.length && MappedChars.letter(text.chars[end])) {
      end++;
    }
    return end;
  }

  private static String choose(
      MappedChars text, int from, int end, Scripts scripts, KnownWords known) {
    String latin = scripts.latin > 0 ? toLatin(text, from, end) : "";
    String cyrillic =
        scripts.cyrillic > 0
            ? to(text, from, end, LATIN_FOR_CYRILLIC, CYRILLIC, UScript.CYRILLIC)
            : "";
    String greek =
        scripts.greek > 0 ? to(text, from, end, LATIN_FOR_GREEK, GREEK, UScript.GREEK) : "";
    for (String candidate : new String[] {latin, cyrillic, greek}) {
      if (!candidate.isEmpty() && candidate.length() <= 40 && known.contains(candidate)) {
        return candidate;
      }
    }
    if (!cyrillic.isEmpty() && (latin.isEmpty() || scripts.cyrillic > scripts.latin)) {
      return cyrillic;
    }
    if (!greek.isEmpty() && (latin.isEmpty() || scripts.greek > scripts.latin)) {
      return greek;
    }
    return latin;
  }

  private static boolean replace(MappedChars text, int from, String letters) {
    boolean changed = false;
    for (int k = 0; k < letters.length(); k++) {
      changed |= text.chars[from + k] != letters.charAt(k);
      text.chars[from + k] = letters.charAt(k);
    }
    return changed;
  }

  /** The word in Latin letters, or the empty string when some letter has no Latin look-alike. */
  private static String toLatin(MappedChars text, int from, int end) {
    StringBuilder folded = new StringBuilder(end - from);
    for (int i = from; i < end; i++) {
      char c = text.chars[i];
      char to = UScript.getScript(c) == UScript.LATIN ? c : TO_LATIN[c];
      if (to == 0) {
        return "";
      }
      folded.append(to);
    }
    return folded.toString();
  }

  private static String to(
      MappedChars text, int from, int end, String latin, String letters, int script) {
    StringBuilder folded = new StringBuilder(end - from);
    for (int i = from; i < end; i++) {
      char c = text.chars[i];
      if (UScript.getScript(c) == script) {
        folded.append(c);
      } else {
        int at = latin.indexOf(c);
        if (at < 0) {
          return "";
        }
        folded.append(letters.charAt(at));
      }
    }
    return folded.toString();
  }

  private static char[] latinTable() {
    SpoofChecker checker = new SpoofChecker.Builder().build();
    char[] table = new char[0x10000];
    int[][] ranges = {
      {0x370, 0x58F}, {0x10A0, 0x10FF}, {0x13A0, 0x13FF}, {0x1C80, 0x1C8F}, {0x1F00, 0x1FFF},
      {0x2C00, 0x2CFF}, {0x2D00, 0x2D2F}, {0xA4D0, 0xA4FF}, {0xA640, 0xA69F}, {0xAB70, 0xABBF}
    };
    for (int[] range : ranges) {
      for (int cp = range[0]; cp <= range[1]; cp++) {
        if (Character.isLetter(cp)) {
          char small = single(checker, cp);
          table[cp] = small != 0 ? small : single(checker, UCharacter.toUpperCase(cp));
        }
      }
    }
    return table;
  }

  private static char single(SpoofChecker checker, int cp) {
    String skeleton = checker.getSkeleton(UCharacter.toString(cp));
    if (skeleton.length() != 1) {
      return 0;
    }
    char c = Character.toLowerCase(skeleton.charAt(0));
    return c >= 'a' && c <= 'z' ? c : 0;
  }

  /** How many letters of a word belong to each script. */
  private record Scripts(int latin, int cyrillic, int greek, int other) {
    static Scripts of(MappedChars text, int from, int end) {
      int latin = 0;
      int cyrillic = 0;
      int greek = 0;
      int other = 0;
      for (int i = from; i < end; i++) {
        char c = text.chars[i];
        int script = c < 0x80 ? UScript.LATIN : UScript.getScript(c);
        switch (script) {
          case UScript.LATIN -> latin++;
          case UScript.CYRILLIC -> cyrillic++;
          case UScript.GREEK -> greek++;
          default -> other++;
        }
      }
      return new Scripts(latin, cyrillic, greek, other);
    }

    boolean mixed() {
      int kinds = 0;
      for (int count : new int[] {latin, cyrillic, greek, other}) {
        kinds += count > 0 ? 1 : 0;
      }
      return kinds > 1;
    }
  }
}
