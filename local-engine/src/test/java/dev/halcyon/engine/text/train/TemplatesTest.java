package dev.halcyon.engine.text.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.engine.text.train.Corpus.Part;
import dev.halcyon.protocol.Category;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {
  @TempDir Path folder;

  @Test
  void everyCategoryThatTheyTeachHasYesTextsAndTheHarmlessOnesBelongToNone() {
    List<Row> rows = Templates.all().stream().map(Templates.Made::row).toList();
    for (Category category :
        List.of(
            Category.SELF_HARM,
            Category.VIOLENCE,
            Category.SEXUAL,
            Category.CHILD_SAFETY,
            Category.HATE,
            Category.HARASSMENT,
            Category.SPAM,
            Category.WEAPONS)) {
      assertThat(rows.stream().filter(row -> row.labels().getOrDefault(category, false)).count())
          .as(category.id())
          .isBetween(10L, 200L);
    }
    List<Row> harmless = rows.stream().filter(row -> !row.labels().containsValue(true)).toList();
    assertThat(harmless).hasSizeGreaterThan(rows.size() / 2);
    assertThat(harmless)
        .allSatisfy(row -> assertThat(row.labels()).hasSize(Category.values().length - 1));
  }

  @Test
  void noSlotIsLeftEmptyAndTheSameTextsComeEachTime() {
    List<Templates.Made> made = Templates.all();
    assertThat(made).isEqualTo(Templates.all());
    assertThat(made)
        .extracting(each -> each.row().text())
        .doesNotHaveDuplicates()
        .noneMatch(text -> text.contains("{") || text.contains("}"))
        .anyMatch(text -> text.length() > 1_000);
  }

  @Test
  void noHardNegativeIsAmongThem() {
    Set<String> known = new HashSet<>();
    Templates.all().forEach(each -> known.add(each.row().fingerprint()));
    assertThat(HardNegatives.byGroup().values().stream().flatMap(List::stream))
        .noneMatch(text -> known.contains(TextFingerprint.of(text)));
  }

  @Test
  void templatesAreNeverTestedOnAndOrdinaryPostsAreANoInTrainingAlone() throws IOException {
    try (Writer out = Trainings.source(folder, "sms_spam")) {
      for (int i = 0; i < 400; i++) {
        out.write(
            "{\"text\": \"see you at number %d\", \"labels\": {\"spam\": %d}}\n"
                .formatted(i, i % 4 == 0 ? 1 : 0));
      }
    }
    Corpus corpus = Corpus.read(folder, List.of(), 1, 5).stratified();
    Corpus more = corpus.withTemplates().withOrdinary();
    assertThat(more.rows()).hasSizeGreaterThan(corpus.rows().size() + 1_000);
    for (Row row : more.rows()) {
      if (row.source().equals(Templates.SOURCE)) {
        assertThat(more.part(row)).isNotEqualTo(Part.TEST);
      } else if (more.part(row) == Part.TRAIN && !row.labels().get(Category.SPAM)) {
        assertThat(row.labels()).contains(Map.entry(Category.SELF_HARM, false));
      } else {
        assertThat(row.labels()).containsOnlyKeys(Category.SPAM);
      }
    }
    assertThat(more.of(Part.TEST, Category.SPAM)).isEqualTo(corpus.of(Part.TEST, Category.SPAM));
  }
}
