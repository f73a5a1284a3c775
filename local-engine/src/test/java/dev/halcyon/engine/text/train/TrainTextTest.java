package dev.halcyon.engine.text.train;

import static dev.halcyon.engine.text.train.Trainings.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.assets.Assets;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.train.Trainings.Run;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainTextTest {
  @TempDir Path folder;

  private Path data() throws IOException {
    return Trainings.spamAndHam(folder, 600);
  }

  @Test
  void sameDataAndSeedGiveTheSameBytes() throws IOException {
    String data = data().toString();
    for (String each : new String[] {"first", "second"}) {
      Run run = run("--data", data, "--out", folder.resolve(each).toString(), "--version", "7.0.0");
      assertThat(run.err()).isEmpty();
      assertThat(run.code()).isZero();
    }
    for (String file : new String[] {"7.0.0/weights.bin", "7.0.0/metrics.json", "words-en.txt"}) {
      assertThat(folder.resolve("first").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("second").resolve(file));
    }
  }

  @Test
  void metricsTellWhatWasTrainedAndWhatHasNoData() throws IOException {
    Path out = folder.resolve("out");
    assertThat(run("--data", data().toString(), "--out", out.toString()).code()).isZero();

    JsonNode metrics = new ObjectMapper().readTree(out.resolve("1.3.0/metrics.json").toFile());
    JsonNode spam = metrics.path("categories").path("spam");
    assertThat(spam.path("head").asText()).isEqualTo("trained");
    assertThat(spam.path("auroc").path("value").asDouble()).isGreaterThan(0.9);
    assertThat(spam.path("auroc").path("low").asDouble())
        .isLessThanOrEqualTo(spam.path("auroc").path("value").asDouble());
    assertThat(spam.path("source_left_out"))
        .extracting(row -> row.path("source").asText())
        .containsExactly(Templates.SOURCE, "one", "two");
    assertThat(metrics.path("categories").path("terrorism").path("head").asText())
        .isEqualTo("no data");
    LinearHead head =
        LinearHead.decode(Files.readAllBytes(out.resolve("1.3.0/weights.bin")), "made here");
    assertThat(metrics.path("sha256").asText()).isEqualTo(head.model().sha256());
    assertThat(head.categories()).hasSize(1);
  }

  @Test
  void wrongUsageExitsWithTwoAndSaysHow() {
    assertThat(run().code()).isEqualTo(2);
    assertThat(run("--data").code()).isEqualTo(2);
    assertThat(run("--dta", "x", "--out", "y").err()).contains("--dta").contains("--data DIR");
    assertThat(run("--data", "x", "--out", "y", "--share", "much").code()).isEqualTo(2);
  }

  @Test
  void missingOrBrokenDataExitsWithOneAndNamesTheFile() throws IOException {
    Run missing = run("--data", folder.resolve("none").toString(), "--out", "o");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("none");
    Path broken = Files.createDirectories(folder.resolve("broken"));
    try (Writer out = Trainings.source(broken, "bad")) {
      out.write("{\"text\": \"fine\", \"labels\": {}}\n{\"labels\": {}}\n");
    }
    Run bad = run("--data", broken.toString(), "--out", "o");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.err()).contains("bad.jsonl.gz line 2");
  }

  @Test
  void shippedMetricsBelongToTheShippedWeights() throws IOException {
    for (String version : new String[] {"1.0.0", "1.1.0", "1.2.0", "1.3.0"}) {
      String path = "models/text-linear/" + version + "/";
      JsonNode metrics = new ObjectMapper().readTree(Assets.bytes(path + "metrics.json"));
      LinearHead head = LinearHead.decode(Assets.bytes(path + "weights.bin"), version);
      assertThat(head.model().sha256()).isEqualTo(metrics.path("sha256").asText());
      assertThat(head.header().sources())
          .hasSameElementsAs(() -> metrics.path("sources").fieldNames());
      head.categories()
          .forEach(
              category ->
                  assertThat(
                          metrics
                              .path("categories")
                              .path(category.id())
                              .path("auroc")
                              .path("low")
                              .asDouble())
                      .as(version + " " + category.id() + " ranks better than chance")
                      .isGreaterThan(0.5));
    }
  }

  /** Two minutes of training; only where the training texts are at hand. */
  @ParameterizedTest
  @CsvSource({"1.1.0, 1", "1.2.0, 2", "1.3.0, 3"})
  @org.junit.jupiter.api.Tag("long")
  void shippedHeadIsReproducedBitForBitFromTheTrainingTexts(String version, String recipe)
      throws IOException {
    Path data = Path.of("../../shared/data/train");
    Assumptions.assumeTrue(
        Files.isDirectory(data), "the training texts are not here; nothing to reproduce from");
    Run run =
        run(
            "--data",
            data.toString(),
            "--out",
            folder.toString(),
            "--version",
            version,
            "--recipe",
            recipe,
            "--source-out",
            "no");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllBytes(folder.resolve(version + "/weights.bin")))
        .isEqualTo(Assets.bytes("models/text-linear/" + version + "/weights.bin"));
  }
}
