package dev.halcyon.engine.text.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.UserProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The labelled texts of a folder of {@code NAME.jsonl.gz} files, without duplicates, cut into parts
 * for training, calibration and test by each text's own fingerprint, so that the cut depends on
 * nothing else; and, if wanted, the texts made of {@link Templates}, which are never tested on.
 * Immutable.
 */
final class Corpus {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENDING = ".jsonl.gz";

  /**
   * So many ordinary posts are taken for a no of a category; more would drown its few yes texts.
   */
  private static final int MOST_ORDINARY = 4_000;

  private static final long ORDINARY_SALT = 0x2545F4914F6CDD1DL;

  private final List<Row> rows;
  private final long seed;
  private final Map<String, Part> parts;

  /** The part of the corpus that a row belongs to. */
  enum Part {
    TRAIN,
    CALIBRATE,
    TEST
  }

  private Corpus(List<Row> rows, long seed, Map<String, Part> parts) {
    this.rows = rows;
    this.seed = seed;
    this.parts = parts;
  }

  List<Row> rows() {
    return rows;
  }

  static Corpus read(Path folder, List<String> sources, double share, long seed)
      throws IOException {
    Map<String, Row> byWords = new LinkedHashMap<>();
    for (String source : sources.isEmpty() ? all(folder) : sources) {
      Path file = folder.resolve(source + ENDING);
      if (!Files.isRegularFile(file)) {
        throw new UserProblem(
            "train.data",
            "There is no training file " + file + ".",
            "Give the folder that holds NAME.jsonl.gz files with --data.");
      }
      read(file, source, byWords);
    }
    List<Row> kept = new ArrayList<>();
    for (Row row : byWords.values()) {
      if (fraction(row, seed ^ 0x5DEECE66DL) < share) {
        kept.add(row);
      }
    }
    return new Corpus(List.copyOf(kept), seed, Map.of());
  }

  private static List<String> all(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new UserProblem(
          "train.data",
          "There is no folder " + folder + ".",
          "Give the folder that holds NAME.jsonl.gz files with --data.");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(ENDING))
              .map(name -> name.substring(0, name.length() - ENDING.length()))
              .sorted()
              .toList();
      if (names.isEmpty()) {
        throw new UserProblem(
            "train.data",
            "The folder " + folder + " holds no *.jsonl.gz file.",
            "Give the folder with the training texts with --data.");
      }
      return names;
    }
  }

  private static void read(Path file, String source, Map<String, Row> byWords) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        JsonNode json = JSON.readTree(line);
        if (!json.path("text").isTextual() || !json.path("labels").isObject()) {
          throw new UserProblem(
              "train.data",
              file.getFileName() + " line " + number + ": needs \"text\" and \"labels\".",
              "Mend the line or take it out.");
        }
        String text = json.get("text").asText();
        String fingerprint = TextFingerprint.of(text);
        Row row =
            new Row(source, text, LabelMap.categories(source, json.get("labels")), fingerprint);
        byWords.merge(fingerprint, row, Corpus::joined);
      }
    }
  }

  /** One text met twice: what both say, and nothing where they disagree. */
  private static Row joined(Row first, Row second) {
    Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    labels.putAll(first.labels());
    second
        .labels()
        .forEach((category, yes) -> labels.merge(category, yes, (a, b) -> a.equals(b) ? a : null));
    return new Row(first.source(), first.text(), labels, first.fingerprint());
  }

  /**
   * These rows and those made of templates, which train and calibrate only: what was written for
   * training proves nothing. A text that a collection holds too stays the collection's.
   */
  Corpus withTemplates() {
    Set<String> known = new HashSet<>();
    rows.forEach(row -> known.add(row.fingerprint()));
    List<Row> all = new ArrayList<>(rows);
    Map<String, Part> cut = new HashMap<>(parts);
    for (Templates.Made made : Templates.all()) {
      if (known.add(made.row().fingerprint())) {
        all.add(made.row());
        cut.put(made.row().fingerprint(), made.calibrate() ? Part.CALIBRATE : Part.TRAIN);
      }
    }
    return new Corpus(List.copyOf(all), seed, Map.copyOf(cut));
  }

  /**
   * These rows, with ordinary posts taken for a no in training where nothing is said of them. Heads
   * that know a harm from a few hundred prompts alone take everyday words for it. What is tested or
   * calibrated on keeps the labels that people gave.
   */
  Corpus withOrdinary() {
    Map<Category, Double> shares = new EnumMap<>(Category.class);
    for (Category category : Category.values()) {
      long count = rows.stream().filter(row -> ordinary(row, category)).count();
      shares.put(category, Math.min(1, MOST_ORDINARY / (double) Math.max(1, count)));
    }
    return new Corpus(
        rows.stream()
            .map(
                row -> {
                  Map<Category, Boolean> labels = new EnumMap<>(Category.class);
                  labels.putAll(row.labels());
                  double at = fraction(row, seed ^ ORDINARY_SALT);
                  shares.forEach(
                      (category, share) -> {
                        if (ordinary(row, category) && at < share) {
                          labels.put(category, false);
                        }
                      });
                  return new Row(row.source(), row.text(), labels, row.fingerprint());
                })
            .toList(),
        seed,
        parts);
  }

  private boolean ordinary(Row row, Category category) {
    return LabelMap.ORDINARY.getOrDefault(category, Set.of()).contains(row.source())
        && !row.labels().containsKey(category)
        && !row.labels().containsValue(true)
        && part(row) == Part.TRAIN;
  }

  /**
   * These rows, and lone words and snippets of the ordinary ones among those to train on: a no of
   * the categories that are known from whole sentences alone. A word without its sentence says
   * nothing, and a head that saw only sentences does not know that. Never tested on.
   */
  Corpus withSnippets() {
    List<Row> ordinary = ordinary(Part.TRAIN);
    Map<String, Map<Category, Boolean>> no = new LinkedHashMap<>();
    for (String text : Snippets.common(ordinary, seed)) {
      LabelMap.KNOWN_FROM_SENTENCES.forEach(category -> no(no, text, category));
    }
    for (Category category : LabelMap.LOW_THRESHOLDS) {
      List<Row> yes =
          of(Part.TRAIN, category).stream().filter(row -> row.labels().get(category)).toList();
      Snippets.telling(ordinary, yes, seed).forEach(text -> no(no, text, category));
    }
    Set<String> known = new HashSet<>();
    rows.forEach(row -> known.add(row.fingerprint()));
    List<Row> all = new ArrayList<>(rows);
    Map<String, Part> cut = new HashMap<>(parts);
    no.forEach(
        (text, labels) -> {
          String fingerprint = TextFingerprint.of(text);
          if (known.add(fingerprint)) {
            all.add(new Row(Snippets.SOURCE, text, labels, fingerprint));
            cut.put(fingerprint, Part.TRAIN);
          }
        });
    return new Corpus(List.copyOf(all), seed, Map.copyOf(cut));
  }

  private static void no(
      Map<String, Map<Category, Boolean>> labels, String text, Category category) {
    labels.computeIfAbsent(text, each -> new EnumMap<>(Category.class)).put(category, false);
  }

  /** Texts of everyday collections of which nobody said that they belong to any category. */
  List<Row> ordinary(Part part) {
    return rows.stream()
        .filter(row -> LabelMap.ORDINARY.get(Category.SEXUAL).contains(row.source()))
        .filter(row -> !row.labels().containsValue(true) && part(row) == part)
        .toList();
  }

  /**
   * The same rows cut another way: of the rows of one source with the same labels every fifth is
   * for the test, so that each source and label has its exact share there; of twenty, thirteen are
   * for training and three for calibration.
   */
  Corpus stratified() {
    Map<String, List<Row>> groups = new TreeMap<>();
    for (Row row : rows) {
      if (!row.source().equals(Templates.SOURCE)) {
        groups
            .computeIfAbsent(
                row.source() + " " + new TreeMap<>(row.labels()), key -> new ArrayList<>())
            .add(row);
      }
    }
    Map<String, Part> cut = new HashMap<>(parts);
    for (List<Row> group : groups.values()) {
      group.sort(
          Comparator.comparingDouble((Row row) -> fraction(row, seed))
              .thenComparing(Row::fingerprint));
      for (int i = 0; i < group.size(); i++) {
        Part part =
            i % 5 == 4 ? Part.TEST : i % 20 / 5 < 3 && i % 5 == 2 ? Part.CALIBRATE : Part.TRAIN;
        cut.put(group.get(i).fingerprint(), part);
      }
    }
    return new Corpus(rows, seed, Map.copyOf(cut));
  }

  /** Unless {@link #stratified()}, 70 % train, 15 % calibrate, 15 % test. */
  Part part(Row row) {
    @Nullable Part given = parts.get(row.fingerprint());
    if (given != null) {
      return given;
    }
    double at = fraction(row, seed);
    return at < 0.70 ? Part.TRAIN : at < 0.85 ? Part.CALIBRATE : Part.TEST;
  }

  List<Row> of(Part part, Category category) {
    return rows.stream()
        .filter(row -> row.labels().containsKey(category) && part(row) == part)
        .toList();
  }

  private static double fraction(Row row, long seed) {
    long hash = Long.parseUnsignedLong(row.fingerprint().substring(0, 16), 16) ^ seed;
    hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
    hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return ((hash ^ (hash >>> 33)) >>> 11) * 0x1.0p-53;
  }
}
