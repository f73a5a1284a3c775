package dev.halcyon.engine.text.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.assets.Assets;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.KnownWords;
import dev.halcyon.engine.text.Normaliser;
import dev.halcyon.engine.text.deep.DeepModel;
import dev.halcyon.engine.text.deep.DeepModels;
import dev.halcyon.engine.text.deep.DeepScorer;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Threshold;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * No release may be worse than the first to harmless texts that sound harmful. The table it is held
 * to stands in the metrics of the shipped heads and in docs/text-tiers.md.
 */
class HardNegativesTest {
  /** Eight-bit arithmetic differs between processors; a text at the threshold may cross it. */
  private static final int SLACK = 1;

  private static final String NEWEST = "1.2.0";

  @Test
  void everyGroupHasAtLeastFifteenTexts() {
    assertThat(HardNegatives.byGroup().keySet())
        .isEqualTo(
            Set.of(
                "sex_education",
                "mental_health",
                "history_of_violence",
                "counter_speech",
                "quotes",
                "identity_terms",
                "dialect"));
    assertThat(HardNegatives.byGroup().values())
        .allSatisfy(
            texts -> assertThat(texts).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(15));
  }

  @Test
  void noGroupRaisesMoreFalseAlarmsThanTheFirstReleaseDid() throws IOException {
    JsonNode first = table("1.0.0");
    table(NEWEST)
        .properties()
        .forEach(
            group ->
                assertThat(group.getValue().path("both").asInt())
                    .as(group.getKey())
                    .isLessThanOrEqualTo(first.path(group.getKey()).path("both").asInt()));
  }

  private static JsonNode table(String version) throws IOException {
    return new ObjectMapper()
        .readTree(Assets.bytes("models/text-deep/" + version + "/metrics.json"))
        .path("hard_negatives");
  }

  @Test
  void noGroupRaisesMoreFalseAlarmsThanTheTableSays() throws IOException, InterruptedException {
    JsonNode table = table(NEWEST);
    Thresholds thresholds =
        new Thresholds(
            PolicyDocuments.shipped(PolicyDocuments.SHIPPED_VERSIONS.getLast()),
            "en",
            "US",
            Surface.POST);
    Normaliser normaliser = new Normaliser(KnownWords.shipped());
    try (DeepModels models = DeepModels.shipped()) {
      DeepModel model = models.model(NEWEST, Instant.MAX).orElseThrow();
      for (Map.Entry<String, List<String>> group : HardNegatives.byGroup().entrySet()) {
        int alarms = 0;
        for (String text : group.getValue()) {
          DeepScorer scorer = DeepScorer.score(model, normaliser.normalise(text), Instant.MAX);
          alarms += flagged(model, scorer, thresholds) ? 1 : 0;
        }
        assertThat(alarms)
            .as(group.getKey())
            .isLessThanOrEqualTo(table.path(group.getKey()).path("both").asInt() + SLACK);
      }
    }
  }

  private static boolean flagged(DeepModel model, DeepScorer scorer, Thresholds thresholds) {
    for (int c = 0; c < model.head().categories().size(); c++) {
      Threshold threshold = thresholds.of(model.head().categories().get(c));
      if (threshold != null && scorer.score(c) >= threshold.review()) {
        return true;
      }
    }
    return false;
  }
}
