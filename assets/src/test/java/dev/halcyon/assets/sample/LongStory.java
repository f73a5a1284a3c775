package dev.halcyon.assets.sample;

import java.util.random.RandomGenerator;

/** Writes the one very long text of the corpus: a keeper's log of about 20,000 characters. */
final class LongStory {
  private static final int LENGTH = 20_000;
  private static final String[] WEATHER = {
    "Fog until noon", "A stiff breeze from the north-west", "Clear and cold",
        "Rain, then more rain",
    "Swell from the south", "Not a breath of wind", "Hail at breakfast", "A red sky in the morning"
  };
  private static final String[] SIGHT = {
    "two trawlers heading home",
    "a pod of porpoises close to the rocks",
    "the mail boat, an hour late",
    "a three-masted barque under full sail",
    "nothing but gulls",
    "the lights of the ferry, steady and warm",
    "a seal asleep on the landing steps",
    "a kite that somebody's child must be missing"
  };
  private static final String[] WORK = {
    "Trimmed the lamp and polished the lens.",
    "Painted the north side of the railing.",
    "Wound the clockwork and oiled the bearings.",
    "Carried forty buckets of coal, counted them twice.",
    "Mended the fog bell, which had gone flat.",
    "Wrote to the harbour master about the broken ladder.",
    "Baked bread; the second loaf was better.",
    "Took the boat round and checked the mooring chain."
  };
  private static final String[] THOUGHT = {
    "It is a good kind of quiet.",
    "My sister writes that the plums are ripe.",
    "I read the last chapter again and liked it more.",
    "Nobody needed us tonight, which is the best thing a light can say.",
    "The cat disagrees with the barometer, and the cat is usually right.",
    "I have started to name the waves, and must stop."
  };

  private LongStory() {}

  static String write(String title) {
    RandomGenerator random = Chance.of("long-story");
    StringBuilder story = new StringBuilder(title).append("\n");
    for (int day = 1; story.length() < LENGTH; day++) {
      story
          .append("\nDay ")
          .append(day)
          .append(". ")
          .append(pick(WEATHER, random))
          .append(". Sighted ")
          .append(pick(SIGHT, random))
          .append(". ")
          .append(pick(WORK, random))
          .append(' ')
          .append(pick(THOUGHT, random))
          .append('\n');
    }
    return story.toString();
  }

  private static String pick(String[] from, RandomGenerator random) {
    return from[random.nextInt(from.length)];
  }
}
