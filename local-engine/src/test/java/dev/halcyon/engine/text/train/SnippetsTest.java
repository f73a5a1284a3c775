package dev.halcyon.engine.text.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.text.train.Corpus.Part;
import dev.halcyon.protocol.Category;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnippetsTest {
  @TempDir Path folder;

  /** Everyday messages in which children are met as often as buses. */
  private Corpus corpus() throws IOException {
    try (Writer out = Trainings.source(folder, "sms_spam")) {
      for (int i = 0; i < 600; i++) {
        out.write(
            "{\"text\": \"please take the %s home at number %d\", \"labels\": {\"spam\": 0}}\n"
                .formatted(i % 2 == 0 ? "children" : "bus", i));
      }
    }
    return Corpus.read(folder, List.of(), 1, 5).stratified().withTemplates().withOrdinary();
  }

  private static List<Row> snippets(Corpus corpus) {
    return corpus.rows().stream().filter(row -> row.source().equals(Snippets.SOURCE)).toList();
  }

  @Test
  void loneWordsAndRunsAroundTheTopicAreANoAndNeverTestedOn() throws IOException {
    Corpus corpus = corpus();
    Corpus more = corpus.withSnippets();
    List<Row> snippets = snippets(more);
    assertThat(snippets)
        .extracting(Row::text)
        .contains("bus", "the children", "children home")
        .allSatisfy(text -> assertThat(text.split(" ").length).isBetween(1, 3));
    assertThat(snippets)
        .allSatisfy(
            row -> {
              assertThat(more.part(row)).isEqualTo(Part.TRAIN);
              assertThat(row.labels().values()).containsOnly(false);
              assertThat(row.labels()).doesNotContainKeys(Category.HATE, Category.HARASSMENT);
            });
    assertThat(snippets)
        .filteredOn(row -> row.text().equals("bus"))
        .singleElement()
        .satisfies(
            row -> assertThat(row.labels().keySet()).containsAll(LabelMap.KNOWN_FROM_SENTENCES));
    for (Category category : LabelMap.KNOWN_FROM_SENTENCES) {
      assertThat(more.of(Part.TEST, category)).isEqualTo(corpus.of(Part.TEST, category));
      assertThat(more.of(Part.CALIBRATE, category)).isEqualTo(corpus.of(Part.CALIBRATE, category));
    }
  }

  @Test
  void theSameCorpusGivesTheSameSnippetsAndTheTestPartGivesNone() throws IOException {
    Corpus corpus = corpus();
    assertThat(snippets(corpus.withSnippets())).isEqualTo(snippets(corpus.withSnippets()));
    List<String> numbers =
        corpus.rows().stream()
            .filter(row -> corpus.part(row) == Part.TEST)
            .map(row -> row.text().replaceAll("\\D+", ""))
            .toList();
    assertThat(snippets(corpus.withSnippets()))
        .noneMatch(row -> numbers.contains(row.text().replaceAll("\\D+", "")));
  }
}
