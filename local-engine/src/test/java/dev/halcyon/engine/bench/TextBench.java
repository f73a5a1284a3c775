package dev.halcyon.engine.bench;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanContextForBench;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.model.ModelRegistry;
import dev.halcyon.engine.text.CompiledRules;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.LinearScorer;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.engine.text.TextRulesStage;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Measures the text tier on made-up posts of 5 to 60 words: texts a second of the linear tier on
 * one thread and on all, microseconds a text of the rules with the shipped policy and with
 * thousands of rules, megabytes a second of the normaliser, and a whole scan. Each figure is the
 * median of rounds after a warm-up.
 */
public final class TextBench {
  private static final int ROUNDS = 7;
  private static final int TEXTS = 4_000;

  private TextBench() {}

  /** Work over all the texts. */
  private interface Work {
    void run() throws InterruptedException;
  }

  public static void main(String[] arguments) throws InterruptedException {
    ResolvedPolicy policy = Scans.policy(2);
    Normaliser normaliser = CompiledRules.of(policy).normaliser();
    List<String> texts = texts();
    long bytes = texts.stream().mapToLong(String::length).sum();
    System.out.printf(
        Locale.ROOT, "%d texts, %.0f characters on average%n", TEXTS, (double) bytes / TEXTS);

    double seconds = median(() -> texts.forEach(normaliser::normalise));
    figure("text.normaliser", bytes / seconds / 1e6, "MB/s");

    LinearHead head = ModelRegistry.shipped().textHead(null);
    seconds =
        median(
            () -> {
              for (String text : texts) {
                LinearScorer.score(head, normaliser.normalise(text)).score(0);
              }
            });
    figure("text.linear", TEXTS / seconds, "texts/s");
    seconds =
        median(
            () ->
                texts.parallelStream()
                    .forEach(
                        text -> {
                          try {
                            LinearScorer.score(head, normaliser.normalise(text)).score(0);
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        }));
    figure("text.linear.all-cores", TEXTS / seconds, "texts/s");

    figure("text.rules.shipped", rules(policy, texts) / TEXTS * 1e6, "us/text");
    figure("text.rules.5000", rules(manyRules(policy), texts) / TEXTS * 1e6, "us/text");

    try (RescanEngine engine = RescanEngine.start(EngineOptions.forServer())) {
      List<ScanRequest> requests = texts.stream().map(Scans::text).toList();
      seconds = median(() -> requests.forEach(engine::scan));
      figure("text.scan", TEXTS / seconds, "texts/s");
    }
  }

  private static double rules(ResolvedPolicy policy, List<String> texts)
      throws InterruptedException {
    TextRulesStage stage = new TextRulesStage();
    List<ScanContext> contexts =
        texts.stream().map(text -> ScanContextForBench.english(text, policy)).toList();
    return median(
        () -> {
          for (ScanContext context : contexts) {
            stage.assess(context);
          }
        });
  }

  /** The shipped rules and five thousand more: half dictionary terms, half patterns. */
  private static ResolvedPolicy manyRules(ResolvedPolicy policy) {
    List<PolicyRule> rules = new ArrayList<>(policy.rules());
    Random random = new Random(3);
    PolicyRule pattern = Scans.rule(policy, "threat-en");
    PolicyRule dictionary = Scans.rule(policy, "crisis-en");
    for (int i = 0; i < 5_000; i++) {
      PolicyRule like = i % 2 == 0 ? pattern : dictionary;
      String first = word(random);
      String second = word(random);
      String term =
          i % 2 == 0 ? "\\b" + first + " (?:the |a )?" + second + "s?\\b" : first + " " + second;
      rules.add(
          new PolicyRule(
              "made-" + i,
              "Made",
              like.kind(),
              like.category(),
              like.clause(),
              like.languages(),
              like.verdict(),
              like.score(),
              List.of(term),
              true));
    }
    return Scans.withRules(policy, rules);
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 3 + random.nextInt(6); i > 0; i--) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }

  /** Posts over a vocabulary of common words with some capitals, links, emoji and disguises. */
  private static List<String> texts() {
    String[] words =
        ("the of and to in is you that it he was for on are as with his they at be this have from"
             + " or one had by word but not what all were we when your can said there use an each"
             + " which she do how their if will up other about out many then them these so some her"
             + " would make like him into time has look two more write go see number no way could"
             + " people my than first water been call who oil its now find stupid idiot loser kill"
             + " hate love pr1ze free http://shop.example/x k1ll 😀 🎉 @someone #harbour")
            .split(" ");
    Random random = new Random(1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 5 + random.nextInt(56); n > 0; n--) {
        String word = words[random.nextInt(words.length)];
        text.append(random.nextInt(10) == 0 ? word.toUpperCase(Locale.ROOT) : word);
        text.append(random.nextInt(12) == 0 ? ". " : " ");
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private static double median(Work work) throws InterruptedException {
    double[] seconds = new double[ROUNDS];
    work.run();
    work.run();
    for (int round = 0; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      work.run();
      seconds[round] = (System.nanoTime() - begun) / 1e9;
    }
    java.util.Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }

  private static void figure(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "figure %s %.1f %s%n", name, value, unit);
  }
}
