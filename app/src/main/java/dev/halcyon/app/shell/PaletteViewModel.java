package dev.halcyon.app.shell;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.command.Fuzzy;
import dev.halcyon.app.kit.Keys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Finds actions, queues, cases and clauses by a few typed letters, best first. Used on the JavaFX
 * thread.
 */
public final class PaletteViewModel {
  /** More than this is never shown: who has not found it by then types another letter. */
  static final int MOST = 60;

  /** What cannot be done now stands below what can, when it is found equally well. */
  private static final int NOT_NOW = 20;

  private final CommandRegistry registry;
  private final List<Supplier<List<PaletteEntry>>> sources = new ArrayList<>();
  private final ObservableList<PaletteEntry> found = FXCollections.observableArrayList();
  private final ObservableList<PaletteEntry> foundView =
      FXCollections.unmodifiableObservableList(found);
  private List<PaletteEntry> all = List.of();
  private String typed = "";

  public PaletteViewModel(CommandRegistry registry) {
    this.registry = registry;
  }

  /** Adds something to find, asked for each time the palette opens. */
  public void add(Supplier<List<PaletteEntry>> source) {
    sources.add(source);
  }

  /** What was found, best first. */
  public ObservableList<PaletteEntry> found() {
    return foundView;
  }

  /** Gathers what there is to find now, and shows all of it. */
  public void open() {
    gather();
    find("");
  }

  /** Gathers once more, for something came late; what was typed stays. */
  public void refresh() {
    gather();
    find(typed);
  }

  private void gather() {
    Stream<PaletteEntry> actions =
        Stream.concat(registry.screen().stream(), registry.global().stream())
            .map(PaletteViewModel::entry);
    all =
        Stream.concat(actions, sources.stream().flatMap(source -> source.get().stream())).toList();
  }

  private static PaletteEntry entry(Command command) {
    return new PaletteEntry(
        PaletteEntry.Kind.ACTION,
        command.name(),
        command.help().equals(command.name()) ? "" : command.help(),
        Keys.of(command),
        command.enabled().get(),
        command::fire);
  }

  private record Ranked(PaletteEntry entry, int score) {}

  /** Shows what the letters find; everything in its own order when there are none. */
  public void find(String letters) {
    typed = letters;
    if (typed.isBlank()) {
      found.setAll(all.stream().limit(MOST).toList());
      return;
    }
    found.setAll(
        all.stream()
            .map(entry -> new Ranked(entry, score(typed, entry)))
            .filter(ranked -> ranked.score() > 0)
            .sorted(
                Comparator.comparingInt(Ranked::score)
                    .reversed()
                    .thenComparing(ranked -> ranked.entry().kind()))
            .limit(MOST)
            .map(Ranked::entry)
            .toList());
  }

  private static int score(String typed, PaletteEntry entry) {
    int name = Fuzzy.score(typed, entry.name());
    // A word of the name and a word of what is said beside it may be typed together.
    int both = Fuzzy.mention(typed, entry.name() + " " + entry.detail());
    int best = Math.max(name, both);
    return best <= 0 ? Fuzzy.NOT_FOUND : entry.possible() ? best : Math.max(1, best - NOT_NOW);
  }
}
