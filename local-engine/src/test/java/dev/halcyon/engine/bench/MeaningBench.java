package dev.halcyon.engine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.cache.MeaningCacheStage;
import dev.halcyon.engine.fingerprint.EmbeddingIndex;
import dev.halcyon.engine.text.deep.DeepModels;
import dev.halcyon.engine.text.deep.EncoderMeaning;
import dev.halcyon.engine.text.deep.SentenceEncoder;
import dev.halcyon.protocol.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * From which cosine on two texts say the same: how many paraphrases lie that near to what they
 * paraphrase, and how many posts that nobody objected to lie that near to one of as many harmful
 * ones of the same kind. The second half needs the posts beside the checkout.
 */
public final class MeaningBench {
  private static final double[] COSINES = {0.70, 0.75, MeaningCacheStage.NEAR, 0.85, 0.90};
  private static final int MOST = 1_000;
  private static final int SHORTEST = 20;

  private static final String[][] PARAPHRASES = {
    {
      "You can earn five thousand dollars a week from home, write to me for details",
      "Earn five thousand dollars per week from your home! Write me for the details"
    },
    {
      "Your account is locked, verify your password immediately",
      "Verify your password right away, your account has been locked"
    },
    {
      "I will find you and beat you up after school",
      "After school I'm going to find you and beat you"
    },
    {"Nobody wants you here, just kill yourself", "No one wants you around, go kill yourself"},
    {
      "You are a pathetic idiot and everybody knows it",
      "Everyone knows that you're a pathetic idiot"
    },
    {
      "Those people are vermin and should be thrown out of the country",
      "These people are vermin, throw them out of our country"
    },
    {
      "Claim your free prize now before it expires tonight",
      "Your free prize expires tonight, claim it now"
    },
    {
      "Send me nude pictures now or I tell your parents",
      "Send nudes now or I will tell your mum and dad"
    },
    {
      "The vaccine is poison and they hide it from you",
      "They are hiding from you that the vaccine is poison"
    },
    {
      "I want to die tonight, nobody would miss me",
      "Nobody would miss me if I died tonight, and I want to"
    },
    {
      "Cheap pills without prescription, order today",
      "Order cheap pills today, no prescription needed"
    },
    {
      "Double your bitcoin today, guaranteed profit",
      "Guaranteed profit: your bitcoin doubled today"
    },
    {
      "Women are too stupid to vote and should stay in the kitchen",
      "Women should stay in the kitchen, they're too stupid for voting"
    },
    {"We should burn their houses down tonight", "Tonight let us burn down their homes"},
    {
      "She lives at the corner house, go and scare her",
      "Go scare her, she lives in the house on the corner"
    },
    {
      "The election was moved to next week, do not go today",
      "Don't go today, they moved the election to next week"
    },
  };

  private final EncoderMeaning meaning;

  private MeaningBench(DeepModels models) {
    meaning = new EncoderMeaning(models);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (DeepModels models = DeepModels.shipped()) {
      MeaningBench bench = new MeaningBench(models);
      bench.paraphrases();
      bench.others();
    }
    System.exit(0); // the encoder's threads would keep the process
  }

  private float[] point(String text) throws InterruptedException {
    return meaning.of(text, Instant.now().plusSeconds(60)).orElseThrow();
  }

  private void paraphrases() throws InterruptedException {
    List<Double> near = new ArrayList<>();
    for (String[] pair : PARAPHRASES) {
      EmbeddingIndex one = new EmbeddingIndex(SentenceEncoder.DIMENSIONS);
      one.add(point(pair[0]));
      near.add(one.nearest(point(pair[1]), 1).getFirst().cosine());
    }
    print("meaning.paraphrases", near);
  }

  private void others() throws IOException, InterruptedException {
    EmbeddingIndex harmful = new EmbeddingIndex(SentenceEncoder.DIMENSIONS);
    List<Double> near = new ArrayList<>();
    List<String> ordinary = new ArrayList<>();
    for (String name : List.of("davidson", "edos_sexism")) {
      for (String text : read(name, true)) {
        harmful.add(point(text));
      }
      ordinary.addAll(read(name, false));
    }
    if (harmful.size() == 0) {
      System.out.println("no posts at hand: only paraphrases were measured");
      return;
    }
    for (String text : ordinary) {
      near.add(harmful.nearest(point(text), 1).getFirst().cosine());
    }
    System.out.println(harmful.size() + " harmful posts remembered");
    print("meaning.unobjected", near);
  }

  /** Posts of a set that somebody objected to, or nobody. */
  private static List<String> read(String name, boolean objected) throws IOException {
    String named = System.getenv("HALCYON_DATA_SHARED");
    Path data = named == null ? Path.of("..", "shared", "data") : Path.of(named);
    Path file = data.resolve("train").resolve(name + ".jsonl.gz");
    List<String> texts = new ArrayList<>();
    if (Files.exists(file)) {
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
        for (String line; texts.size() < MOST && (line = in.readLine()) != null; ) {
          JsonNode post = Wire.read(line, JsonNode.class);
          double worst = 0;
          for (JsonNode label : post.get("labels")) {
            worst = Math.max(worst, label.asDouble());
          }
          String text = post.get("text").asText();
          if (text.length() >= SHORTEST && (objected ? worst >= 0.5 : worst < 0.2)) {
            texts.add(text);
          }
        }
      }
    }
    return texts;
  }

  private static void print(String name, List<Double> cosines) {
    for (double from : COSINES) {
      int near = (int) cosines.stream().filter(each -> each >= from).count();
      Figures.share(String.format(Locale.ROOT, "%s.from-%.2f", name, from), near, cosines.size());
    }
  }
}
