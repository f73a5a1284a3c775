package dev.halcyon.engine.text.train;

import java.util.Random;

/**
 * Disguises words the way people do who want to be read by people and not by filters, to measure
 * what that costs a model. The same text and seed give the same disguise. Stateless.
 */
enum Disguise {
  /** Digits and signs for letters: {@code st0p}. */
  LEET {
    @Override
    String word(String word, Random random) {
      return replaced(word, "aeiost", "4310$7", random);
    }
  },

  /** A zero-width space inside the word. */
  INVISIBLE {
    @Override
    String word(String word, Random random) {
      int at = 1 + random.nextInt(word.length() - 1);
      return word.substring(0, at) + '\u200B' + word.substring(at);
    }
  },

  /** Cyrillic letters that look like Latin ones. */
  LOOKALIKE {
    @Override
    String word(String word, Random random) {
      return replaced(word, "aceopxyi", "асеорхуі", random);
    }
  },

  /** A space after each letter. */
  SPACED {
    @Override
    String word(String word, Random random) {
      return String.join(" ", word.split(""));
    }
  },

  /** A dot after each letter. */
  DOTTED {
    @Override
    String word(String word, Random random) {
      return String.join(".", word.split(""));
    }
  },

  /** One letter drawn out. */
  DRAWN_OUT {
    @Override
    String word(String word, Random random) {
      int at = random.nextInt(word.length());
      return word.substring(0, at) + word.substring(at, at + 1).repeat(4) + word.substring(at + 1);
    }
  },

  /** Letters of full width, as East Asian keyboards write them. */
  FULL_WIDTH {
    @Override
    String word(String word, Random random) {
      StringBuilder out = new StringBuilder();
      word.chars().forEach(c -> out.append((char) (c > ' ' && c < 0x7F ? c + 0xFEE0 : c)));
      return out.toString();
    }
  };

  private static final int SHORTEST = 4;

  abstract String word(String word, Random random);

  private static String replaced(String word, String from, String to, Random random) {
    StringBuilder out = new StringBuilder();
    for (char c : word.toCharArray()) {
      int at = from.indexOf(Character.toLowerCase(c));
      out.append(at >= 0 && random.nextInt(3) > 0 ? to.charAt(at) : c);
    }
    return out.toString();
  }

  /** Every other word of four letters or more in this disguise. */
  String text(String text, long seed) {
    return disguised(text, new Random(seed ^ ordinal()), this);
  }

  /** Every other word of four letters or more, each in a disguise of its own. */
  static String mixed(String text, long seed) {
    return disguised(text, new Random(seed), values());
  }

  private static String disguised(String text, Random random, Disguise... kinds) {
    StringBuilder out = new StringBuilder();
    for (String word : text.split("(?<=\\s)|(?=\\s)")) {
      boolean plain = word.chars().allMatch(c -> c < 0x80 && Character.isLetter(c));
      out.append(
          plain && word.length() >= SHORTEST && random.nextBoolean()
              ? kinds[random.nextInt(kinds.length)].word(word, random)
              : word);
    }
    return out.toString();
  }
}
