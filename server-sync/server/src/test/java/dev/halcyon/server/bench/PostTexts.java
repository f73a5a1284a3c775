package dev.halcyon.server.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The words of a generated day: a text for each rank, always the same, and what people do to a text
 * to get it past a filter. Immutable.
 */
final class PostTexts {
  private static final String[] WORDS =
      """
      the a my our this that some good new old long short happy quiet busy early late morning
      evening weekend garden kitchen train bus station river mountain beach library museum concert
      dinner breakfast coffee tea bread soup salad cake cat dog bird tree flower rain sun snow wind
      we they she he you found made saw bought read wrote painted cooked walked visited planned
      finished started shared thanks really very quite today tomorrow yesterday again finally with
      for from near after before about and but because friends family neighbour teacher colleague
      recipe photo book song film story game match team season holiday trip idea plan project
      """
          .strip()
          .split("\\s+");

  /** Sentences that a platform would want looked at. */
  private static final String[] RISKY = {
    "you are a pathetic idiot and everybody knows it",
    "shut up you stupid fat loser",
    "what a dumb worthless moron you are",
    "i will find you and beat you up",
    "i am going to kill you tomorrow",
    "nobody wants you here just kill yourself",
    "i want to die tonight",
    "those people are vermin and should be thrown out of the country",
    "send me nude pictures now",
    "she is a disgusting whore",
  };

  private static final String[] OFFERS = {
    "You have won a free prize, claim it now at",
    "Double your bitcoin today, guaranteed profit, only here",
    "Cheap pills without prescription, order now at",
    "Work from home and earn 5000 a week, text WIN to",
    "Your account is locked, verify your password immediately at",
    "All of them are vermin, pass this on before they delete it",
    "Meet hot singles near you tonight, free, click",
    "The vaccine is poison, they hide it, share before it is gone",
  };

  /** Shares in a hundred and lengths in characters. */
  private static final int[][] LENGTHS = {
    {35, 15, 59}, {35, 60, 139}, {20, 140, 299}, {10, 300, 600}
  };

  private static final int POSTS_ONE_IN = 8;
  private static final int RISKY_IN_A_HUNDRED = 4;
  private static final String PLAIN = "ioeast";
  private static final String LEET = "103@$7";
  private static final String LATIN = "aeopcxy";
  private static final String CYRILLIC = "аеорсху";

  private final long seed;
  private final List<String> posts;

  /**
   * @param posts that people wrote: one text in eight is one of them, if there are any
   */
  PostTexts(long seed, List<String> posts) {
    this.seed = seed;
    this.posts = List.copyOf(posts);
  }

  String of(int rank) {
    if (rank < 0) {
      return campaign(-1 - rank);
    }
    Random random = new Random(seed * 31 + rank);
    random.nextLong();
    if (!posts.isEmpty() && random.nextInt(POSTS_ONE_IN) == 0) {
      return posts.get(random.nextInt(posts.size()));
    }
    String risky =
        random.nextInt(100) < RISKY_IN_A_HUNDRED ? RISKY[random.nextInt(RISKY.length)] : "";
    return filled(random, risky);
  }

  /** What a campaign says, by its number. */
  String campaign(int number) {
    Random random = new Random(seed * 37 + number);
    random.nextLong();
    String offer = OFFERS[random.nextInt(OFFERS.length)];
    return filled(random, offer + " www.offer-" + number + ".example");
  }

  private static String filled(Random random, String sentence) {
    int at = random.nextInt(100);
    int band = 0;
    while (at >= LENGTHS[band][0]) {
      at -= LENGTHS[band++][0];
    }
    int length = LENGTHS[band][1] + random.nextInt(LENGTHS[band][2] - LENGTHS[band][1]);
    StringBuilder text = new StringBuilder(sentence);
    boolean before = random.nextBoolean();
    while (text.length() < length) {
      String word = WORDS[random.nextInt(WORDS.length)];
      if (before) {
        text.insert(0, word + " ");
      } else {
        text.append(text.isEmpty() ? "" : " ").append(word);
      }
    }
    return text.toString();
  }

  static String oneLetterChanged(String text, Random random) {
    int at = letter(text, random);
    char other = (char) ('a' + random.nextInt(26));
    other = other == text.charAt(at) ? 'q' : other;
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  private static int letter(String text, Random random) {
    int at = random.nextInt(text.length());
    for (int i = 0; i < text.length(); i++) {
      int here = (at + i) % text.length();
      char c = text.charAt(here);
      if (c >= 'a' && c <= 'z') {
        return here;
      }
    }
    return at;
  }

  /** Two neighbouring words in each other's place. */
  static String wordsExchanged(String text, Random random) {
    List<String> words = new ArrayList<>(Arrays.asList(text.split(" ")));
    if (words.size() < 2) {
      return text + " ok";
    }
    int at = random.nextInt(words.size() - 1);
    words.add(at, words.remove(at + 1));
    return String.join(" ", words);
  }

  /** A digit or sign for a letter, a letter of another script, or nothing seen between two. */
  static String disguised(String text, Random random) {
    int way = random.nextInt(3);
    String from = way == 0 ? PLAIN : LATIN;
    String to = way == 0 ? LEET : CYRILLIC;
    if (way < 2) {
      int begin = random.nextInt(text.length());
      for (int i = 0; i < text.length(); i++) {
        int at = (begin + i) % text.length();
        int which = from.indexOf(text.charAt(at));
        if (which >= 0) {
          return text.substring(0, at) + to.charAt(which) + text.substring(at + 1);
        }
      }
    }
    int at = letter(text, random);
    return text.substring(0, at + 1) + '\u200b' + text.substring(at + 1);
  }
}
