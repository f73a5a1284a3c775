package dev.halcyon.engine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.engine.personal.Finding;
import dev.halcyon.engine.personal.PersonalData;
import dev.halcyon.engine.personal.PersonalKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Precision and recall of the personal data finder by kind, over texts with marked spans (a file
 * {@code pii_synthetic.jsonl.gz}, by default that of {@code ../shared/data/train}), and how long a
 * text takes. A marked span counts as found when a finding of its kind overlaps it; a finding
 * counts as right when it overlaps a span of its kind, for addresses also one of a place or postal
 * code. With {@code --list}, prints the places (never the words) of what was wrong.
 */
public final class PersonalDataBench {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<PersonalKind, List<String>> MARKS =
      Map.of(
          PersonalKind.EMAIL, List.of("EMAIL_ADDRESS"),
          PersonalKind.PHONE, List.of("PHONE_NUMBER"),
          PersonalKind.IBAN, List.of("IBAN_CODE"),
          PersonalKind.CARD, List.of("CREDIT_CARD"),
          PersonalKind.IP_ADDRESS, List.of("IP_ADDRESS"),
          PersonalKind.US_SSN, List.of("US_SSN"),
          PersonalKind.POSTAL_ADDRESS, List.of("STREET_ADDRESS", "GPE", "ZIP_CODE"));

  private record Mark(String type, int start, int end) {}

  private record Marked(String text, List<Mark> marks, List<Finding> found) {}

  private PersonalDataBench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of(arguments));
    boolean list = options.remove("--list");
    Path file =
        Path.of(
            options.isEmpty() ? "../shared/data/train/pii_synthetic.jsonl.gz" : options.getFirst());
    if (!Files.exists(file)) {
      System.err.println("There is no " + file + "; name a file with marked spans.");
      System.exit(1);
    }
    List<Marked> texts = read(file);
    long begun = System.nanoTime();
    for (Marked each : texts) {
      PersonalData.find(each.text, "", "en");
    }
    double micros = (System.nanoTime() - begun) / 1e3 / texts.size();
    for (PersonalKind kind : PersonalKind.values()) {
      report(kind, texts, list);
    }
    System.out.printf(Locale.ROOT, "figure personal-data.text %.0f us%n", micros);
  }

  private static List<Marked> read(Path file) throws IOException, InterruptedException {
    List<Marked> texts = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode node = JSON.readTree(line);
        List<Mark> marks = new ArrayList<>();
        for (JsonNode span : node.at("/labels/spans")) {
          marks.add(
              new Mark(
                  span.get("type").asText(), span.get("start").asInt(), span.get("end").asInt()));
        }
        String text = node.get("text").asText();
        texts.add(new Marked(text, marks, PersonalData.find(text, "", "en")));
      }
    }
    return texts;
  }

  private static void report(PersonalKind kind, List<Marked> texts, boolean list) {
    List<String> types = MARKS.get(kind);
    int marked = 0;
    int recalled = 0;
    int findings = 0;
    int right = 0;
    for (int i = 0; i < texts.size(); i++) {
      Marked text = texts.get(i);
      for (Mark mark : text.marks) {
        if (mark.type.equals(types.getFirst())) {
          boolean found = text.found.stream().anyMatch(f -> f.kind() == kind && overlap(f, mark));
          marked++;
          recalled += found ? 1 : 0;
          if (list && !found) {
            System.out.printf("%s missed: text %d at %d%n", kind.id(), i, mark.start);
          }
        }
      }
      for (Finding finding : text.found) {
        if (finding.kind() == kind) {
          boolean ok =
              text.marks.stream().anyMatch(m -> types.contains(m.type) && overlap(finding, m));
          findings++;
          right += ok ? 1 : 0;
          if (list && !ok) {
            System.out.printf("%s wrong: text %d at %d%n", kind.id(), i, finding.start());
          }
        }
      }
    }
    Figures.share("personal-data." + kind.id() + ".precision", right, findings);
    Figures.share("personal-data." + kind.id() + ".recall", recalled, marked);
  }

  private static boolean overlap(Finding finding, Mark mark) {
    return finding.start() < mark.end && mark.start < finding.end();
  }
}
