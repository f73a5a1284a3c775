package dev.halcyon.engine.personal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.engine.testing.SharedData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Texts that others marked; the figures themselves are printed by the benchmark. */
class PersonalDataMeasuredTest {
  private static final Map<PersonalKind, String> PROVEN =
      Map.of(
          PersonalKind.EMAIL, "EMAIL_ADDRESS",
          PersonalKind.IBAN, "IBAN_CODE",
          PersonalKind.CARD, "CREDIT_CARD",
          PersonalKind.IP_ADDRESS, "IP_ADDRESS",
          PersonalKind.US_SSN, "US_SSN");

  @Test
  void kindsThatProveThemselvesAreFoundWhereOthersMarkedThemAndNowhereElse()
      throws IOException, InterruptedException {
    int marked = 0;
    int recalled = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(SharedData.file("train/pii_synthetic.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = new ObjectMapper().readTree(line);
        List<Finding> found = PersonalData.find(row.get("text").asText(), "", "en");
        for (JsonNode span : row.at("/labels/spans")) {
          if (PROVEN.containsValue(span.get("type").asText())) {
            marked++;
            recalled += found.stream().anyMatch(each -> fits(each, span)) ? 1 : 0;
          }
        }
        for (Finding each : found) {
          if (PROVEN.containsKey(each.kind())) {
            assertThat(row.at("/labels/spans")).anyMatch(span -> fits(each, span));
          }
        }
      }
    }
    assertThat(marked).isGreaterThan(200);
    assertThat((double) recalled / marked).isGreaterThan(0.95);
  }

  private static boolean fits(Finding finding, JsonNode span) {
    return span.get("type").asText().equals(PROVEN.get(finding.kind()))
        && finding.start() < span.get("end").asInt()
        && span.get("start").asInt() < finding.end();
  }
}
