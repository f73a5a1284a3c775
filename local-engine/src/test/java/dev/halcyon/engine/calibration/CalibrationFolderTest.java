package dev.halcyon.engine.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.UserProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationFolderTest {
  private static final ModelRef MODEL = new ModelRef("nsfw", "1.0.0", "ab".repeat(32), "cpu");

  @TempDir private Path folder;
  private CalibrationFolder calibrations;

  @BeforeEach
  void open() {
    calibrations = new CalibrationFolder(Optional.of(folder));
  }

  private Calibration write(String name, Curve curve) throws Exception {
    return CalibrationFile.named(folder.resolve(name))
        .write(
            "cd".repeat(32),
            List.of(
                new Calibration.Entry(
                    "image.nsfw",
                    Category.SEXUAL,
                    Modality.IMAGE,
                    MODEL.name(),
                    MODEL.version(),
                    MODEL.sha256(),
                    50,
                    70,
                    0.1,
                    0.3,
                    0.02,
                    curve)));
  }

  private static void problem(String code, String part, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(code);
              assertThat(problem.getMessage()).contains(part);
              assertThat(problem.remedy()).isNotBlank();
            });
  }

  @Test
  void whatWasWrittenIsReadAndAppliedToWhatWasMeasuredAlone() throws Exception {
    Calibration made =
        write("market@3.json", new Curve.Points(List.of(0.0, 0.5), List.of(0.1, 0.7)));
    Calibration found = calibrations.find(made.ref().toString());
    assertThat(found.ref().toString()).matches("market@3\\+[0-9a-f]{12}");
    Curve curve = found.curve("image.nsfw", Category.SEXUAL, Modality.IMAGE, MODEL).orElseThrow();
    assertThat(curve.at(0.25)).isCloseTo(0.4, within(1e-12));
    assertThat(found.curve("image.nsfw", Category.SEXUAL, Modality.VIDEO, MODEL)).isEmpty();
    assertThat(found.curve("image.labels", Category.SEXUAL, Modality.IMAGE, MODEL)).isEmpty();
  }

  @Test
  void theSameLabelsGiveTheSameReference() throws Exception {
    Calibration one = write("one@1.json", new Curve.Sigmoid(-1, 2));
    Files.move(folder.resolve("one@1.json"), folder.resolve("kept.json"));
    assertThat(write("one@1.json", new Curve.Sigmoid(-1, 2)).ref()).isEqualTo(one.ref());
  }

  @Test
  void anotherModelsCurveIsRefused() throws Exception {
    Calibration made = write("market@1.json", new Curve.Sigmoid(-1, 2));
    ModelRef other = new ModelRef("nsfw", "2.0.0", "ef".repeat(32), "cpu");
    problem(
        "calibration.model",
        "was made for nsfw 1.0.0",
        () -> made.curve("image.nsfw", Category.SEXUAL, Modality.IMAGE, other));
  }

  @Test
  void aMissingFileIsLookedForAgain() throws Exception {
    Calibration made = write("market@1.json", new Curve.Sigmoid(-1, 2));
    Path away = folder.resolve("away");
    Files.move(folder.resolve("market@1.json"), away);
    problem("calibration.missing", "market@1.json", () -> calibrations.find(made.ref().toString()));
    Files.move(away, folder.resolve("market@1.json"));
    assertThat(calibrations.find(made.ref().toString()).ref()).isEqualTo(made.ref());
    problem(
        "calibration.missing",
        "is not said",
        () -> new CalibrationFolder(Optional.empty()).find(made.ref().toString()));
    problem("calibration.reference", "market@1", () -> calibrations.find("market@1"));
  }

  @Test
  void aFileThatWasTouchedIsNotTheOneThatThePolicyNames() throws Exception {
    Calibration made = write("market@1.json", new Curve.Sigmoid(-1, 2));
    Path file = folder.resolve("market@1.json");
    Files.writeString(file, Files.readString(file).replace("-1.0", "-1.5"));
    problem(
        "calibration.other", made.ref().toString(), () -> calibrations.find(made.ref().toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "halcyon-calibration/1 ~ halcyon-calibration/9 ~ format",
        "\"name\" : \"market\" ~ \"name\" : \"Mar ket\" ~ name and version",
        "\"a\" : -1.0 ~ \"a\" : 1.0 ~ a must be below 0",
        "\"platt\" ~ \"guess\" ~ no calibration",
        "\"sexual\" ~ \"nothing\" ~ needs stage",
        "\"yes\" ~ \"maybe\" ~ no calibration (line",
        "{ ~ [ ~ no calibration"
      })
  void damageIsToldWithItsPlace(String what, String instead, String said) throws Exception {
    Calibration made = write("market@1.json", new Curve.Sigmoid(-1, 2));
    Path file = folder.resolve("market@1.json");
    String text = Files.readString(file);
    assertThat(text).contains(what);
    Files.writeString(file, text.replaceFirst(java.util.regex.Pattern.quote(what), instead));
    problem("calibration.damaged", said, () -> calibrations.find(made.ref().toString()));
  }

  @Test
  void aVersionIsNeverWrittenTwiceAndItsNameHasAForm() throws Exception {
    write("market@1.json", new Curve.Sigmoid(-1, 2));
    problem(
        "calibration.exists",
        "never changes",
        () -> CalibrationFile.named(folder.resolve("market@1.json")));
    for (String bad : List.of("market.json", "Market@1.json", "market@0.json", "market@1.yaml")) {
      problem("calibration.name", bad, () -> CalibrationFile.named(folder.resolve(bad)));
    }
  }
}
