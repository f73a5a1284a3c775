package dev.halcyon.engine.personal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.validator.routines.CodeValidator;
import org.apache.commons.validator.routines.CreditCardValidator;
import org.apache.commons.validator.routines.CreditCardValidator.CreditCardRange;
import org.apache.commons.validator.routines.IBANValidator;

/** Finds account and card numbers, which prove themselves by check digits. Stateless. */
final class Numbers {
  private static final int FEWEST_CARD_DIGITS = 12;
  private static final int MOST_CARD_DIGITS = 19;
  private static final IBANValidator IBANS = IBANValidator.getInstance();

  /** Issuers' ranges as published in ISO/IEC 7812 registers; the library's own, and more. */
  private static final CreditCardValidator CARDS =
      new CreditCardValidator(
          new CodeValidator[] {
            CreditCardValidator.AMEX_VALIDATOR,
            CreditCardValidator.VISA_VALIDATOR,
            CreditCardValidator.VPAY_VALIDATOR,
            CreditCardValidator.MASTERCARD_VALIDATOR,
            CreditCardValidator.DISCOVER_VALIDATOR,
            CreditCardValidator.DINERS_VALIDATOR
          },
          new CreditCardRange[] {
            new CreditCardRange("3528", "3589", 16, 19), // JCB
            new CreditCardRange("2131", "2131", 15, 15), // JCB before 2008
            new CreditCardRange("1800", "1800", 15, 15),
            new CreditCardRange("62", "62", 16, 19), // UnionPay
            new CreditCardRange("2200", "2204", 16, 19), // Mir
            new CreditCardRange("50", "50", 12, 19), // Maestro
            new CreditCardRange("56", "58", 12, 19),
            new CreditCardRange("63", "63", 12, 19),
            new CreditCardRange("67", "67", 12, 19)
          });

  private Numbers() {}

  /** Account numbers, written in one piece or in groups. */
  static void ibans(String folded, List<Finding> found) {
    for (int i = 0; i + 4 < folded.length(); i++) {
      if (letter(folded, i)
          && letter(folded, i + 1)
          && digit(folded, i + 2)
          && digit(folded, i + 3)
          && (i == 0 || !Character.isLetterOrDigit(folded.charAt(i - 1)))) {
        int end = ibanEnd(folded, i);
        if (end > i) {
          found.add(new Finding(PersonalKind.IBAN, i, end));
          i = end - 1;
        }
      }
    }
  }

  private static int ibanEnd(String text, int from) {
    IBANValidator.Validator form =
        IBANS.getValidator(text.substring(from, from + 2).toUpperCase(Locale.ROOT));
    if (form == null) {
      return from;
    }
    StringBuilder number = new StringBuilder(form.getIbanLength());
    int at = from;
    while (at < text.length() && number.length() < form.getIbanLength()) {
      if (letter(text, at) || digit(text, at)) {
        number.append(text.charAt(at));
      } else if ((text.charAt(at) != ' ' && text.charAt(at) != '-') || text.charAt(at - 1) == ' ') {
        break;
      }
      at++;
    }
    boolean whole = at == text.length() || !Character.isLetterOrDigit(text.charAt(at));
    return whole && IBANS.isValid(number.toString().toUpperCase(Locale.ROOT)) ? at : from;
  }

  /** Card numbers, in one piece or in groups with one space or hyphen between. */
  static void cards(String folded, List<Finding> found) {
    for (int i = 0; i < folded.length(); ) {
      if (!digit(folded, i)) {
        i++;
        continue;
      }
      List<int[]> groups = groups(folded, i);
      boolean apart = i == 0 || !Character.isLetterOrDigit(folded.charAt(i - 1));
      int end = groups.getLast()[1];
      if (apart) {
        cards(folded, groups, found);
      }
      i = end;
    }
  }

  /** The groups of digits that follow each other from here, each as its start and end. */
  private static List<int[]> groups(String text, int from) {
    List<int[]> groups = new ArrayList<>();
    int at = from;
    while (at < text.length() && digit(text, at)) {
      int start = at;
      while (at < text.length() && digit(text, at)) {
        at++;
      }
      groups.add(new int[] {start, at});
      if (at + 1 < text.length()
          && (text.charAt(at) == ' ' || text.charAt(at) == '-')
          && digit(text, at + 1)) {
        at++;
      }
    }
    return groups;
  }

  private static void cards(String text, List<int[]> groups, List<Finding> found) {
    for (int first = 0; first < groups.size(); ) {
      int best = -1;
      StringBuilder number = new StringBuilder();
      for (int last = first; last < groups.size(); last++) {
        int[] group = groups.get(last);
        if (number.length() + group[1] - group[0] > MOST_CARD_DIGITS) {
          break;
        }
        number.append(text, group[0], group[1]);
        boolean inGroups = last > first;
        if (number.length() >= FEWEST_CARD_DIGITS
            && (!inGroups || group[1] - group[0] >= 2)
            && CARDS.isValid(number.toString())) {
          best = last;
        }
      }
      boolean apart =
          best < 0
              || groups.get(best)[1] == text.length()
              || !Character.isLetter(text.charAt(groups.get(best)[1]));
      if (best >= 0 && apart) {
        found.add(new Finding(PersonalKind.CARD, groups.get(first)[0], groups.get(best)[1]));
        first = best + 1;
      } else {
        first++;
      }
    }
  }

  private static boolean digit(String text, int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static boolean letter(String text, int at) {
    return text.charAt(at) >= 'a' && text.charAt(at) <= 'z';
  }
}
