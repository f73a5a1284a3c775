package dev.halcyon.server.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * The posts of a generated day, one after the other, the same ones for the same seed: texts and
 * authors by Zipf's law, campaigns that come in bursts, and edits of what came before at known
 * rates. A text is made of its rank whenever it is wanted, so that memory does not grow with the
 * day. Confined to one thread.
 */
final class GeneratedDay {
  /** In a hundred posts: copies and edits out of campaigns, edits of what was posted; the rest. */
  private static final int CAMPAIGNS = 10;

  private static final int EDITS = 5;

  /** In a hundred posts of a campaign. */
  private static final int EXACT_IN_CAMPAIGN = 80;

  private static final int ACTIVE_CAMPAIGNS = 3;
  private static final int TEXTS = 200_000;
  private static final double TEXT_LAW = 1.2;
  private static final int AUTHORS = 200_000;
  private static final double AUTHOR_LAW = 0.9;

  /** A base lies at least so many posts back, or it would still be under way. */
  private static final int SETTLED = 1_000;

  private static final int REMEMBERED = 20_000;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** How a post came to be. */
  enum Made {
    DRAWN,
    BURST,
    LETTER,
    WORDS,
    DISGUISE
  }

  /**
   * A post.
   *
   * @param base what it was made of, its own text if it was not edited
   */
  record Post(
      int number,
      String text,
      String base,
      Made made,
      String author,
      String region,
      Surface surface) {
    Post at(String otherRegion) {
      return new Post(number, text, base, made, author, otherRegion, surface);
    }
  }

  private static final class Campaign {
    private final int rank;
    private int left;

    Campaign(int rank, int left) {
      this.rank = rank;
      this.left = left;
    }
  }

  private final Random random;
  private final PostTexts texts;
  private final int[] posted = new int[REMEMBERED];
  private final List<Campaign> campaigns = new ArrayList<>();
  private int number;
  private int campaignsBegun;

  GeneratedDay(long seed, List<String> posts) {
    this.random = new Random(seed);
    this.texts = new PostTexts(seed, posts);
  }

  /** The texts of the campaigns that are known when the day begins, for a bank. */
  List<String> known(int campaigns) {
    List<String> known = new ArrayList<>();
    for (int i = 0; i < campaigns; i++) {
      known.add(texts.campaign(i * 10));
    }
    return known;
  }

  Post next() {
    int what = random.nextInt(100);
    Post post;
    if (what < CAMPAIGNS) {
      post = campaign();
    } else if (what < CAMPAIGNS + EDITS && number > SETTLED) {
      int back = SETTLED + random.nextInt(Math.min(number, REMEMBERED) - SETTLED);
      int rank = posted[Math.floorMod(number - back, REMEMBERED)];
      post = edited(rank, texts.of(rank), Made.values()[2 + random.nextInt(3)]);
    } else {
      int rank = zipf(TEXTS, TEXT_LAW);
      String text = texts.of(rank);
      post = post(rank, text, text, Made.DRAWN);
      // Most texts have a place where they go round; a few are carried elsewhere.
      post = random.nextInt(10) == 0 ? post.at("DE") : post;
    }
    number++;
    return post;
  }

  private Post campaign() {
    while (campaigns.size() < ACTIVE_CAMPAIGNS) {
      campaigns.add(new Campaign(-1 - campaignsBegun++, 100 + random.nextInt(1_900)));
    }
    Campaign campaign = campaigns.get(random.nextInt(campaigns.size()));
    if (--campaign.left == 0) {
      campaigns.remove(campaign);
    }
    String text = texts.campaign(-1 - campaign.rank);
    return random.nextInt(100) < EXACT_IN_CAMPAIGN
        ? post(campaign.rank, text, text, Made.BURST)
        : edited(campaign.rank, text, Made.values()[2 + random.nextInt(3)]);
  }

  private Post edited(int rank, String base, Made how) {
    String text =
        switch (how) {
          case WORDS -> PostTexts.wordsExchanged(base, random);
          case DISGUISE -> PostTexts.disguised(base, random);
          default -> PostTexts.oneLetterChanged(base, random);
        };
    return post(rank, text, base, how);
  }

  private Post post(int rank, String text, String base, Made made) {
    posted[number % REMEMBERED] = rank;
    Random home = new Random(rank * GOLDEN);
    return new Post(
        number,
        text,
        base,
        made,
        "author-" + zipf(AUTHORS, AUTHOR_LAW),
        home.nextInt(10) == 0 ? "DE" : "US",
        home.nextInt(4) == 0 ? Surface.COMMENT : Surface.POST);
  }

  /** Rank r with a probability that falls as r to the power of −law. */
  private int zipf(int ranks, double law) {
    double end = Math.pow(ranks, 1 - law);
    return (int) Math.pow(1 + random.nextDouble() * (end - 1), 1 / (1 - law)) - 1;
  }

  /** Posts that people wrote, where the data lies beside the checkout; else none. */
  static List<String> atHand() throws IOException {
    String named = System.getenv("HALCYON_DATA_SHARED");
    Path data = named == null ? Path.of("..", "shared", "data") : Path.of(named);
    List<String> found = new ArrayList<>();
    for (String name : List.of("civil_comments_spans", "sms_spam")) {
      Path file = data.resolve("train").resolve(name + ".jsonl.gz");
      if (Files.exists(file)) {
        try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
          in.lines()
              .forEach(line -> found.add(Wire.read(line, JsonNode.class).get("text").asText()));
        }
      }
    }
    return found;
  }
}
