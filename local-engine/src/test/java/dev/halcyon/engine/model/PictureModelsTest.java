package dev.halcyon.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtProvider;
import dev.halcyon.assets.Assets;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.SharedData;
import dev.halcyon.protocol.Box;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureModelsTest {
  private static final PictureModels MODELS = PictureModels.shipped();

  @AfterAll
  static void close() {
    MODELS.close();
  }

  private static byte[] scene(int number, int side) {
    byte[] rgb = new byte[side * side * 3];
    Painting.copy(Painting.scene(number, side, side), rgb);
    return rgb;
  }

  @ParameterizedTest
  @CsvSource({
    "input_1.f32.gz,0.6103018,0.0002423,0.3892422,0.0000218,0.0001918",
    "input_4.f32.gz,0.3120278,0.0345482,0.4700411,0.1690240,0.0143589"
  })
  void theNsfwModelAgreesWithItsOriginalOnTheReferenceInputs(
      String input, double drawing, double hentai, double neutral, double porn, double sexy)
      throws IOException {
    Path file = SharedData.file("models/reference/nsfw/" + input);
    float[] values = new float[224 * 224 * 3];
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    }
    NsfwClassifier.Scores scores = MODELS.nsfw().scoreValues(values, 1).getFirst();
    assertThat(scores.drawing()).isCloseTo(drawing, within(2e-3));
    assertThat(scores.hentai()).isCloseTo(hentai, within(2e-3));
    assertThat(scores.neutral()).isCloseTo(neutral, within(2e-3));
    assertThat(scores.porn()).isCloseTo(porn, within(2e-3));
    assertThat(scores.sexy()).isCloseTo(sexy, within(2e-3));
  }

  /** Waves of red, green and blue: the same on every machine, for it is arithmetic alone. */
  private static byte[] waves(int side) {
    byte[] rgb = new byte[side * side * 3];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % side;
      int y = i / 3 / side;
      rgb[i] = (byte) ((x * (3 + i % 3) + y * (5 - i % 3) + x * y / 97) % 256);
    }
    return rgb;
  }

  @Test
  void theNsfwModelGivesAPictureOfOurOwnTheScoresWrittenDown() {
    NsfwClassifier.Scores scores = MODELS.nsfw().score(List.of(waves(224))).getFirst();
    assertThat(scores.drawing()).isCloseTo(0.1420, within(5e-3));
    assertThat(scores.neutral()).isCloseTo(0.7847, within(5e-3));
    assertThat(scores.porn()).isCloseTo(0.0296, within(5e-3));
  }

  @Test
  void aBatchScoresEachFrameAsItWouldAlone() {
    List<byte[]> frames = List.of(scene(1, 224), scene(2, 224), scene(3, 224));
    List<NsfwClassifier.Scores> together = MODELS.nsfw().score(frames);
    for (int i = 0; i < frames.size(); i++) {
      NsfwClassifier.Scores alone = MODELS.nsfw().score(List.of(frames.get(i))).getFirst();
      assertThat(together.get(i).drawing()).isCloseTo(alone.drawing(), within(1e-4));
      assertThat(together.get(i).porn()).isCloseTo(alone.porn(), within(1e-4));
    }
  }

  @Test
  void suggestiveCountsLessThanExplicit() {
    assertThat(new NsfwClassifier.Scores(0, 0, 0, 0, 1).sexual())
        .isEqualTo(NsfwClassifier.SEXY_WEIGHT);
    assertThat(new NsfwClassifier.Scores(0, 0.5, 0, 0.5, 0).sexual()).isEqualTo(1);
    assertThat(new NsfwClassifier.Scores(1, 0, 0, 0, 0).sexual()).isZero();
  }

  @Test
  void overlappingFindsOfOneLabelAreReducedToTheBest() {
    Box box = new Box(0.1, 0.1, 0.4, 0.4);
    Box near = new Box(0.12, 0.1, 0.4, 0.4);
    Box far = new Box(0.6, 0.6, 0.3, 0.3);
    List<ObjectDetector.Found> kept =
        ObjectDetector.suppressed(
            List.of(
                new ObjectDetector.Found("knife", 0.9, box),
                new ObjectDetector.Found("knife", 0.8, near),
                new ObjectDetector.Found("spoon", 0.7, near),
                new ObjectDetector.Found("knife", 0.6, far)));
    assertThat(kept)
        .extracting(ObjectDetector.Found::score)
        .as("the second knife lies on the first; a spoon may")
        .containsExactly(0.9, 0.7, 0.6);
  }

  @Test
  void aModelFileThatWasChangedIsRefused() {
    byte[] bytes = Assets.bytes(ModelFile.NSFW.path());
    bytes[bytes.length / 2] ^= 1;
    PictureModels damaged = new PictureModels(path -> bytes, OnnxProviders.installed());
    assertThatThrownBy(damaged::nsfw)
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("model.damaged");
              assertThat(problem.getMessage()).contains(ModelFile.NSFW.path());
            });
  }

  @Test
  void cudaThatIsPromisedAndFailsFallsBackToTheProcessorAndSaysSo() {
    try (PictureModels models =
        new PictureModels(
            Assets::bytes, OnnxProviders.claiming(EnumSet.of(OrtProvider.CPU, OrtProvider.CUDA)))) {
      ModelDescription row = models.descriptions().getFirst();
      if (row.model().provider().equals("cpu")) {
        assertThat(row.providerReason()).startsWith("CUDA was offered and failed: ");
      }
      assertThat(models.nsfw().score(List.of(scene(1, 224)))).hasSize(1);
    }
  }

  @Test
  void everyRowOfTheRegistryNamesLicenceOriginAndWhyItsProvider() {
    assertThat(MODELS.descriptions())
        .hasSize(2)
        .allSatisfy(
            row -> {
              assertThat(row.licence()).isNotBlank();
              assertThat(row.origin()).isNotBlank();
              assertThat(row.providerReason()).isNotBlank();
              assertThat(row.model().sha256()).hasSize(64);
            });
  }

  @Test
  @Tag("gpu")
  void cudaRunsTheModelsWhereItsLibrariesAreNamed() {
    assertThat(MODELS.descriptions())
        .allSatisfy(row -> assertThat(row.model().provider()).isEqualTo("cuda"));
  }
}
