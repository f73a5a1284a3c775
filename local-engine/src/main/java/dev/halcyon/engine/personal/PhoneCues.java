package dev.halcyon.engine.personal;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;

/**
 * Finds telephone numbers by the words beside them, where no numbering plan vouches: of countries
 * that the text does not name, or mistyped. Only the words make {@code 374 780 163} a number that
 * somebody answers, so without such a word right beside it nothing is found. Stateless.
 */
final class PhoneCues {
  private static final int FEWEST_DIGITS = 7;
  private static final int MOST_DIGITS = 15;

  /** Digits in groups, with what people write between them and an extension behind. */
  private static final String NUMBER =
      "(\\+?\\(?\\d{1,5}\\)?(?:[ ./-]{0,2}\\(?\\d{1,8}\\)?){1,6})(?: ?(?:x|ext\\.?) ?\\d{1,6})?";

  private static final String BETWEEN =
      "(?: ?(?:numbers?|no|nr|n[º°]|line|is|:|\\.|#|=|-|–|at|on|to|under|auf|unter|an|al|el|es|au|le"
          + "|est|é|по|номер)){0,4}\\s{0,3}";

  /** What before a number says that it is one to call. */
  private static final Pattern BEFORE =
      Pattern.compile(
          "\\b(?:(?:tele)?phones?|tel|telefone?|teléfono|téléphone|telefono|telefoon|tlf|mobile|mob"
              + "|cell(?:phone|ular)?|celular|cellulare|móvil|portable|handy(?:nummer)?|rufnummer"
              + "|fax|whatsapp|viber|voicemail|hotline|landline|sms|(?:call|text|ring|phone|dial|whatsapp)(?:"
              + " (?:me|us|him|her|them|(?:my|his|her) \\w{2,10}))?(?:"
              + " (?:back|up|now|today|tonight|anytime|asap))?|reach"
              + " (?:me|us|him|her|them)|answering|(?:texts|calls|messages)"
              + " (?:to|from)|(?:my|his|her|their|our|your|contact) number|ruf"
              + " (?:mich|uns|ihn|sie)(?:"
              + " an)?|anrufen|erreichbar|llám[ae]\\w{0,4}|llama\\w{0,4}|appel\\w{0,4}|chiam\\w{0,4})"
              + BETWEEN
              + NUMBER);

  private static final Pattern BEFORE_CYRILLIC =
      Pattern.compile("(?:телефон\\p{L}{0,3}|тел|моб|звони\\p{L}{0,4})" + BETWEEN + NUMBER);

  private static final Pattern AFTER =
      Pattern.compile(NUMBER + " ?[-,(]? ?(?:office|fax|mobile|cell|landline|whatsapp)\\b");

  /** Amounts, dates, times and shares look like groups of digits too. */
  private static final Pattern OTHER =
      Pattern.compile(
          "(?:19|20)\\d{2}[./-][01]?\\d[./-][0-3]?\\d(?:"
              + " .*)?|[0-3]?\\d[./-][0-3]?\\d[./-](?:19|20)?\\d{2}(?:"
              + " .*)?|[1-9]\\d{0,2}(?:\\.\\d{3})+|[1-9](?: \\d{3})+|(?:19|20)\\d{2}["
              + " ./-]{1,2}(?:19|20)\\d{2}");

  /** What a text must hold for the patterns to be tried, which costs far more than looking. */
  private static final List<String> WORDS =
      List.of(
          "phone",
          "tel",
          "tlf",
          "tél",
          "mob",
          "móvil",
          "cel",
          "portable",
          "handy",
          "rufnummer",
          "fax",
          "office",
          "whatsapp",
          "viber",
          "voicemail",
          "hotline",
          "landline",
          "sms",
          "call",
          "text",
          "ring",
          "dial",
          "reach",
          "answering",
          "messages",
          "number",
          "ruf",
          "erreichbar",
          "llám",
          "llam",
          "appel",
          "chiam",
          "тел",
          "моб",
          "звони");

  private PhoneCues() {}

  /**
   * Adds the numbers that words speak for.
   *
   * @param folded the text in small letters
   */
  static void find(String folded, List<Finding> found) {
    if (!Addresses.holds(folded, WORDS)) {
      return;
    }
    for (Pattern each : List.of(BEFORE, BEFORE_CYRILLIC, AFTER)) {
      Matcher matcher = each.matcher(folded);
      while (matcher.find()) {
        add(folded, matcher.start(1), matcher.end(1), matcher.end(), each == AFTER, found);
      }
    }
  }

  private static void add(
      String text, int start, int end, int whole, boolean after, List<Finding> found) {
    String number = text.substring(start, end);
    long digits = number.chars().filter(Character::isDigit).count();
    int to = after ? end : whole;
    if (digits >= FEWEST_DIGITS
        && digits <= MOST_DIGITS
        && !OTHER.matcher(number).matches()
        && !Shapes.wordAt(text, start - 1)
        && !Shapes.wordAt(text, to)
        && !goesOn(text, to)) {
      found.add(new Finding(PersonalKind.PHONE, start, to));
    }
  }

  /** Whether the digits go on as an amount, a time or a share. */
  private static boolean goesOn(String text, int at) {
    return at < text.length()
        && (text.charAt(at) == '%'
            || text.charAt(at) == '€'
            || ",.:".indexOf(text.charAt(at)) >= 0 && Shapes.wordAt(text, at + 1));
  }
}
