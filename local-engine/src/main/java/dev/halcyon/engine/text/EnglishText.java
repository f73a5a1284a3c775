package dev.halcyon.engine.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which texts the models over words can read: English, and what has no letters. Stateless. */
public final class EnglishText {
  private static final String LANGUAGE = "en";

  private EnglishText() {}

  /**
   * Why a text is not for the models, or null when they can read it. Text without any letter, such
   * as emoji alone, belongs to no language and is read by the emoji's names.
   *
   * @param language ISO 639-1, or {@code und}
   */
  public static @Nullable String whyNot(String text, String language) {
    if (language.equals(LANGUAGE) || text.codePoints().noneMatch(Character::isLetter)) {
      return null;
    }
    return language.equals(LanguageIdentifier.UNDETERMINED)
        ? "the language could not be told; the model knows English"
        : "the text is in "
            + Locale.forLanguageTag(language).getDisplayLanguage(Locale.ENGLISH)
            + "; the model knows English";
  }
}
