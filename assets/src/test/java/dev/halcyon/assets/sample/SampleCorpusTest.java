package dev.halcyon.assets.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SampleCorpusTest {
  private static final Path ASSETS = Path.of("").toAbsolutePath();
  private static final Path SAMPLE = ASSETS.resolve("sample");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void theCommittedItemsAreWhatTheGeneratorMakes() throws IOException {
    assertThat(SampleCorpus.items(SAMPLE))
        .as("assets/sample/items.jsonl is stale; docs/samples.md says how to make it again")
        .isEqualTo(Files.readString(SAMPLE.resolve("items.jsonl")));
  }

  @Test
  void theCommittedMediaAreTheOnesThatWereListed() throws IOException {
    Path media = SAMPLE.resolve("media");
    assertThat(SampleMedia.sums(media)).isEqualTo(Files.readString(media.resolve("SHA256SUMS")));
    assertThat(SampleMedia.cuts()).isEqualTo(Files.readString(media.resolve("cuts.json")));
    assertThat(SampleMedia.files(media)).hasSize(21);
  }

  @Test
  void theTableOfTheGuideIsWhatTheSourceSays() throws IOException {
    String page = Files.readString(ASSETS.resolve("../docs/samples.md"));
    assertThat(SamplePage.fill(page, ASSETS)).isEqualTo(page);
  }

  @Test
  void theCorpusIsAsLargeAndAsMixedAsPromised() throws IOException {
    List<JsonNode> items = items();
    assertThat(items.stream().filter(item -> item.get("media").isEmpty()).count())
        .as("texts")
        .isGreaterThanOrEqualTo(150);
    assertThat(count(items, "language", "en")).isGreaterThanOrEqualTo(90);
    assertThat(count(items, "language", "de")).isGreaterThanOrEqualTo(24);
    assertThat(count(items, "language", "es")).isGreaterThanOrEqualTo(18);
    assertThat(count(items, "language", "ru")).isGreaterThanOrEqualTo(13);
    assertThat(items.stream().filter(item -> item.get("arrivalOffsetSeconds").asInt() > 0).count())
        .as("late arrivals")
        .isBetween(20L, 30L);
    assertThat(items.stream().filter(item -> item.get("policyVersion").asInt() == 1).count())
        .isBetween(items.size() / 3 - 2L, items.size() / 3 + 2L);
    assertThat(items.stream().filter(item -> item.get("conversation").size() > 0).count())
        .isGreaterThan(items.size() / 4L);
    assertThat(items.stream().filter(item -> item.get("reports").size() > 0).count())
        .isGreaterThan(items.size() / 5L - 1);
  }

  @Test
  void everyTimeLiesInTheRightOrder() throws IOException {
    int arrivedBefore = Integer.MIN_VALUE;
    int policyBefore = 1;
    for (JsonNode item : items()) {
      String id = item.get("externalId").asText();
      int arrival = item.get("arrivalOffsetSeconds").asInt();
      assertThat(arrival).as(id).isGreaterThan(arrivedBefore);
      assertThat(item.get("policyVersion").asInt()).as(id).isGreaterThanOrEqualTo(policyBefore);
      int posted = item.get("postedOffsetSeconds").asInt();
      assertThat(posted).as(id).isLessThan(arrival);
      for (JsonNode message : item.get("conversation")) {
        assertThat(message.get("offsetSeconds").asInt()).as(id).isLessThan(posted);
      }
      for (JsonNode report : item.get("reports")) {
        assertThat(report.get("offsetSeconds").asInt()).as(id).isBetween(posted, arrival);
      }
      arrivedBefore = arrival;
      policyBefore = item.get("policyVersion").asInt();
    }
  }

  @Test
  void idsAreUniqueAndEveryMediaFileExistsAndIsUsed() throws IOException {
    Set<String> ids = new HashSet<>();
    Set<String> used = new HashSet<>();
    for (JsonNode item : items()) {
      assertThat(ids.add(item.get("externalId").asText())).isTrue();
      item.get("media").forEach(name -> used.add(name.asText()));
    }
    Set<String> present = new HashSet<>();
    SampleMedia.files(SAMPLE.resolve("media"))
        .forEach(file -> present.add(String.valueOf(file.getFileName())));
    assertThat(used).isEqualTo(present);
  }

  @Test
  void personalDataBelongsToNobody() throws IOException {
    // Only names that RFC 2606 reserves, telephone numbers set aside for fiction, RFC 5737
    // addresses.
    Pattern host = Pattern.compile("(?:https?://|@)([\\p{L}0-9.-]+)");
    Pattern phone = Pattern.compile("\\b555-\\d{4}\\b");
    for (JsonNode item : items()) {
      String text = item.get("text").asText();
      Matcher hosts = host.matcher(text);
      while (hosts.find()) {
        assertThat(hosts.group(1)).matches(".*(example|invalid|example\\.(com|net|org)|[0-9.]+)$");
      }
      Matcher phones = phone.matcher(text);
      while (phones.find()) {
        assertThat(phones.group()).startsWith("555-01");
      }
    }
  }

  @Test
  void childSafetyIsOnlyEverAPlaceholder() throws IOException {
    List<String> placeholders = CorpusSource.read(SAMPLE).placeholders();
    assertThat(placeholders).hasSize(3);
    long hits = items().stream().filter(i -> placeholders.contains(i.get("text").asText())).count();
    assertThat(hits).isGreaterThanOrEqualTo(2);
  }

  private static long count(List<JsonNode> items, String field, String value) {
    return items.stream().filter(item -> value.equals(item.path(field).asText())).count();
  }

  private static List<JsonNode> items() throws IOException {
    List<JsonNode> items = new ArrayList<>();
    for (String line : Files.readAllLines(SAMPLE.resolve("items.jsonl"))) {
      items.add(JSON.readTree(line));
    }
    return items;
  }
}
