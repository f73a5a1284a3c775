package dev.halcyon.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.calibration.Calibration;
import dev.halcyon.engine.calibration.CalibrationFolder;
import dev.halcyon.engine.calibration.CurveFit;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that people labelled, the real model, the curve, and a policy that names it. */
@Timeout(300)
class CalibrateCommandTest {
  private static final int EACH = 60;

  @TempDir private static Path folder;
  private static Path calibrations;
  private static Ran made;
  private static String reference;

  @BeforeAll
  static void labelAndCalibrate() throws Exception {
    calibrations = Files.createDirectory(folder.resolve("calibrations"));
    System.setProperty(CalibrationFolder.FOLDER, calibrations.toString());
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    StringBuilder labels = new StringBuilder("file,category,label\n");
    for (int i = 0; i < EACH; i++) {
      Files.write(
          pictures.resolve("warm-" + i + ".png"), Painting.file(Painting.warm(i, 224, 224), "png"));
      Files.write(
          pictures.resolve("scene-" + i + ".png"),
          Painting.file(Painting.scene(i, 224, 224), "png"));
      labels.append("warm-").append(i).append(".png,sexual,1\n");
      labels.append("scene-").append(i).append(".png,sexual,0\n");
    }
    labels.append("\"warm-0.png\",weapons,1\n");
    Path file = Files.writeString(folder.resolve("labels.csv"), labels);
    made =
        Ran.with(
            "",
            "calibrate",
            "--labels",
            file.toString(),
            "--folder",
            pictures.toString(),
            "--out",
            calibrations.resolve("market@1.json").toString(),
            "--share",
            "0.5");
    reference =
        made.out()
            .lines()
            .filter(line -> line.startsWith("wrote "))
            .map(line -> line.substring("wrote ".length()))
            .findFirst()
            .orElse("none");
  }

  @AfterAll
  static void forget() {
    System.clearProperty(CalibrationFolder.FOLDER);
  }

  private static Path policy(String name, String calibration) throws IOException {
    String shipped = PolicyDocuments.shippedText(3);
    String stage = "{stage: image.nsfw, required: true";
    assertThat(shipped).contains(stage);
    return Files.writeString(
        folder.resolve(name),
        shipped.replace(stage, stage + ", calibration: \"" + calibration + "\""));
  }

  private static JsonNode scanned(String... arguments) throws IOException {
    Ran ran = Ran.with("", arguments);
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran.json().getFirst();
  }

  private static String picture(String name) {
    return folder.resolve("pictures").resolve(name).toString();
  }

  @Test
  void figuresComeBeforeAndAfterWithCountsIntervalsAndReliability() throws Exception {
    assertThat(made.out())
        .contains("image.nsfw, sexual, pictures: 60 yes and 60 no; for a feed with 50.0 % of yes")
        .containsPattern("AUROC +0\\.[789]\\d+ \\(0\\.\\d+–[01]\\.\\d+\\) +0\\.[789]\\d+ \\(")
        .containsPattern("average precision +0\\.")
        .containsPattern("Brier score +0\\.")
        .containsPattern("calibration error +0\\.")
        .containsPattern("scores 0\\.0 to 0\\.1: +\\d+ files, mean score 0\\.\\d+")
        .contains("curve (Platt): 0.1 becomes 0.")
        .contains("- {stage: image.nsfw, calibration: \"" + reference + "\"}");
    Calibration found = read();
    Calibration.Entry curve = found.curves().getFirst();
    assertThat(found.curves()).hasSize(1);
    assertThat(curve.yes()).isEqualTo(EACH);
    assertThat(curve.share()).isEqualTo(0.5);
    assertThat(curve.sha256()).hasSize(64);
    assertThat(curve.error()).isLessThan(curve.errorBefore());
  }

  private static Calibration read() {
    return new CalibrationFolder(Optional.of(calibrations)).find(reference);
  }

  @Test
  void whatHasTooFewLabelsIsToldWithTheNumbersThatLack() {
    assertThat(made.code()).as("one labelled category got no curve").isEqualTo(1);
    assertThat(made.out())
        .contains(
            "no curve: image.objects, weapons, pictures: 1 yes and 0 no were looked at; "
                + CurveFit.FEWEST
                + " of each are needed, so 49 more yes and 50 more no.");
  }

  @Test
  void aPolicyThatNamesTheCalibrationGetsCalibratedScoresAndSaysSo() throws Exception {
    String picture = picture("warm-7.png");
    JsonNode raw = scanned("scan", "--json", "--policy", "3", picture);
    JsonNode calibrated =
        scanned("scan", "--json", "--policy", policy("named.yaml", reference).toString(), picture);
    double before = raw.path("scores").path("sexual").doubleValue();
    double after = calibrated.path("scores").path("sexual").doubleValue();
    Calibration.Entry entry = read().curves().getFirst();
    assertThat(entry.category()).isEqualTo(Category.SEXUAL);
    assertThat(entry.kind()).isEqualTo(Modality.IMAGE);
    assertThat(after).isCloseTo(entry.curve().at(before), within(1e-6)).isNotEqualTo(before);
    assertThat(raw.has("calibrations")).isFalse();
    assertThat(calibrated.path("calibrations").path(0).textValue()).isEqualTo(reference);
  }

  @Test
  void aMissingDamagedOrOtherCalibrationIsSaidBeforeAnythingIsScanned() throws Exception {
    String other = "market@1+" + "0".repeat(12);
    String missing = "nowhere@4+" + "0".repeat(12);
    Files.writeString(calibrations.resolve("torn@1.json"), "{\"format\": \"halcyon-cal");
    String torn = "torn@1+" + "0".repeat(12);
    for (List<String> each :
        List.of(
            List.of(other, "is the calibration " + reference),
            List.of(missing, "there is no file"),
            List.of(torn, "it is no calibration"))) {
      Ran ran =
          Ran.with(
              "",
              "scan",
              "--policy",
              policy("wrong.yaml", each.getFirst()).toString(),
              picture("scene-1.png"));
      assertThat(ran.code()).as(ran.err()).isEqualTo(2);
      assertThat(ran.err()).contains(each.getLast());
      assertThat(ran.out()).isEmpty();
    }
    Ran malformed =
        Ran.with(
            "", "scan", "--policy", policy("bad.yaml", "market@1").toString(), picture("x.png"));
    assertThat(malformed.code()).isEqualTo(2);
    assertThat(malformed.err()).contains("'market@1' is no calibration").contains("line ");
  }

  @Test
  void singleLabelsJsonLinesAndACategoryOfTheCommandMeanTheSame() throws Exception {
    StringBuilder alone = new StringBuilder("file,label\n");
    StringBuilder lines = new StringBuilder();
    StringBuilder only = new StringBuilder("\ufefffile,label\r\n");
    for (int i = 0; i < 3; i++) {
      alone.append("a").append(i).append(",sexual\nb").append(i).append(",none\n");
      only.append("a").append(i).append(",1\r\n\"b").append(i).append("\",0\r\n");
      lines
          .append("{\"file\":\"a" + i + "\",\"labels\":{\"sexual\":1}}\n")
          .append("{\"file\":\"b" + i + "\",\"category\":\"sexual\",\"label\":0}\n\n");
    }
    Path one = Files.writeString(folder.resolve("alone.csv"), alone);
    Path two = Files.writeString(folder.resolve("lines.jsonl"), lines);
    Path three = Files.writeString(folder.resolve("only.csv"), only);
    var first = LabelFile.read(one, folder, null).files();
    assertThat(first).hasSize(6);
    assertThat(first.get(0).labels()).containsEntry(Category.SEXUAL, true);
    assertThat(first.get(1).labels()).containsEntry(Category.SEXUAL, false);
    assertThat(LabelFile.read(two, folder, null).files())
        .extracting(each -> each.file() + " " + each.labels())
        .containsExactlyElementsOf(
            first.stream().map(each -> each.file() + " " + each.labels()).toList());
    assertThat(LabelFile.read(three, folder, Category.SEXUAL).files())
        .extracting(each -> each.file() + " " + each.labels())
        .containsExactlyElementsOf(
            first.stream().map(each -> each.file() + " " + each.labels()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "l.csv ~ file,category,label|a.png,sexual,2 ~ line 2: '2' is neither 0 nor 1",
        "l.csv ~ file,category,label|a.png,sexual,1|a.png,lewd,1 ~ line 3: 'lewd' is no category",
        "l.csv ~ file,category,label|a,sexual,1|./a,sexual,0 ~ line 3: it says the opposite of line"
            + " 2",
        "l.csv ~ a.png,sexual,1|b.png,sexual,1 ~ line 1: the heading names",
        "l.csv ~ file,category,label|a.png,sexual ~ line 2: it has not as many fields",
        "l.csv ~ file,label|a.png,1 ~ line 2: '1' is no category",
        "l.jsonl ~ {\"file\":\"a\"} ~ line 1: it has no file with a label",
        "l.jsonl ~ {\"file\":\"a\",\"label\":\"none\"}|{ ~ line 2: it is no JSON",
        "l.txt ~ x ~ ends neither in .csv nor in .jsonl"
      })
  void aLineThatIsWrongIsToldWithItsNumber(String name, String text, String said) throws Exception {
    Path labels = Files.writeString(folder.resolve(name), text.replace("|", "\n") + "\n");
    Ran ran = Ran.with("", "calibrate", "--labels", labels.toString(), "--out", "wrong@1.json");
    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains(said);
  }

  @Test
  void tooFewLabelsAltogetherWriteNothing() throws Exception {
    Path labels =
        Files.writeString(
            folder.resolve("few.csv"),
            "file,label\nwarm-1.png,sexual\nscene-1.png,none\nabsent.png,none\n");
    Path out = folder.resolve("few@1.json");
    Ran ran =
        Ran.with(
            "",
            "calibrate",
            "--labels",
            labels.toString(),
            "--folder",
            folder.resolve("pictures").toString(),
            "--out",
            out.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .contains("nothing was written")
        .contains("1 yes and 1 no were looked at; 50 of each are needed")
        .contains("absent.png (line 4) does not count: there is no such file");
    assertThat(out).doesNotExist();
  }

  @Test
  void oneFileUnderTwoNamesCountsOnceAndNotBothWays() throws Exception {
    Path twice = Files.createDirectories(folder.resolve("twice"));
    byte[] file = Painting.file(Painting.scene(4, 64, 64), "png");
    Files.write(twice.resolve("a.png"), file);
    Files.write(twice.resolve("b.png"), file);
    Path labels =
        Files.writeString(
            twice.resolve("l.csv"), "file,category,label\na.png,sexual,1\nb.png,sexual,0\n");
    Ran ran =
        Ran.with("", "calibrate", "--labels", labels.toString(), "--out", twice + "/both@1.json");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("hold the same and are labelled against each other");
  }

  @Test
  void wrongUseIsNamed() throws Exception {
    String labels = folder.resolve("labels.csv").toString();
    assertThat(Ran.with("", "calibrate", "--labels", labels).code()).isEqualTo(2);
    Ran name = Ran.with("", "calibrate", "--labels", labels, "--out", "market.json");
    assertThat(name.code()).isEqualTo(2);
    assertThat(name.err()).contains("NAME@VERSION.json");
    Ran again =
        Ran.with(
            "",
            "calibrate",
            "--labels",
            labels,
            "--out",
            calibrations.resolve("market@1.json").toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("a version never changes").contains("market@2.json");
    assertThat(
            Ran.with("", "calibrate", "--labels", labels, "--out", "a@1.json", "--share", "2")
                .err())
        .contains("between 0 and 1");
  }

  @Test
  void theFileNamesNoPictureAndIsSmall() throws Exception {
    byte[] bytes = Files.readAllBytes(calibrations.resolve("market@1.json"));
    assertThat(bytes.length).isLessThan(2_000);
    assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("warm-");
    assertThat(Wire.mapper().readTree(bytes).path("format").textValue())
        .isEqualTo("halcyon-calibration/1");
  }
}
