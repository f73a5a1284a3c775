package dev.halcyon.engine.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.jspecify.annotations.Nullable;

/**
 * Says which language a text is in, or that it cannot say: by its letters (Apache OpenNLP,
 * character n-grams, 103 languages; loads on first use) and, for English, by its words, both after
 * the normaliser has undone disguises. Safe for any thread.
 */
public final class LanguageIdentifier {
  /** What is answered for texts too short or too mixed to tell. */
  public static final String UNDETERMINED = "und";

  private static final int FEWEST_LETTERS = 15;
  private static final int CHARS_READ = 2_000;

  /** How far the first guess must lead the second; measured in docs/decisions/0013. */
  private static final double CLEAR_LEAD = 1.1;

  private static final Pattern NOISE =
      Pattern.compile("(?:https?://|www\\.)\\S+|[@#]\\S+|\\p{So}+");
  private static final Map<String, String> TWO_LETTER = twoLetter();
  private static final String ENGLISH = "en";

  private final Normaliser normaliser = new Normaliser(KnownWords.shipped());

  /** ISO 639-1, or {@code und}. */
  public String identify(String text) {
    String head = text.length() > CHARS_READ ? text.substring(0, CHARS_READ) : text;
    String clean = NOISE.matcher(normaliser.normalise(head).text()).replaceAll(" ");
    DisguisedWords.Read read = DisguisedWords.in(clean, KnownWords.shipped());
    String words = read.text();
    EnglishWords english = EnglishWords.in(words, read.struck());
    if (english == EnglishWords.CLEAR) {
      return ENGLISH;
    }
    String byLetters = byLetters(words);
    return byLetters.equals(UNDETERMINED) && english == EnglishWords.LIKELY ? ENGLISH : byLetters;
  }

  private static String byLetters(String words) {
    if (words.codePoints().filter(Character::isLetter).count() < FEWEST_LETTERS) {
      return UNDETERMINED;
    }
    Language[] guesses = new LanguageDetectorME(Model.MODEL).predictLanguages(words);
    if (guesses.length == 0
        || (guesses.length > 1
            && guesses[0].getConfidence() < CLEAR_LEAD * guesses[1].getConfidence())) {
      return UNDETERMINED;
    }
    String code = guesses[0].getLang();
    return TWO_LETTER.getOrDefault(code, code);
  }

  /** The language of an item: as declared, cut to its ISO 639-1 part, else identified. */
  public String languageOf(String text, @Nullable String declared) {
    if (declared == null || declared.isBlank() || declared.equalsIgnoreCase(UNDETERMINED)) {
      return identify(text);
    }
    String language = Locale.forLanguageTag(declared.strip().replace('_', '-')).getLanguage();
    return language.isEmpty() ? identify(text) : TWO_LETTER.getOrDefault(language, language);
  }

  private static Map<String, String> twoLetter() {
    Map<String, String> codes = new HashMap<>();
    for (String two : Locale.getISOLanguages()) {
      codes.put(Locale.of(two).getISO3Language(), two);
    }
    // Individual languages the model names where ISO 639-1 has only the group.
    codes.putAll(
        Map.of(
            "cmn", "zh", "pes", "fa", "nob", "no", "nno", "no", "ekk", "et", "lvs", "lv", "plt",
            "mg", "zlm", "ms", "gsw", "de", "san", "sa"));
    return Map.copyOf(codes);
  }

  private static final class Model {
    static final LanguageDetectorModel MODEL = load();

    private static LanguageDetectorModel load() {
      try (@Nullable InputStream file =
          LanguageDetectorModel.class.getResourceAsStream("/langdetect-183.bin")) {
        if (file == null) {
          throw new IllegalStateException("opennlp-models-langdetect is not on the class path");
        }
        return new LanguageDetectorModel(file);
      } catch (IOException e) {
        throw new UncheckedIOException("the language model cannot be read", e);
      }
    }
  }
}
