package dev.halcyon.engine.text.train;

import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.Category;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes training texts of the templates in {@code templates-en.txt}: of what the collections lack,
 * posts of people in crisis, threats, solicitation and grooming, and as many harmless texts that
 * sound like them; and long harmless documents. The same file gives the same texts. Stateless.
 */
final class Templates {
  static final String SOURCE = "halcyon_templates";

  private static final String FILE = "templates-en.txt";

  /** A template with many fillings must not outweigh one with none. */
  private static final int MOST_FILLINGS = 6;

  private static final int DOCUMENTS = 400;
  private static final int SHORTEST_DOCUMENT = 3;
  private static final int DOCUMENT_SPREAD = 18;

  private Templates() {}

  /** A text and whether it is for calibration; all texts of one template are on the same side. */
  record Made(Row row, boolean calibrate) {}

  /** A template as it stands in the file. */
  private record Template(String text, Map<Category, Boolean> labels, boolean manual) {}

  static List<Made> all() {
    Map<String, List<String>> slots = new TreeMap<>();
    List<Template> templates = read(slots);
    Map<String, Made> made = new LinkedHashMap<>();
    for (Template template : templates) {
      boolean calibrate = number(template.text, "side") % 5 == 0;
      for (String text : fillings(template.text, slots)) {
        add(text, template.labels, calibrate, made);
      }
    }
    documents(templates.stream().filter(Template::manual).toList(), slots, made);
    return List.copyOf(made.values());
  }

  private static void add(
      String text, Map<Category, Boolean> labels, boolean calibrate, Map<String, Made> made) {
    String fingerprint = TextFingerprint.of(text);
    made.putIfAbsent(fingerprint, new Made(new Row(SOURCE, text, labels, fingerprint), calibrate));
  }

  /** Long documents of harmless lines, which no collection of posts holds. */
  private static void documents(
      List<Template> lines, Map<String, List<String>> slots, Map<String, Made> made) {
    for (int i = 0; i < DOCUMENTS; i++) {
      boolean calibrate = i % 5 == 0;
      String name = "document " + i;
      int sentences = SHORTEST_DOCUMENT + number(name, "length") % DOCUMENT_SPREAD;
      StringBuilder text = new StringBuilder();
      for (int at = 0; at < sentences; at++) {
        Template line = lines.get(number(name, "line " + at) % lines.size());
        List<String> fillings = fillings(line.text, slots);
        text.append(text.isEmpty() ? "" : at % 4 == 0 ? "\n" : " ")
            .append(fillings.get(number(name, "filling " + at) % fillings.size()));
      }
      add(text.toString(), lines.getFirst().labels, calibrate, made);
    }
  }

  private static List<String> fillings(String template, Map<String, List<String>> slots) {
    if (template.indexOf('{') < 0) {
      return List.of(template);
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < MOST_FILLINGS; i++) {
      StringBuilder text = new StringBuilder();
      int at = 0;
      for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', at)) {
        int close = template.indexOf('}', open);
        List<String> values = slots.get(template.substring(open + 1, close));
        // Neighbouring fillings take neighbouring values, so that none is met more than another.
        int first = number(template, "slot " + open);
        text.append(template, at, open).append(values.get((first + i) % values.size()));
        at = close + 1;
      }
      texts.add(text.append(template.substring(at)).toString());
    }
    return texts.stream().distinct().toList();
  }

  private static List<Template> read(Map<String, List<String>> slots) {
    List<Template> templates = new ArrayList<>();
    Map<Category, Boolean> labels = Map.of();
    boolean manual = false;
    for (String line : lines()) {
      if (line.startsWith("@")) {
        int colon = line.indexOf(':');
        slots.put(
            line.substring(1, colon), List.of(line.substring(colon + 1).strip().split(" \\| ")));
      } else if (line.startsWith("[") && line.endsWith("]")) {
        String section = line.substring(1, line.length() - 1);
        manual = section.endsWith(" manual");
        labels = labels(section);
      } else if (!line.isBlank() && line.charAt(0) != '#') {
        templates.add(new Template(line, labels, manual));
      }
    }
    return templates;
  }

  private static Map<Category, Boolean> labels(String section) {
    Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    if (section.startsWith("harmless")) {
      for (Category category : Category.values()) {
        if (category != Category.UNKNOWN) {
          labels.put(category, false);
        }
      }
      return labels;
    }
    for (String name : section.split(", ")) {
      Category category = Category.of(name);
      if (category == Category.UNKNOWN) {
        throw new IllegalStateException(FILE + " names the category '" + name + "'");
      }
      labels.put(category, true);
    }
    return labels;
  }

  private static List<String> lines() {
    try (@Nullable InputStream file = Templates.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing from the program");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
  }

  /** A number that depends on the two strings alone. */
  private static int number(String first, String second) {
    String hash =
        Hashes.sha256((first + "\n" + second).getBytes(StandardCharsets.UTF_8)).substring(0, 7);
    return Integer.parseInt(hash, 16);
  }
}
