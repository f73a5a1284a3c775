package dev.halcyon.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHasher;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real pictures and real fingerprints; the decoder and the model are stand-ins. */
class MediaCacheStageTest {
  private static final ResolvedPolicy POLICY =
      Scans.withStages(
          Scans.policy(2),
          new StageSpec("media.decode", null, true),
          new StageSpec("cache.media", null, false),
          new StageSpec("image.model", null, true));

  private double score = 0.8;
  private String models = "";
  private int asked;
  private MediaState state = MediaState.READY;
  private final MediaCacheStage cache = new MediaCacheStage(4, 1_000, policy -> models);
  private final CascadeRunner runner =
      new CascadeRunner(List.of(decoder(), cache, model()), Origin.SERVER, Clock.systemUTC());

  @AfterEach
  void close() {
    runner.close();
  }

  private static Pixels pixels(MediaSource source) throws IOException {
    try (var channel = source.open()) {
      BufferedImage image =
          ImageIO.read(new ByteArrayInputStream(Channels.newInputStream(channel).readAllBytes()));
      byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
      Painting.copy(image, rgb);
      return new Pixels(image.getWidth(), image.getHeight(), 3, rgb);
    }
  }

  private Stage decoder() {
    return new Stub("media.decode") {
      @Override
      public StageOutcome assess(ScanContext context) {
        for (MediaSource source : context.request().media()) {
          PdqFingerprint print;
          try {
            print = PdqHasher.of(pixels(source));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          MediaInfo info =
              new MediaInfo(
                  source.mediaId(),
                  Modality.IMAGE,
                  state,
                  source.declaredType(),
                  source.declaredType(),
                  source.size(),
                  400,
                  300,
                  0,
                  false,
                  List.of(new Keyframe(0, 0, false, List.of())),
                  null);
          EncodedPicture rendition = new EncodedPicture("image/jpeg", 1, 1, new byte[] {1});
          context
              .analyses()
              .add(new MediaAnalysis(info, List.of(rendition)).withPrints(List.of(print)));
        }
        return said(List.of(), List.of());
      }
    };
  }

  /** A model over pictures: it points at the first keyframe and writes its score there. */
  private Stage model() {
    return new Stub("image.model") {
      @Override
      public StageOutcome assess(ScanContext context) {
        asked++;
        MediaAnalysis first = context.analyses().getFirst();
        CategoryScore found = new CategoryScore(Category.SEXUAL, score, null);
        MediaInfo info = first.info();
        context
            .analyses()
            .set(
                0,
                first.with(
                    new MediaInfo(
                        info.mediaId(),
                        info.kind(),
                        info.state(),
                        info.declaredType(),
                        info.detectedType(),
                        info.bytes(),
                        info.width(),
                        info.height(),
                        info.seconds(),
                        info.hasSound(),
                        List.of(new Keyframe(0, 0, false, List.of(found))),
                        null)));
        return said(
            List.of(found),
            List.of(new Evidence.Frame(Category.SEXUAL, 1, "model:m", info.mediaId(), 0, 0)));
      }
    };
  }

  private abstract static class Stub implements Stage {
    private final String name;

    Stub(String name) {
      this.name = name;
    }

    static StageOutcome said(List<CategoryScore> scores, List<Evidence> evidence) {
      return new StageOutcome(
          AssessmentStatus.OK,
          "",
          Verdict.ALLOW,
          scores,
          evidence,
          new ModelRef("m", "1", "", "jvm"),
          "00");
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Tier tier() {
      return Tier.CLASSIFIER;
    }

    @Override
    public boolean appliesTo(ScanContext context) {
      return true;
    }
  }

  private ScanResult scan(String text, String type, byte[] file) {
    ScanRequest base = Scans.text(text, "en", POLICY);
    return runner.run(
        new ScanRequest(
            UUID.randomUUID(),
            text,
            "en",
            base.region(),
            base.surface(),
            base.author(),
            List.of(),
            List.of(Sources.of(type, file)),
            List.of(),
            0,
            POLICY,
            base.deadline()));
  }

  private static Optional<Assessment> said(ScanResult result) {
    return result.assessments().stream()
        .filter(each -> each.stage().equals(MediaCacheStage.NAME))
        .findFirst();
  }

  private static byte[] png(BufferedImage image) throws IOException {
    return Painting.file(image, "png");
  }

  private static BufferedImage cropped(BufferedImage image, int pixels) {
    return image.getSubimage(
        pixels, pixels, image.getWidth() - 2 * pixels, image.getHeight() - 2 * pixels);
  }

  private static BufferedImage half(BufferedImage image) {
    BufferedImage small =
        new BufferedImage(image.getWidth() / 2, image.getHeight() / 2, BufferedImage.TYPE_INT_RGB);
    var g = small.createGraphics();
    g.setRenderingHint(
        java.awt.RenderingHints.KEY_INTERPOLATION,
        java.awt.RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image, 0, 0, small.getWidth(), small.getHeight(), null);
    g.dispose();
    return small;
  }

  @Test
  void theSameBytesAreNotLookedAtTwiceAndKeepWhatWasFoundInEachKeyframe() throws IOException {
    byte[] file = png(Painting.scene(1, 400, 300));
    ScanResult first = scan("", "image/png", file);
    ScanResult again = scan("", "image/png", file);

    assertThat(asked).isEqualTo(1);
    assertThat(said(again).orElseThrow().note()).startsWith("the same as item ");
    assertThat(again.verdict()).isEqualTo(first.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(again.scores()).isEqualTo(first.scores());
    MediaAnalysis analysis = again.media().getFirst();
    assertThat(analysis.info().keyframes().getFirst().scores()).hasSize(1);
    assertThat(analysis.renditions()).hasSize(1);
    assertThat(said(again).orElseThrow().evidence()).hasSize(1);
  }

  @Test
  void otherWordsAnotherTypeOrOtherModelsAreJudgedAnew() throws IOException {
    byte[] file = png(Painting.scene(1, 400, 300));
    scan("", "image/png", file);
    scan("look", "image/png", file);
    scan("", "image/jpeg", file);
    models = "newer";
    ScanResult other = scan("", "image/png", file);

    assertThat(asked).isEqualTo(4);
    assertThat(said(other).orElseThrow().note()).isEmpty();
  }

  @Test
  void whatLooksLikeAPictureThatWasNotAllowedGoesToReviewAndIsJudgedAllTheSame()
      throws IOException {
    BufferedImage image = Painting.scene(4, 400, 300);
    scan("", "image/png", png(image));
    score = 0;
    List<ScanResult> like = new ArrayList<>();
    like.add(scan("", "image/jpeg", Painting.file(image, "jpg")));
    like.add(scan("other words", "image/png", png(half(image))));
    like.add(scan("", "image/png", png(cropped(image, 3))));

    assertThat(like)
        .allSatisfy(
            each -> {
              assertThat(said(each).orElseThrow().note())
                  .startsWith("a picture within ")
                  .endsWith("which was not allowed");
              assertThat(each.verdict()).isEqualTo(Verdict.REVIEW);
            });
    assertThat(asked).isEqualTo(4);
    int before = asked;
    ScanResult again = scan("", "image/jpeg", Painting.file(image, "jpg"));
    assertThat(asked).isEqualTo(before);
    assertThat(again.verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void anotherPictureOrOneOfWhichALotIsCutOffIsNotTakenForIt() throws IOException {
    BufferedImage image = Painting.scene(4, 400, 300);
    scan("", "image/png", png(image));
    score = 0;

    assertThat(scan("", "image/png", png(Painting.scene(5, 400, 300))).verdict())
        .isEqualTo(Verdict.ALLOW);
    assertThat(scan("", "image/png", png(cropped(image, 70))).verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void aPictureThatWasAllowedLowersNothing() throws IOException {
    BufferedImage image = Painting.scene(4, 400, 300);
    score = 0;
    scan("", "image/png", png(image));
    score = 0.8;

    assertThat(scan("", "image/jpeg", Painting.file(image, "jpg")).verdict())
        .isEqualTo(Verdict.REVIEW);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void aFlatPictureSaysNothingOfOthers() throws IOException {
    BufferedImage flat = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    scan("", "image/png", png(flat));
    score = 0;
    flat.setRGB(0, 0, 0x010101);

    assertThat(scan("", "image/png", png(flat)).verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void whatCouldNotBeDecodedIsNotRemembered() throws IOException {
    state = MediaState.FAILED;
    byte[] file = png(Painting.scene(1, 400, 300));
    scan("", "image/png", file);
    ScanResult again = scan("", "image/png", file);
    assertThat(asked).isEqualTo(2);
    assertThat(said(again)).isEmpty();
  }

  @Test
  void theLeastRecentlyAskedForIsForgottenFirst() throws IOException {
    byte[] file = png(Painting.scene(4, 400, 300));
    scan("", "image/png", file);
    for (int i = 10; i < 14; i++) {
      scan("", "image/png", png(Painting.scene(i, 400, 300)));
    }
    assertThat(cache.size()).isEqualTo(4);
    score = 0;
    ScanResult again = scan("", "image/png", file);
    assertThat(said(again).orElseThrow().note()).isEmpty();
    assertThat(again.verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void keyframesTogetherAreBounded() throws IOException {
    MediaCacheStage small = new MediaCacheStage(100, 4, policy -> "");
    try (CascadeRunner bounded =
        new CascadeRunner(List.of(decoder(), small, model()), Origin.SERVER, Clock.systemUTC())) {
      ScanRequest base = Scans.text("", "en", POLICY);
      for (int i = 0; i < 5; i++) {
        bounded.run(
            new ScanRequest(
                UUID.randomUUID(),
                "",
                "en",
                base.region(),
                base.surface(),
                base.author(),
                List.of(),
                List.of(Sources.of("image/png", png(Painting.scene(i, 400, 300)))),
                List.of(),
                0,
                POLICY,
                base.deadline()));
      }
    }
    assertThat(small.size()).isEqualTo(2);
  }
}
