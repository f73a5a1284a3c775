package dev.halcyon.assets.sample;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hand-written part of the corpus, as it stands in {@code assets/sample/source}. Immutable.
 *
 * @param authors by id
 * @param texts in the order of the files
 * @param placeholders the neutral strings that stand for known illegal content, first to last
 */
record CorpusSource(Map<String, Writer> authors, List<Text> texts, List<String> placeholders) {
  private static final List<String> FILES =
      List.of(
          "texts-en.yaml", "texts-de.yaml", "texts-es.yaml", "texts-ru.yaml", "texts-media.yaml");

  /** Somebody who writes on the platform that does not exist. */
  record Writer(String id, String name, int age, String region, String lang, boolean minor) {}

  /**
   * One item as a person wrote it down; what is absent is drawn from the seed.
   *
   * @param purpose what the item is for, for docs/samples.md
   * @param right what a fair reviewer would decide, for docs/samples.md; the product never reads it
   * @param talk messages before it, {@code author: words}
   * @param reports {@code SOURCE ground | comment}
   * @param wave items of one wave arrive close together
   */
  record Text(
      String id,
      String purpose,
      String right,
      String author,
      @Nullable String surface,
      @Nullable String lang,
      @Nullable String region,
      @Nullable String text,
      @Nullable Long reach,
      boolean early,
      boolean live,
      @Nullable String wave,
      @Nullable String generate,
      @Nullable Integer placeholder,
      List<String> talk,
      List<String> reports,
      List<String> media) {
    Text {
      talk = talk == null ? List.of() : List.copyOf(talk);
      reports = reports == null ? List.of() : List.copyOf(reports);
      media = media == null ? List.of() : List.copyOf(media);
    }
  }

  static CorpusSource read(Path sample) {
    // One mapper that refuses what it does not know: a mistyped field must not be lost silently.
    YAMLMapper yaml =
        YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    JsonMapper json =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    try {
      Path source = sample.resolve("source");
      Map<String, Writer> authors = new LinkedHashMap<>();
      List<Writer> writers =
          yaml.readValue(source.resolve("authors.yaml").toFile(), new TypeReference<>() {});
      writers.forEach(writer -> authors.put(writer.id(), writer));
      List<Text> texts = new ArrayList<>();
      for (String file : FILES) {
        List<Map<String, Object>> rows =
            yaml.readValue(source.resolve(file).toFile(), new TypeReference<>() {});
        for (Map<String, Object> row : rows) {
          // "for" reads well in the files and is a keyword here.
          row.put("purpose", row.remove("for"));
          texts.add(json.convertValue(row, Text.class));
        }
      }
      List<String> placeholders =
          Files.readAllLines(sample.resolve("placeholders.txt")).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();
      return new CorpusSource(authors, List.copyOf(texts), placeholders);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Writer author(String id) {
    Writer writer = authors.get(id);
    if (writer == null) {
      throw new IllegalArgumentException("authors.yaml has no author named " + id);
    }
    return writer;
  }
}
