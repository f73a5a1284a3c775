package dev.halcyon.engine.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which texts the models over words can read: English, and what has no letters. Stateless. */
public final class EnglishText {
  private static final String LANGUAGE = "en";

  /** One in so many letters of another script is too many. */
  private static final int MOST_FOREIGN = 3;

  private static final Normaliser NORMALISER = new Normaliser(KnownWords.shipped());

  private EnglishText() {}

  /**
   * Why a text is not for the models, or null when they can read it. Text without any letter, such
   * as emoji alone, belongs to no language and is read by the emoji's names.
   *
   * @param language ISO 639-1, or {@code und}
   */
  public static @Nullable String whyNot(String text, String language) {
    if (text.codePoints().noneMatch(Character::isLetter)) {
      return null;
    }
    if (language.equals(LanguageIdentifier.UNDETERMINED)) {
      return "the language could not be told; the model knows English";
    }
    if (!language.equals(LANGUAGE)) {
      return "the text is in "
          + Locale.forLanguageTag(language).getDisplayLanguage(Locale.ENGLISH)
          + "; the model knows English";
    }
    // Whatever the platform declared: to the model these letters are noise. Letters of another
    // script that only stand for Latin ones are undone before it reads, so they do not count.
    return foreign(text) && foreign(NORMALISER.normalise(text).text())
        ? "too many of its letters are not those of English"
        : null;
  }

  private static boolean foreign(String text) {
    int letters = 0;
    int latin = 0;
    for (int i = 0; i < text.length(); ) {
      int cp = text.codePointAt(i);
      i += Character.charCount(cp);
      if (Character.isLetter(cp)) {
        letters++;
        latin += readable(cp) ? 1 : 0;
      }
    }
    return (letters - latin) * MOST_FOREIGN > letters;
  }

  /** Look-alikes of Latin letters, drawn and styled ones too, are undone before a model reads. */
  private static boolean readable(int cp) {
    Character.UnicodeScript script = Character.UnicodeScript.of(cp);
    return script == Character.UnicodeScript.LATIN || script == Character.UnicodeScript.COMMON;
  }
}
