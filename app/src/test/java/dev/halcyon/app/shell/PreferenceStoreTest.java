package dev.halcyon.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Filters;
import dev.halcyon.app.kit.Language;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceStoreTest {
  @TempDir Path folder;

  @Test
  void whatWasChosenIsThereAtTheNextStart() {
    Preferences chosen =
        new Preferences(
            new Look(Look.Appearance.DARK, 140, Look.Density.COMPACT, true),
            Language.GERMAN,
            20,
            "https://halcyon.example.org",
            "ana",
            Map.of("review.allow", "Shortcut+Y", "review.remove", ""),
            new Filters(
                new Filter(Filter.Effect.BLUR, Filter.Strength.STRONG, true),
                Map.of(
                    Category.SELF_HARM,
                    new Filter(Filter.Effect.CARTOON, Filter.Strength.MILD, false))));
    new PreferenceStore(folder.resolve("deeper")).save(chosen);
    assertThat(new PreferenceStore(folder.resolve("deeper")).load()).isEqualTo(chosen);
  }

  @Test
  void aFileOfBeforeThereWasAChoiceOfLanguageIsUnderstood() throws IOException {
    Files.writeString(
        folder.resolve("preferences.json"),
        "{\"look\":{\"appearance\":\"DARK\",\"textPercent\":150,\"density\":\"COMPACT\","
            + "\"reducedMotion\":false},\"undoSeconds\":20}");
    Preferences kept = new PreferenceStore(folder).load();
    assertThat(kept.language()).isEqualTo(Language.SYSTEM);
    assertThat(kept.undoSeconds()).isEqualTo(20);
    assertThat(kept.filters()).isEqualTo(Filters.DEFAULT);
  }

  @Test
  void withoutAFileTheDefaultsHold() {
    assertThat(new PreferenceStore(folder).load()).isEqualTo(Preferences.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "{}",
        "[]",
        "\u0000\u0001",
        "{\"look\":{\"appearance\":\"PINK\"}}"
      })
  void aDamagedFileGivesTheDefaults(String content) throws IOException {
    Files.writeString(folder.resolve("preferences.json"), content);
    assertThat(new PreferenceStore(folder).load()).isEqualTo(Preferences.DEFAULT);
  }

  @Test
  void valuesOutOfRangeAreBroughtIntoIt() throws IOException {
    Files.writeString(
        folder.resolve("preferences.json"),
        "{\"look\":{\"appearance\":\"LIGHT\",\"textPercent\":900,\"density\":\"COMPACT\","
            + "\"reducedMotion\":false},\"undoSeconds\":100000}");
    Preferences read = new PreferenceStore(folder).load();
    assertThat(read.look().textPercent()).isEqualTo(Look.LARGEST);
    assertThat(read.undoSeconds()).isEqualTo(Preferences.MOST_UNDO);
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidWithWhatStillHolds() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    PreferenceStore store = new PreferenceStore(file);
    assertThatThrownBy(() -> store.save(Preferences.DEFAULT))
        .isInstanceOf(UncheckedIOException.class);
    PreferencesModel model =
        new PreferencesModel(
            Direct.background(), Words.in(Locale.GERMAN), store, Preferences.DEFAULT);
    model.change(p -> p.withUndoSeconds(20));
    assertThat(model.get().undoSeconds()).as("it applies all the same").isEqualTo(20);
    assertThat(model.problem().get())
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .hasMessageContaining("gelten jetzt")
                    .hasMessageContaining(file.toString()));
  }
}
