package dev.halcyon.engine.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Memes;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.PolicyRule;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RuleKind;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Verdict;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written in pictures and films, judged as text is: through the engine, by a policy. */
class OcrStageTest {
  private static RescanEngine engine;
  @TempDir private Path folder;

  @BeforeAll
  static void startEngine() {
    engine = RescanEngine.start(EngineOptions.forServer());
  }

  @AfterAll
  static void stopEngine() {
    engine.close();
  }

  private static ResolvedPolicy policy() {
    ResolvedPolicy shipped = Scans.policy(2);
    PolicyRule badger =
        new PolicyRule(
            "badger",
            "Speaks of badgers",
            RuleKind.DICTIONARY,
            Category.WEAPONS,
            null,
            List.of(),
            Verdict.REVIEW,
            0.8,
            List.of("purple badger"),
            true);
    return Scans.withStages(
        Scans.withRules(shipped, List.of(badger)),
        new StageSpec("text.rules", null, true),
        new StageSpec("text.linear", null, true),
        new StageSpec("media.decode", null, true),
        new StageSpec("image.ocr", null, true));
  }

  private static ScanResult scan(ResolvedPolicy policy, MediaSource... media) {
    ScanRequest text = Scans.text("", "en", policy);
    return engine.scan(
        new ScanRequest(
            text.itemId(),
            "",
            null,
            text.region(),
            text.surface(),
            text.author(),
            List.of(),
            List.of(media),
            List.of(),
            0,
            policy,
            text.deadline()));
  }

  private static Optional<Assessment> ocr(ScanResult result) {
    return result.assessments().stream()
        .filter(each -> each.stage().equals("image.ocr"))
        .findFirst();
  }

  private static MediaSource png(BufferedImage image) throws IOException {
    return Sources.of("image/png", Painting.file(image, "png"));
  }

  @Test
  void aWordThatARuleNamesIsFoundInAPictureWithItsPlace() throws Exception {
    BufferedImage image = Memes.sign(1200, 600, "meet the purple badger at noon", 0.5, 0.75, 6);
    ScanResult result = scan(policy(), png(image));
    Assessment said = ocr(result).orElseThrow();
    assertThat(said.status()).as(said.note()).isEqualTo(AssessmentStatus.OK);
    assertThat(said.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(said.model().name()).isEqualTo("ppocr-recogniser");
    assertThat(said.scores())
        .anySatisfy(
            each -> {
              assertThat(each.category()).isEqualTo(Category.WEAPONS);
              assertThat(each.score()).isEqualTo(0.8);
            });
    Evidence.Region region =
        (Evidence.Region)
            said.evidence().stream()
                .filter(each -> each.source().equals("rule:badger"))
                .findFirst()
                .orElseThrow();
    assertThat(region.label()).isEqualTo("purple badger");
    assertThat(region.frame()).isNull();
    // The words stand right of "meet the", left of "at noon", in the lower half.
    assertThat(region.box().x()).isBetween(0.35, 0.5);
    assertThat(region.box().x() + region.box().width()).isBetween(0.6, 0.75);
    assertThat(region.box().y()).isBetween(0.6, 0.75);
    Keyframe keyframe = result.media().getFirst().info().keyframes().getFirst();
    assertThat(keyframe.scores()).extracting(CategoryScore::category).contains(Category.WEAPONS);
  }

  @Test
  void aPolicyThatDoesNotListTheStageReadsNoPictures() throws Exception {
    BufferedImage image = Memes.sign(1200, 600, "meet the purple badger", 0.5, 0.5, 0);
    ResolvedPolicy silent = Scans.withStages(policy(), new StageSpec("media.decode", null, true));
    ScanResult result = scan(silent, png(image));
    assertThat(ocr(result)).isEmpty();
    assertThat(result.verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void aPictureWithHarmlessWordsIsAllowed() throws Exception {
    BufferedImage image = Memes.sign(1200, 600, "welcome to our summer garden party", 0.5, 0.5, 0);
    ScanResult result = scan(policy(), png(image));
    Assessment said = ocr(result).orElseThrow();
    assertThat(said.verdict()).as(said.toString()).isEqualTo(Verdict.ALLOW);
    assertThat(said.evidence()).isEmpty();
  }

  @Test
  void anInsultInAPictureIsScoredLikeOneInText() throws Exception {
    BufferedImage image =
        Memes.sign(1200, 600, "YOU PATHETIC LOSER\nEVERYBODY HATES YOU", 0.5, 0.5, 0);
    Assessment said = ocr(scan(policy(), png(image))).orElseThrow();
    CategoryScore worst =
        said.scores().stream()
            .filter(each -> each.category() == Category.HARASSMENT)
            .findFirst()
            .orElseThrow();
    Assessment asText =
        engine
            .scan(Scans.text("YOU PATHETIC LOSER EVERYBODY HATES YOU", "en", policy()))
            .assessments()
            .stream()
            .filter(each -> each.stage().equals("text.linear"))
            .findFirst()
            .orElseThrow();
    assertThat(worst.score())
        .isEqualTo(
            asText.scores().stream()
                .filter(each -> each.category() == Category.HARASSMENT)
                .findFirst()
                .orElseThrow()
                .score());
    assertThat(said.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(said.evidence())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each).isInstanceOf(Evidence.Region.class));
  }

  @Test
  void textInALanguageTheModelDoesNotKnowIsNeverCleared() throws Exception {
    BufferedImage image =
        Memes.sign(1200, 600, "das ist heute wieder ein sehr\nlanger tag im garten", 0.5, 0.5, 0);
    Assessment said = ocr(scan(policy(), png(image))).orElseThrow();
    assertThat(said.note()).contains("the model knows English");
    assertThat(said.verdict()).isEqualTo(policy().unsupportedLanguage());
  }

  @Test
  void aCaptionInTheMiddleOfAFilmIsFoundAtItsKeyframe() throws Exception {
    byte[][] frames = new byte[3][640 * 360 * 3];
    for (int i = 0; i < 3; i++) {
      BufferedImage image = Painting.scene(0, 640, 360);
      if (i == 1) {
        Memes.write(image, "purple badger", 0.5, 0.5, 0);
      }
      Painting.copy(image, frames[i]);
    }
    byte[] film =
        Clip.of(640, 360, 25)
            .bytes(
                folder,
                ".mp4",
                150,
                (i, rgb) -> System.arraycopy(frames[i / 50], 0, rgb, 0, rgb.length));
    ScanResult result = scan(policy(), Sources.of("video/mp4", film));
    Assessment said = ocr(result).orElseThrow();
    assertThat(said.evidence())
        .isNotEmpty()
        .allSatisfy(
            each -> {
              Integer frame = ((Evidence.Region) each).frame();
              double at = result.media().getFirst().info().keyframes().get(frame).atSeconds();
              assertThat(at).isBetween(1.9, 4.1);
            });
  }

  @Test
  void framesThatLookAlikeAreReadOnceAndTooManyAreThinnedEvenly() {
    List<DecodedMedia.Frame> frames = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] samples = new byte[300 * 300 * 3];
      java.util.Arrays.fill(samples, (byte) (i / 2 * 2));
      // A patch the size of a word changes in every second frame.
      for (int y = 100; y < 140; y++) {
        for (int x = 100; x < 180; x++) {
          samples[(y * 300 + x) * 3 + 1] = (byte) (i / 2 % 2 * 200);
        }
      }
      frames.add(new DecodedMedia.Frame(new byte[0], samples, rendition(), PRINT));
    }
    int[] leftOut = {0};
    assertThat(DifferentFrames.of(frames.subList(0, 40), 24, n -> leftOut[0] = n)).hasSize(20);
    assertThat(leftOut[0]).isZero();
    List<Integer> thinned = DifferentFrames.of(frames, 24, n -> leftOut[0] = n);
    assertThat(thinned).hasSize(24).isSorted().doesNotHaveDuplicates().startsWith(0);
    assertThat(leftOut[0]).isEqualTo(26);
  }

  private static final PdqFingerprint PRINT = new PdqFingerprint(new PdqHash(1, 2, 3, 4), 100);

  private static dev.halcyon.engine.EncodedPicture rendition() {
    return new dev.halcyon.engine.EncodedPicture("image/jpeg", 1, 1, new byte[0]);
  }

  @Test
  void theModelsThatReadAreInTheRegistry() {
    assertThat(engine.models())
        .extracting(each -> each.model())
        .extracting(ModelRef::name)
        .contains("ppocr-detector", "ppocr-recogniser");
  }
}
