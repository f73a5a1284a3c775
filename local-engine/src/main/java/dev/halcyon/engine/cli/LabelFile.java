package dev.halcyon.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people said of files, out of a CSV file with a heading ({@code file,category,label} or
 * {@code file,label}) or a file of JSON lines with the same fields. Confined to one thread.
 */
final class LabelFile {
  /** Over this nobody labels by hand. */
  private static final int MOST_BYTES = 64 << 20;

  /** The label of what belongs to no category. */
  static final String NONE = "none";

  private static final ObjectReader CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
          .build()
          .readerForMapOf(String.class)
          .with(CsvSchema.emptySchema().withHeader());

  private static final ObjectReader JSON =
      Wire.mapper().reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private final Path file;
  private final @Nullable Category only;
  private final LabelSet labels;

  private LabelFile(Path file, Path folder, @Nullable Category only) {
    this.file = file;
    this.only = only;
    this.labels = new LabelSet(file, folder);
  }

  /**
   * The labels in a file.
   *
   * @param sha256 of the file
   */
  record Read(String sha256, List<LabelSet.Labelled> files) {}

  /**
   * Reads a file.
   *
   * @param folder where the names in it lead from
   * @param only the category that labels of 0 and 1 without a category mean, or null
   * @throws UserProblem {@code labels.file} with the line
   */
  static Read read(Path file, Path folder, @Nullable Category only) {
    byte[] bytes;
    String text;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw LabelSet.problem(file + " has more than " + MOST_BYTES + " bytes", null);
      }
      bytes = Files.readAllBytes(file);
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw LabelSet.problem(file + " is not UTF-8", e);
    } catch (IOException e) {
      throw LabelSet.problem(file + " cannot be read: " + Reasons.of(e), e);
    }
    text = text.startsWith("\ufeff") ? text.substring(1) : text;
    LabelFile reading = new LabelFile(file, folder, only);
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      reading.csv(text);
    } else if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      reading.lines(text);
    } else {
      throw LabelSet.problem(file + " ends neither in .csv nor in .jsonl", null);
    }
    return new Read(Hashes.sha256(bytes), reading.labels.files());
  }

  private void csv(String text) {
    int line = 1;
    try (MappingIterator<Map<String, String>> rows = CSV.readValues(text)) {
      while (rows.hasNextValue()) {
        line = Math.max(2, rows.getCurrentLocation().getLineNr());
        Map<String, String> row = rows.nextValue();
        if (!row.containsKey("file") || !row.containsKey("label")) {
          throw labels.at(
              1, "the heading names " + String.join(", ", row.keySet()), LabelSet.HEADING);
        }
        @Nullable String category = row.get("category");
        row(line, row.get("file"), category, String.valueOf(row.get("label")));
      }
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw labels.at(
          at == null ? line : at.getLineNr(),
          "it has not as many fields as the heading",
          LabelSet.HEADING);
    } catch (IOException e) {
      throw LabelSet.problem(file + " cannot be read: " + Reasons.of(e), e);
    }
  }

  private void lines(String text) {
    int line = 0;
    for (String each : text.split("\n", -1)) {
      line++;
      if (!each.isBlank()) {
        jsonLine(line, each);
      }
    }
  }

  private void jsonLine(int line, String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (IOException e) {
      throw labels.at(line, "it is no JSON", LabelSet.FIELDS);
    }
    JsonNode several = node.path("labels");
    if (!node.path("file").isTextual() || several.isObject() == node.has("label")) {
      throw labels.at(line, "it has no file with a label or labels", LabelSet.FIELDS);
    }
    String named = node.path("file").textValue();
    if (several.isObject()) {
      several
          .properties()
          .forEach(
              each ->
                  labels.add(
                      line, named, category(line, each.getKey()), truth(line, each.getValue())));
    } else {
      @Nullable String category =
          node.hasNonNull("category") ? node.path("category").asText() : null;
      row(line, named, category, node.path("label").asText());
    }
  }

  private boolean truth(int line, JsonNode value) {
    return truth(line, value.isBoolean() ? (value.booleanValue() ? "1" : "0") : value.asText());
  }

  private void row(int line, @Nullable String named, @Nullable String category, String label) {
    if (named == null || named.isBlank()) {
      throw labels.at(line, "it names no file", LabelSet.HEADING);
    } else if (category != null && !category.isBlank()) {
      labels.add(line, named, category(line, category), truth(line, label));
    } else if (only != null) {
      labels.add(line, named, only, truth(line, label));
    } else if (label.equals(NONE)) {
      labels.addAlone(line, named, null);
    } else {
      labels.addAlone(line, named, category(line, label));
    }
  }

  private boolean truth(int line, String label) {
    return switch (label) {
      case "1", "1.0" -> true;
      case "0", "0.0" -> false;
      default -> throw labels.at(line, "'" + label + "' is neither 0 nor 1", LabelSet.HEADING);
    };
  }

  private Category category(int line, String id) {
    Category category = Category.of(id);
    if (category == Category.UNKNOWN) {
      throw labels.at(line, "'" + id + "' is no category", LabelSet.HEADING);
    }
    return category;
  }
}
