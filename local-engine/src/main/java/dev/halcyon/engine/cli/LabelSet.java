package dev.halcyon.engine.cli;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.UserProblem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers labels by file and refuses what contradicts itself. Confined to one thread. */
final class LabelSet {
  static final String HEADING =
      "A CSV file begins with file,category,label (label 0 or 1) or with file,label (label a"
          + " category or none; with --category, 0 or 1).";
  static final String FIELDS =
      "Write {\"file\", \"category\", \"label\": 0 or 1}, {\"file\", \"label\": a category or"
          + " none}, or {\"file\", \"labels\": {category: 0 or 1}}.";

  private final Path source;
  private final Path folder;
  private final Map<Path, Entry> entries = new LinkedHashMap<>();
  private final Set<Category> alone = EnumSet.noneOf(Category.class);

  LabelSet(Path source, Path folder) {
    this.source = source;
    this.folder = folder;
  }

  /**
   * A file and what people said of it.
   *
   * @param line where it was last named
   */
  record Labelled(Path file, int line, Map<Category, Boolean> labels) {}

  private static final class Entry {
    private final Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    private final Map<Category, Integer> lines = new EnumMap<>(Category.class);
    private boolean single;
    private int line;
  }

  /** The file belongs, or does not belong, to a category. */
  void add(int line, String named, Category category, boolean yes) {
    add(entry(line, named), line, category, yes);
  }

  /** The file belongs to this category, or none, and to no other that is so given in the file. */
  void addAlone(int line, String named, @Nullable Category category) {
    Entry entry = entry(line, named);
    entry.single = true;
    if (category != null) {
      alone.add(category);
      add(entry, line, category, true);
    }
  }

  private void add(Entry entry, int line, Category category, boolean yes) {
    @Nullable Boolean before = entry.labels.put(category, yes);
    @Nullable Integer at = entry.lines.put(category, line);
    if (before != null && before != yes) {
      throw at(
          line,
          "it says the opposite of line " + at + " about " + category.id(),
          "Leave one of the two lines out.");
    }
  }

  private Entry entry(int line, String named) {
    try {
      Entry entry = entries.computeIfAbsent(folder.resolve(named).normalize(), path -> new Entry());
      entry.line = line;
      return entry;
    } catch (InvalidPathException e) {
      throw at(line, "it names no file that can be", HEADING);
    }
  }

  List<Labelled> files() {
    List<Labelled> files = new ArrayList<>();
    entries.forEach(
        (path, entry) -> {
          if (entry.single) {
            alone.forEach(each -> entry.labels.putIfAbsent(each, false));
          }
          files.add(new Labelled(path, entry.line, Map.copyOf(entry.labels)));
        });
    return files;
  }

  UserProblem at(int line, String why, String remedy) {
    return new UserProblem("labels.file", source + ", line " + line + ": " + why + ".", remedy);
  }

  static UserProblem problem(String why, @Nullable Throwable cause) {
    return new UserProblem("labels.file", why + ".", HEADING + " " + FIELDS, cause);
  }
}
