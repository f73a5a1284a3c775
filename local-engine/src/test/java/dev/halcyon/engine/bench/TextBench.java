package dev.halcyon.engine.bench;

import com.google.re2j.Pattern;
import dev.halcyon.assets.Assets;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanContextForBench;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.model.ModelRegistry;
import dev.halcyon.engine.text.CompiledRules;
import dev.halcyon.engine.text.LanguageIdentifier;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.LinearScorer;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.engine.text.TextLinearStage;
import dev.halcyon.engine.text.TextRulesStage;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Measures the text tiers on made-up texts: short ones of 3 to 25 words and posts of 5 to 60. The
 * chain is what a scan asks of every text, through the stages: the normaliser, the rules with
 * 10,000 dictionary terms and 200 patterns, and the fast tier. Figures are processor time of one
 * thread, the median of rounds after a warm-up; the baseline runs each of the same patterns on each
 * text.
 */
public final class TextBench {
  private static final int ROUNDS = 7;
  private static final int TEXTS = 4_000;
  private static final int TERMS = 10_000;
  private static final int PATTERNS = 200;

  private TextBench() {}

  /** Work over all the texts. */
  private interface Work {
    void run() throws InterruptedException;
  }

  public static void main(String[] arguments) throws InterruptedException {
    ResolvedPolicy large = large(Scans.policy(2));
    System.out.printf(
        "%d dictionary terms, %d patterns%n",
        terms(large, RuleKind.DICTIONARY), terms(large, RuleKind.PATTERN));
    chain("short", texts(3, 25), large);
    chain("posts", texts(5, 60), large);
    List<String> posts = texts(5, 60);
    figure("text.rules.shipped", rules(Scans.policy(2), posts) / TEXTS * 1e6, "us/text");
    scan(posts);
  }

  private static void chain(String name, List<String> texts, ResolvedPolicy policy)
      throws InterruptedException {
    long letters = texts.stream().mapToLong(String::length).sum();
    System.out.printf(Locale.ROOT, "%s: %.0f characters%n", name, (double) letters / TEXTS);
    Normaliser normaliser = CompiledRules.of(policy).normaliser();
    double seconds = median(() -> texts.forEach(normaliser::normalise));
    figure("text." + name + ".normaliser", TEXTS / seconds, "texts/s");
    LinearHead head = ModelRegistry.shipped().textHead(null);
    seconds =
        median(
            () -> {
              for (String text : texts) {
                LinearScorer.score(head, normaliser.normalise(text)).score(0);
              }
            });
    figure("text." + name + ".linear", TEXTS / seconds, "texts/s");
    double together = rules(policy, texts);
    figure("text." + name + ".rules", together / TEXTS * 1e6, "us/text");
    each("text." + name + ".rules", texts, policy);
    List<Stage> stages =
        List.of(new TextRulesStage(), new TextLinearStage(ModelRegistry.shipped()));
    List<ScanContext> contexts = contexts(texts, policy);
    seconds =
        median(
            () -> {
              for (ScanContext context : contexts) {
                for (Stage stage : stages) {
                  stage.assess(context);
                }
              }
            });
    figure("text." + name + ".chain", TEXTS / seconds, "texts/s a core");
    double alone = eachPattern(texts, policy);
    figure("text." + name + ".chain.of-each-pattern-alone", alone / (seconds / TEXTS), "times");
  }

  /** The time of one text's rules, by rank, each text alone. */
  private static void each(String name, List<String> texts, ResolvedPolicy policy)
      throws InterruptedException {
    var threads = ManagementFactory.getThreadMXBean();
    TextRulesStage stage = new TextRulesStage();
    double[] micros = new double[TEXTS];
    List<ScanContext> contexts = contexts(texts, policy);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < TEXTS; i++) {
        long begun = threads.getCurrentThreadCpuTime();
        stage.assess(contexts.get(i));
        micros[i] = (threads.getCurrentThreadCpuTime() - begun) / 1e3;
      }
    }
    Arrays.sort(micros);
    figure(name + ".p50", micros[TEXTS / 2], "us");
    figure(name + ".p99", micros[TEXTS * 99 / 100], "us");
  }

  /** Seconds a text of running each pattern on each of some texts: what the filter saves. */
  private static double eachPattern(List<String> texts, ResolvedPolicy policy)
      throws InterruptedException {
    List<Pattern> patterns =
        policy.rules().stream()
            .filter(rule -> rule.kind() == RuleKind.PATTERN)
            .flatMap(rule -> rule.terms().stream())
            .map(term -> Pattern.compile(term, Pattern.CASE_INSENSITIVE))
            .toList();
    List<String> some = texts.subList(0, 100);
    double seconds =
        median(
            () -> {
              for (String text : some) {
                for (Pattern pattern : patterns) {
                  pattern.matcher(text).find();
                }
              }
            });
    return seconds / some.size();
  }

  private static void scan(List<String> posts) throws InterruptedException {
    LanguageIdentifier languages = new LanguageIdentifier();
    List<String> some = posts.subList(0, 500);
    double seconds = median(() -> some.forEach(languages::identify));
    figure("text.language", seconds / some.size() * 1e6, "us/text");
    try (RescanEngine engine = RescanEngine.start(EngineOptions.forServer())) {
      List<ScanRequest> requests = some.stream().map(Scans::text).toList();
      long begun = System.nanoTime();
      requests.forEach(engine::scan);
      requests.forEach(engine::scan);
      figure("text.scan", 2e9 * some.size() / (System.nanoTime() - begun), "texts/s");
    }
  }

  private static double rules(ResolvedPolicy policy, List<String> texts)
      throws InterruptedException {
    TextRulesStage stage = new TextRulesStage();
    List<ScanContext> contexts = contexts(texts, policy);
    return median(
        () -> {
          for (ScanContext context : contexts) {
            stage.assess(context);
          }
        });
  }

  private static List<ScanContext> contexts(List<String> texts, ResolvedPolicy policy) {
    return texts.stream().map(text -> ScanContextForBench.english(text, policy)).toList();
  }

  private static int terms(ResolvedPolicy policy, RuleKind kind) {
    return policy.rules().stream()
        .filter(rule -> rule.kind() == kind)
        .mapToInt(rule -> rule.terms().size())
        .sum();
  }

  /** The shipped rules, filled up with made ones over English words. */
  private static ResolvedPolicy large(ResolvedPolicy policy) {
    List<String> words =
        new String(Assets.bytes("models/text-linear/words-en.txt"), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.length() > 3 && line.charAt(0) != '#')
            .toList();
    Random random = new Random(3);
    List<PolicyRule> rules = new ArrayList<>(policy.rules());
    PolicyRule pattern = Scans.rule(policy, "threat-en");
    PolicyRule dictionary = Scans.rule(policy, "crisis-en");
    for (int i = terms(policy, RuleKind.PATTERN); i < PATTERNS; i++) {
      String term =
          "\\b"
              + pick(words, random)
              + " (?:\\w+ )?(?:"
              + pick(words, random)
              + "|"
              + pick(words, random)
              + ")s?\\b.{0,40}\\b"
              + pick(words, random)
              + "\\b";
      rules.add(like(pattern, "pattern-" + i, List.of(term)));
    }
    List<String> terms = new ArrayList<>();
    for (int i = terms(policy, RuleKind.DICTIONARY); i < TERMS; i++) {
      terms.add(
          i % 5 == 0
              ? pick(words, random)
              : pick(words, random) + " " + pick(words, random) + " " + pick(words, random));
    }
    rules.add(like(dictionary, "terms", terms));
    return Scans.withRules(policy, rules);
  }

  private static String pick(List<String> words, Random random) {
    return words.get(random.nextInt(words.size()));
  }

  private static PolicyRule like(PolicyRule like, String id, List<String> terms) {
    return new PolicyRule(
        id,
        "Made",
        like.kind(),
        like.category(),
        like.clause(),
        like.languages(),
        like.verdict(),
        like.score(),
        terms,
        true);
  }

  /** Texts over common words with some capitals, links, emoji and disguises. */
  private static List<String> texts(int fewest, int most) {
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
      for (int n = fewest + random.nextInt(most - fewest + 1); n > 0; n--) {
        String word = words[random.nextInt(words.length)];
        text.append(random.nextInt(10) == 0 ? word.toUpperCase(Locale.ROOT) : word);
        text.append(random.nextInt(12) == 0 ? ". " : " ");
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Processor seconds of this thread. */
  private static double median(Work work) throws InterruptedException {
    var threads = ManagementFactory.getThreadMXBean();
    double[] seconds = new double[ROUNDS];
    work.run();
    work.run();
    work.run();
    for (int round = 0; round < ROUNDS; round++) {
      long begun = threads.getCurrentThreadCpuTime();
      work.run();
      seconds[round] = (threads.getCurrentThreadCpuTime() - begun) / 1e9;
    }
    Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }

  private static void figure(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "figure %s %.1f %s%n", name, value, unit);
  }
}
