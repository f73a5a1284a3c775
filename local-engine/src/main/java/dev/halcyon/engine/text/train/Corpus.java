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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The labelled texts of a folder of {@code NAME.jsonl.gz} files, without duplicates, cut into parts
 * for training, calibration and test by each text's own fingerprint, so that the cut depends on
 * nothing else. Immutable.
 */
final class Corpus {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENDING = ".jsonl.gz";

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
   * The same rows cut another way: of the rows of one source with the same labels every fifth is
   * for the test, so that each source and label has its exact share there; of twenty, thirteen are
   * for training and three for calibration.
   */
  Corpus stratified() {
    Map<String, List<Row>> groups = new TreeMap<>();
    for (Row row : rows) {
      groups
          .computeIfAbsent(
              row.source() + " " + new TreeMap<>(row.labels()), key -> new ArrayList<>())
          .add(row);
    }
    Map<String, Part> cut = new HashMap<>();
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
    if (!parts.isEmpty()) {
      return parts.get(row.fingerprint());
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
