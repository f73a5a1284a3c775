package dev.halcyon.engine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cache.CacheStage;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.model.ModelRegistry;
import dev.halcyon.engine.personal.PersonalDataStage;
import dev.halcyon.engine.text.CompiledRules;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.engine.text.TextLinearStage;
import dev.halcyon.engine.text.TextRulesStage;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A generated day through the text cascade with its verdict cache: texts by Zipf's law, bursts in
 * which one text comes again and again, and planted duplicates: the same, in disguise (a letter as
 * a digit, as in "id1ot"), or with one letter changed. Each item is judged without a cache too, and
 * so it shows which verdicts the cache served are not those that the cascade gives. Tiers: rules,
 * cache, linear classifier, personal data; the slow tiers are left out, for they would take days.
 *
 * <p>Arguments: items, default 200,000. Texts are posts where they are at hand, else generated.
 */
public final class CacheBench {
  private static final double COPIES = 0.30;
  private static final double DISGUISED = 0.03;
  private static final double EDITED = 0.03;
  private static final double BURSTS = 0.05;
  private static final int BURST = 50;
  private static final int[] BANDS = {60, 140, 300, Integer.MAX_VALUE};
  private static final String[] NAMES = {"under-60", "under-140", "under-300", "longer"};

  private CacheBench() {}

  /** How an item came to be. */
  private enum Made {
    FRESH,
    COPY,
    DISGUISED,
    EDITED
  }

  private record Sent(String text, Made made, String base) {
    Sent(String text, Made made) {
      this(text, made, text);
    }
  }

  public static void main(String[] arguments) throws IOException {
    int items = arguments.length == 0 ? 200_000 : Integer.parseInt(arguments[0]);
    ResolvedPolicy whole = Scans.newest();
    ResolvedPolicy with = Scans.withStages(whole, stages(true));
    ResolvedPolicy without = Scans.withStages(whole, stages(false));
    CacheStage cache = new CacheStage(CacheStage.USUAL_ENTRIES, policy -> "");
    ModelRegistry models = ModelRegistry.shipped();
    List<Stage> all =
        List.of(new TextRulesStage(), cache, new TextLinearStage(models), new PersonalDataStage());
    Day day = new Day(sources(), items);
    Tally tally = new Tally();
    try (CascadeRunner runner = new CascadeRunner(all, Origin.SERVER, Clock.systemUTC())) {
      for (int i = 0; i < items; i++) {
        Sent sent = day.next();
        ScanRequest request = Scans.text(sent.text(), "en", with);
        ScanResult cached = runner.run(request);
        Verdict truth = runner.run(Scans.text(sent.text(), "en", without)).verdict();
        String words =
            TextFingerprint.of(CompiledRules.of(whole).normaliser().normalise(sent.text()).text());
        tally.add(sent, cached, truth, words);
      }
    }
    tally.print(items, cache.size());
  }

  private static StageSpec[] stages(boolean cache) {
    List<StageSpec> stages = new ArrayList<>();
    stages.add(new StageSpec("text.rules", null, true));
    if (cache) {
      stages.add(new StageSpec("cache", null, false));
    }
    stages.add(new StageSpec("text.linear", null, true));
    stages.add(new StageSpec("text.personal-data", null, false));
    return stages.toArray(StageSpec[]::new);
  }

  private static List<String> sources() throws IOException {
    String named = System.getenv("HALCYON_DATA_SHARED");
    Path data = named == null ? Path.of("..", "shared", "data") : Path.of(named);
    List<String> texts = new ArrayList<>();
    for (String name :
        List.of("civil_comments_spans", "davidson", "toxigen_annotated", "sms_spam")) {
      Path file = data.resolve("train").resolve(name + ".jsonl.gz");
      if (Files.exists(file)) {
        try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
          in.lines()
              .forEach(line -> texts.add(Wire.read(line, JsonNode.class).get("text").asText()));
        }
      }
    }
    System.out.println(
        texts.isEmpty() ? "texts: generated, none at hand" : "texts: " + texts.size() + " posts");
    return texts.isEmpty() ? generated() : texts;
  }

  private static List<String> generated() {
    String[] words =
        ("the a we you they harbour library street idiot stupid people news game boat kill free"
                + " money click love great sorry never always people think market school road")
            .split(" ");
    Random random = new Random(3);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = 3 + (int) (60 * Math.pow(random.nextDouble(), 3));
      for (int w = 0; w < length; w++) {
        text.append(w == 0 ? "" : " ").append(words[random.nextInt(words.length)]);
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** The day's items, one after the other. */
  private static final class Day {
    private final List<String> texts;
    private final Random random = new Random(11);
    private final double[] cumulated;
    private final List<String> sent = new ArrayList<>();
    private String burst = "";
    private int left;

    Day(List<String> texts, int items) {
      this.texts = texts;
      this.cumulated = new double[texts.size()];
      double sum = 0;
      for (int rank = 0; rank < cumulated.length; rank++) {
        sum += 1.0 / (rank + 1);
        cumulated[rank] = sum;
      }
    }

    Sent next() {
      double what = random.nextDouble();
      if (left > 0 && what < 0.5) {
        left--;
        return new Sent(burst, Made.COPY);
      }
      if (sent.isEmpty() || what >= COPIES + DISGUISED + EDITED) {
        return fresh();
      }
      String base = sent.get(random.nextInt(sent.size()));
      if (what < DISGUISED) {
        return new Sent(disguised(base), Made.DISGUISED, base);
      }
      return what < DISGUISED + EDITED ? new Sent(edited(base), Made.EDITED, base) : popular();
    }

    private Sent fresh() {
      String text = texts.get(random.nextInt(texts.size()));
      Sent made = new Sent(text, Made.FRESH);
      sent.add(text);
      if (left == 0 && random.nextDouble() < BURSTS / BURST) {
        burst = text;
        left = BURST;
      }
      return made;
    }

    /** Some texts come often, most hardly ever. */
    private Sent popular() {
      double at = random.nextDouble() * cumulated[cumulated.length - 1];
      int rank = java.util.Arrays.binarySearch(cumulated, at);
      String text = texts.get(Math.min(texts.size() - 1, rank < 0 ? -rank - 1 : rank));
      sent.add(text);
      return new Sent(text, Made.COPY);
    }

    private String disguised(String text) {
      int at = text.indexOf('i') >= 0 ? text.indexOf('i') : text.indexOf('o');
      return at < 0
          ? text + "!"
          : text.substring(0, at) + (text.charAt(at) == 'i' ? '1' : '0') + text.substring(at + 1);
    }

    private String edited(String text) {
      int at = random.nextInt(Math.max(1, text.length()));
      char letter = (char) ('a' + random.nextInt(26));
      return text.substring(0, at) + letter + text.substring(Math.min(text.length(), at + 1));
    }
  }

  /** What came of it. */
  private static final class Tally {
    private final Map<String, Integer> stages = new TreeMap<>();
    private final Map<Made, int[]> warned = new HashMap<>();
    private final Map<Made, int[]> risky = new HashMap<>();
    private final Map<String, Verdict> byWords = new HashMap<>();
    private final Map<String, Verdict> seen = new HashMap<>();
    private int exact;
    private int wrong;
    private int raised;
    private int lowered;
    private int byWordsServed;
    private int byWordsWrong;

    void add(Sent sent, ScanResult result, Verdict truth, String words) {
      Assessment said =
          result.assessments().stream()
              .filter(each -> each.tier() == Tier.CACHE)
              .findFirst()
              .orElse(null);
      boolean served = said != null && said.note().startsWith("the same as");
      boolean near = said != null && !said.note().isEmpty() && !served;
      stages.merge(stage(result, served, near), 1, Integer::sum);
      exact += served ? 1 : 0;
      wrong += served && result.verdict() != truth ? 1 : 0;
      raised += near && result.verdict().compareTo(truth) > 0 ? 1 : 0;
      lowered += result.verdict().compareTo(truth) < 0 ? 1 : 0;
      int band = 0;
      while (sent.text().length() >= BANDS[band]) {
        band++;
      }
      Verdict known = byWords.get(words);
      if (known != null && !seen.containsKey(sent.text())) {
        byWordsServed++;
        byWordsWrong += known != truth ? 1 : 0;
      }
      byWords.putIfAbsent(words, truth);
      // A copy of anything seen should be found, a likeness only of what was not allowed.
      Verdict base = seen.get(sent.base());
      boolean counts = base != null && (sent.text().equals(sent.base()) || base != Verdict.ALLOW);
      if (counts) {
        risky.computeIfAbsent(sent.made(), key -> new int[BANDS.length])[band]++;
        warned.computeIfAbsent(sent.made(), key -> new int[BANDS.length])[band] +=
            served || near ? 1 : 0;
      }
      seen.putIfAbsent(sent.text(), truth);
    }

    private static String stage(ScanResult result, boolean served, boolean near) {
      if (served) {
        return "cache";
      }
      boolean rules =
          result.assessments().stream()
              .anyMatch(each -> each.tier() == Tier.RULES && each.verdict() == result.verdict());
      return near && result.verdict() == Verdict.REVIEW
          ? "cache-near"
          : rules && result.verdict() == Verdict.BLOCK ? "tier-0" : "tier-1";
    }

    void print(int items, int size) {
      System.out.printf(Locale.ROOT, "%,d items, %,d remembered at the end%n", items, size);
      stages.forEach((stage, count) -> Figures.share("cache.share." + stage, count, items));
      Figures.share("cache.exact.wrong", wrong, Math.max(1, exact));
      Figures.share("cache.lowered", lowered, items);
      Figures.share("cache.near.raised", raised, items);
      Figures.share("cache.if-keyed-by-words.wrong", byWordsWrong, Math.max(1, byWordsServed));
      for (Made made : List.of(Made.COPY, Made.DISGUISED, Made.EDITED)) {
        for (int band = 0; band < BANDS.length; band++) {
          int all = risky.getOrDefault(made, new int[BANDS.length])[band];
          if (all > 0) {
            Figures.share(
                "cache.recall." + made.name().toLowerCase(Locale.ROOT) + "." + NAMES[band],
                warned.getOrDefault(made, new int[BANDS.length])[band],
                all);
          }
        }
      }
    }
  }
}
