package dev.halcyon.engine.text.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.assets.Assets;
import dev.halcyon.engine.testing.SharedData;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.engine.text.deep.DeepHead;
import dev.halcyon.engine.text.deep.DeepModels;
import dev.halcyon.engine.text.train.Corpus.Part;
import dev.halcyon.protocol.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeepTrainingTest {
  private static final String FOLDER = "models/text-deep/1.2.0/";

  @TempDir Path folder;

  private Path data() throws IOException {
    return Trainings.spamAndHam(Files.createDirectories(folder.resolve("data")), 300);
  }

  private static String run(String... arguments) {
    Trainings.Run run = Trainings.run(arguments);
    assertThat(run.code()).as(run.err()).isZero();
    return run.out();
  }

  @Test
  void sameDataAndSeedGiveTheSameHeadsAndTheMetricsSayWhatHasNoData() throws IOException {
    String data = data().toString();
    String cache = folder.resolve("points").toString();
    for (String each : List.of("first", "second")) {
      String out =
          run(
              "--tier",
              "deep",
              "--data",
              data,
              "--out",
              folder.resolve(each).toString(),
              "--cache",
              cache);
      assertThat(out).contains("| spam |").contains("no data");
      assertThat(out.contains("points of an earlier run")).isEqualTo(each.equals("second"));
    }
    for (String file :
        List.of("heads.bin", "linear.bin", "manifest.json", "metrics.json", "tables.md")) {
      assertThat(folder.resolve("first/1.2.0").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("second/1.2.0").resolve(file));
    }
    JsonNode metrics =
        new ObjectMapper().readTree(folder.resolve("first/1.2.0/metrics.json").toFile());
    JsonNode spam = metrics.at("/categories/spam");
    assertThat(spam.at("/auroc/both/value").asDouble()).isGreaterThan(0.8);
    assertThat(spam.at("/auroc/both/low").asDouble())
        .isLessThanOrEqualTo(spam.at("/auroc/both/value").asDouble());
    assertThat(spam.at("/test/yes").asInt() + spam.at("/test/no").asInt()).isEqualTo(120);
    assertThat(metrics.at("/categories/terrorism/head").asText()).isEqualTo("no data");
    assertThat(metrics.path("source_left_out")).hasSize(2);
    assertThat(metrics.at("/hard_negatives/dialect/texts").asInt()).isGreaterThanOrEqualTo(15);
  }

  @Test
  void heldOutFifthIsAFifthOfEverySourceAndLabel() throws IOException {
    Corpus corpus = Corpus.read(data(), List.of(), 1, 3).stratified();
    for (String source : List.of("one", "two")) {
      for (boolean yes : List.of(true, false)) {
        List<Row> rows =
            corpus.rows().stream()
                .filter(row -> row.source().equals(source))
                .filter(row -> row.labels().getOrDefault(Category.SPAM, !yes) == yes)
                .toList();
        assertThat(rows.stream().filter(row -> corpus.part(row) == Part.TEST))
            .hasSize(rows.size() / 5);
        assertThat(rows.stream().filter(row -> corpus.part(row) == Part.CALIBRATE))
            .hasSizeBetween(rows.size() / 8, rows.size() / 6);
      }
    }
  }

  @Test
  void shippedHeadsBelongTogetherAndTheirMetricsToThem() throws IOException {
    JsonNode metrics = new ObjectMapper().readTree(Assets.bytes(FOLDER + "metrics.json"));
    DeepHead head = DeepHead.decode(Assets.bytes(FOLDER + "heads.bin"), "heads.bin");
    LinearHead linear = LinearHead.decode(Assets.bytes(FOLDER + "linear.bin"), "linear.bin");
    assertThat(metrics.path("sha256").asText()).isEqualTo(head.model().sha256());
    assertThat(head.header().linearSha256()).isEqualTo(linear.model().sha256());
    assertThat(head.header().encoderSha256()).isEqualTo(DeepModels.ENCODER.sha256());
    assertThat(head.categories()).isEqualTo(linear.categories());
    JsonNode manifest = new ObjectMapper().readTree(Assets.bytes(FOLDER + "manifest.json"));
    assertThat(manifest.path("files").path("heads.bin").asText()).isEqualTo(head.model().sha256());
    assertThat(manifest.path("files").path("linear.bin").asText())
        .isEqualTo(linear.model().sha256());
    for (Category category : head.categories()) {
      JsonNode figures = metrics.path("categories").path(category.id());
      assertThat(figures.at("/auroc/both/low").asDouble())
          .as(category.id() + " ranks better than chance")
          .isGreaterThan(0.5);
      assertThat(figures.at("/auroc/gain/high").asDouble())
          .as(category.id() + " is not clearly worse than the linear half alone")
          .isGreaterThanOrEqualTo(0);
    }
  }

  /** Several minutes of encoding; only where the training texts are at hand. */
  @Test
  @Tag("long")
  void shippedHeadsAreReproducedWithinATenThousandth() throws IOException {
    Path data = SharedData.file("train");
    run(
        "--tier",
        "deep",
        "--data",
        data.toString(),
        "--out",
        folder.toString(),
        "--source-out",
        "no");
    DeepHead made =
        DeepHead.decode(Files.readAllBytes(folder.resolve("1.2.0/heads.bin")), "made here");
    DeepHead shipped = DeepHead.decode(Assets.bytes(FOLDER + "heads.bin"), "shipped");
    assertThat(Files.readAllBytes(folder.resolve("1.2.0/linear.bin")))
        .isEqualTo(Assets.bytes(FOLDER + "linear.bin"));
    assertThat(made.categories()).isEqualTo(shipped.categories());
    for (int i = 0; i < made.weights().length; i++) {
      assertThat(Math.abs(made.weights()[i] - shipped.weights()[i])).isLessThan(1e-4f);
    }
  }
}
