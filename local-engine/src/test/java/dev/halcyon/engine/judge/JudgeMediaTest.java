package dev.halcyon.engine.judge;

import static dev.halcyon.engine.judge.Judges.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Memes;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sounds;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Verdict;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a judge is shown of pictures, films and sound, and where its quotes then stand. */
class JudgeMediaTest {
  /** An ALLOW may clear here, so that a test can tell when it does not. */
  private static final JudgePolicy CLEARS =
      new JudgePolicy("judge-1", 0, 0.7, List.of(), false, 0.5, 0, 0);

  @TempDir private Path folder;
  private ScriptedModel model;

  @BeforeEach
  void startModel() {
    model = new ScriptedModel();
  }

  @AfterEach
  void stopModel() {
    model.close();
  }

  private static ResolvedPolicy policy() {
    return Scans.withStages(
        Judges.policy(CLEARS),
        new StageSpec("text.rules", null, true),
        new StageSpec("text.linear", null, true),
        new StageSpec("media.decode", null, true),
        new StageSpec("image.ocr", null, false),
        new StageSpec("sound.speech", null, false),
        new StageSpec(JudgeStage.NAME, null, true));
  }

  private JudgeEndpoint endpoint(JudgeEndpoint.Dialect dialect, boolean pictures) {
    JudgeEndpoint plain = Judges.endpoint(model.url(), JudgeEndpoint.Role.SMALL, dialect);
    return new JudgeEndpoint(
        plain.name(),
        plain.role(),
        plain.dialect(),
        plain.url(),
        plain.model(),
        plain.key(),
        pictures,
        false,
        plain.temperature(),
        plain.maxTokens(),
        plain.timeout(),
        plain.inputPrice(),
        plain.outputPrice());
  }

  private ScanResult scan(JudgeEndpoint endpoint, MediaSource... media) {
    ScanRequest text = Scans.text("", "en", policy());
    try (RescanEngine engine = Judges.engine(endpoint)) {
      return engine.scan(
          new ScanRequest(
              text.itemId(),
              "",
              "en",
              text.region(),
              text.surface(),
              text.author(),
              List.of(),
              List.of(media),
              List.of(),
              0,
              text.policy(),
              text.deadline()));
    }
  }

  private static Assessment judged(ScanResult result) {
    return Judges.said(result.assessments(), JudgeStage.NAME).orElseThrow();
  }

  /** The pictures of a question, decoded, in either dialect. */
  private static List<BufferedImage> pictures(JsonNode question) throws Exception {
    List<String> found = new ArrayList<>();
    question
        .findValues("image_url")
        .forEach(each -> found.add(each.path("url").asText().replaceFirst("^[^,]*,", "")));
    question.findValues("source").forEach(each -> found.add(each.path("data").asText()));
    List<BufferedImage> all = new ArrayList<>();
    for (String data : found) {
      all.add(ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data))));
    }
    return all;
  }

  private static MediaSource sign(String words) throws Exception {
    BufferedImage image = Memes.sign(1200, 600, words, 0.5, 0.5, 0);
    return Sources.of("image/png", Painting.file(image, "png"));
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "ANTHROPIC", "ANTHROPIC_TOOLS"})
  void aModelThatSeesGetsThePictureMadeSmallAndWhatIsReadInIt(JudgeEndpoint.Dialect dialect)
      throws Exception {
    model.says(answer("review", "harassment", 0.9, "purple badger"));
    ScanResult result = scan(endpoint(dialect, true), sign("meet the purple badger at noon"));

    assertThat(model.questions()).hasSize(1);
    JsonNode question = model.questions().getFirst();
    assertThat(ScriptedModel.words(question)).contains("purple badger").contains("picture");
    BufferedImage shown = pictures(question).getFirst();
    assertThat(shown.getWidth()).as("the decoder's tensor, not the original").isEqualTo(300);
    assertThat(shown.getHeight()).isEqualTo(300);
    assertThat(shown.getRGB(10, 10) & 0xff).as("white ground").isGreaterThan(240);
    assertThat(darkest(shown)).as("black letters").isLessThan(90);

    assertThat(judged(result).status()).as(judged(result).note()).isEqualTo(AssessmentStatus.OK);
    assertThat(judged(result).note()).doesNotContain("judge.unseen");
    Evidence.Frame quote = (Evidence.Frame) judged(result).evidence().getFirst();
    assertThat(quote.mediaId()).isEqualTo(result.media().getFirst().info().mediaId());
  }

  private static int darkest(BufferedImage image) {
    int least = 255;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        least = Math.min(least, image.getRGB(x, y) & 0xff);
      }
    }
    return least;
  }

  @Test
  void aModelThatDoesNotSeeIsSentNoneAndItsAllowClearsNothing() throws Exception {
    model.says(answer("allow", "none", 0.99));
    ScanResult result =
        scan(endpoint(JudgeEndpoint.Dialect.OPENAI, false), sign("meet the purple badger"));

    assertThat(pictures(model.questions().getFirst())).isEmpty();
    assertThat(judged(result).note()).contains("judge.unseen");
    assertThat(judged(result).verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void ofALongFilmEightKeyframesThatDifferAreSent() throws Exception {
    model.says(answer("review", "violence", 0.9));
    byte[] film =
        Clip.of(320, 240, 10)
            .bytes(
                folder,
                ".mp4",
                120,
                (frame, rgb) -> Painting.copy(Painting.scene(frame / 10, 320, 240), rgb));
    ScanResult result =
        scan(endpoint(JudgeEndpoint.Dialect.OPENAI, true), Sources.of("video/mp4", film));

    assertThat(result.media().getFirst().info().keyframes()).hasSizeGreaterThan(8);
    JsonNode question = model.questions().getFirst();
    List<BufferedImage> shown = pictures(question);
    assertThat(shown).hasSize(8);
    for (int i = 1; i < shown.size(); i++) {
      assertThat(shown.get(i).getRGB(150, 150)).isNotEqualTo(shown.get(i - 1).getRGB(150, 150));
    }
    assertThat(ScriptedModel.words(question)).contains("keyframe 1 ");
  }

  @Test
  void whatIsSaidIsReadByTheJudgeAndAQuoteOfItStandsAtItsSeconds() {
    model.says(answer("review", "harassment", 0.9, "regret it"));
    ScanResult result =
        scan(
            endpoint(JudgeEndpoint.Dialect.OPENAI, false),
            Sources.of("audio/flac", Sounds.sentence(18)));

    assertThat(ScriptedModel.words(model.questions().getFirst())).contains("my house again");
    Evidence.Seconds quote = (Evidence.Seconds) judged(result).evidence().getFirst();
    double seconds = result.media().getFirst().info().seconds();
    assertThat(quote.from()).isBetween(0.0, seconds);
    assertThat(quote.to()).isGreaterThan(quote.from()).isLessThan(seconds + 0.5);
    assertThat(quote.label()).isEqualTo("regret it");
    assertThat(quote.weight()).isEqualTo(1, within(1e-9));
  }
}
