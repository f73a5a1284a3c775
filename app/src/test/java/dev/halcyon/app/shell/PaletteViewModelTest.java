package dev.halcyon.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.kit.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaletteViewModelTest {
  private final CommandRegistry registry = new CommandRegistry();
  private final PaletteViewModel palette = new PaletteViewModel(registry);
  private final List<String> done = new ArrayList<>();
  private final SimpleBooleanProperty removable = new SimpleBooleanProperty(true);

  @BeforeEach
  void fill() {
    registry.addGlobal(List.of(command("go.queue", "Queue", KeyCode.F1, null)));
    registry.setScreen(
        List.of(
            command("review.remove", "Remove", KeyCode.X, removable),
            command("review.release", "Give the case back", KeyCode.B, null)));
    palette.add(
        () ->
            List.of(
                entry(PaletteEntry.Kind.QUEUE, "Hate, German", "14 cases wait"),
                entry(PaletteEntry.Kind.QUEUE, "Video", "nothing waits")));
    palette.add(
        () ->
            List.of(
                entry(PaletteEntry.Kind.CASE, "P1 · Hate · German", "das wird man wohl sagen"),
                entry(PaletteEntry.Kind.CASE, "P2 · Spam · English", "cheap followers here")));
    palette.add(() -> List.of(entry(PaletteEntry.Kind.CLAUSE, "H2 Slurs", "Hate: show cases")));
    palette.open();
  }

  private Command command(String id, String name, KeyCode key, SimpleBooleanProperty enabled) {
    return new Command(
        id,
        Optional.of(Keys.of(key)),
        name,
        name,
        name,
        () -> done.add(id),
        Optional.empty(),
        enabled == null ? Command.always() : enabled);
  }

  private PaletteEntry entry(PaletteEntry.Kind kind, String name, String detail) {
    return new PaletteEntry(kind, name, detail, () -> done.add(name));
  }

  private List<String> names() {
    return palette.found().stream().map(PaletteEntry::name).toList();
  }

  @Test
  void itBeginsWithEverythingTheScreensActionsFirst() {
    assertThat(names()).startsWith("Remove", "Give the case back", "Queue").hasSize(8);
  }

  @Test
  void queuesCasesAndClausesAreFoundLikeActions() {
    palette.find("hate ger");
    assertThat(names()).containsExactlyInAnyOrder("Hate, German", "P1 · Hate · German");
    palette.find("followers");
    assertThat(names()).containsExactly("P2 · Spam · English");
    palette.find("h2");
    assertThat(names()).containsExactly("H2 Slurs");
    palette.find("slurs hate");
    assertThat(names()).as("name and detail together").containsExactly("H2 Slurs");
  }

  @Test
  void ofEqualsTheActionStandsFirst() {
    palette.add(() -> List.of(entry(PaletteEntry.Kind.QUEUE, "Remove", "")));
    palette.open();
    palette.find("remove");
    assertThat(palette.found())
        .extracting(PaletteEntry::kind)
        .containsExactly(PaletteEntry.Kind.ACTION, PaletteEntry.Kind.QUEUE);
  }

  @Test
  void whatCannotBeDoneNowIsSaidAndStandsBelow() {
    removable.set(false);
    palette.add(() -> List.of(entry(PaletteEntry.Kind.QUEUE, "Remove", "")));
    palette.open();
    palette.find("remove");
    assertThat(palette.found()).extracting(PaletteEntry::possible).containsExactly(true, false);
  }

  @Test
  void choosingDoesIt() {
    palette.find("give back");
    palette.found().getFirst().act().run();
    assertThat(done).containsExactly("review.release");
  }

  @Test
  void tenThousandCasesStayAShortList() {
    List<PaletteEntry> many = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      many.add(entry(PaletteEntry.Kind.CASE, "P2 · Spam · English", "number " + i));
    }
    palette.add(() -> many);
    palette.open();
    palette.find("number 9999");
    assertThat(names()).hasSize(1);
    palette.find("spam");
    assertThat(palette.found()).hasSize(PaletteViewModel.MOST);
  }

  @Test
  void whatComesLateIsFoundByWhatWasTypedAlready() {
    palette.find("threats");
    assertThat(names()).isEmpty();
    palette.add(() -> List.of(entry(PaletteEntry.Kind.CLAUSE, "A2 Threats", "Harassment")));
    palette.refresh();
    assertThat(names()).containsExactly("A2 Threats");
    palette.open();
    assertThat(names()).as("all of it").hasSize(9);
  }
}
