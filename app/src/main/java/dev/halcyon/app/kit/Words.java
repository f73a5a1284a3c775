package dev.halcyon.app.kit;

import com.ibm.icu.text.MessageFormat;
import dev.halcyon.assets.Assets;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every sentence the workbench shows, by key and in the reader's language: whole sentences with
 * placeholders ({@code {0}}, ICU plurals), never glued from parts. Immutable, safe for any thread.
 *
 * <p>English, German and Spanish are complete, which a test holds; a key that another language
 * lacks is said in English.
 */
public final class Words {
  /** The bundles under {@code assets/messages}, one for each part that is written by itself. */
  public static final List<String> BUNDLES =
      List.of("halcyon", "halcyon-review", "halcyon-wellness", "halcyon-plan");

  private static final Logger LOG = LoggerFactory.getLogger(Words.class);

  private final Locale locale;
  private final Properties texts;
  // Reading a pattern costs more than filling it in; a pattern is for one thread at a time.
  private final Map<String, MessageFormat> patterns = new ConcurrentHashMap<>();

  private Words(Locale locale, Properties texts) {
    this.locale = locale;
    this.texts = texts;
  }

  /** The words for a language; English for one that has no bundles. */
  public static Words in(Locale locale) {
    Properties english = new Properties();
    BUNDLES.forEach(bundle -> load(bundle, english));
    Properties texts = new Properties(english);
    if (locale.getLanguage().equals(PseudoLocale.LOCALE.getLanguage())) {
      english
          .stringPropertyNames()
          .forEach(key -> texts.setProperty(key, PseudoLocale.of(english.getProperty(key))));
      return new Words(locale, texts);
    }
    if (!locale.getLanguage().equals("en")) {
      BUNDLES.forEach(bundle -> load(bundle + "_" + locale.getLanguage(), texts));
    }
    return new Words(locale, texts);
  }

  private static void load(String bundle, Properties into) {
    try (Reader reader =
        new InputStreamReader(
            Assets.open("messages/" + bundle + ".properties"), StandardCharsets.UTF_8)) {
      into.load(reader);
    } catch (FileNotFoundException _) {
      LOG.debug("no bundle {}", bundle);
    } catch (IOException e) {
      throw new UncheckedIOException("the words of " + bundle + " cannot be read", e);
    }
  }

  /**
   * Loads the rules of numbers, plurals, times and names of languages, which the first sentence
   * with a placeholder would wait for; takes tens of milliseconds, so not for the FX thread.
   */
  public void warm() {
    new MessageFormat("{0, plural, one {#} other {#}} {1, number} {2, time, short}", locale)
        .format(new Object[] {1, 0.5, new Date(0)});
    language("en");
  }

  /** The language these are in. */
  public Locale locale() {
    return locale;
  }

  /** Every key there is. */
  public Set<String> keys() {
    return texts.stringPropertyNames();
  }

  /** The sentence of a key with its placeholders filled in, in the order {@code {0}, {1}, …}. */
  public String say(String key, Object... values) {
    String text = texts.getProperty(key);
    if (text == null) {
      LOG.warn("no words for {}", key);
      return "[" + key + "]";
    }
    if (values.length == 0) {
      return text;
    }
    MessageFormat pattern = patterns.computeIfAbsent(key, _ -> new MessageFormat(text, locale));
    synchronized (pattern) {
      return pattern.format(values);
    }
  }

  /** The sentence of a key, if there is one. */
  public Optional<String> find(String key) {
    return Optional.ofNullable(texts.getProperty(key));
  }

  /**
   * What happened, in these words' language where its code is a problem of every day, else as
   * whoever found it said it.
   */
  public String happened(String code, String message) {
    return find("problem.said." + code).orElse(message);
  }

  /** What to do about it, like {@link #happened}. */
  public String remedy(String code, String remedy) {
    return find("problem.said." + code + ".remedy").orElse(remedy);
  }

  /**
   * What people call a value of the vocabulary: {@code Category.SELF_HARM} is the key {@code
   * category.self_harm}.
   */
  public String name(Enum<?> value) {
    return say(key(value));
  }

  /** The key of {@link #name(Enum)}. */
  public static String key(Enum<?> value) {
    return (value.getDeclaringClass().getSimpleName() + "." + value.name())
        .toLowerCase(Locale.ROOT);
  }

  /** A language by its code, in these words' language: {@code de} is "German". */
  public String language(String code) {
    return code.isEmpty() || code.equals("und")
        ? say("language.unknown")
        : Locale.of(code).getDisplayLanguage(locale);
  }
}
