package dev.halcyon.engine.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.LargeFiles;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The media stages as an item meets them: through the engine, under a shipped policy. */
class MediaStagesTest {
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

  private static ScanResult scan(MediaSource... media) {
    ScanRequest text = Scans.text("look at this");
    return engine.scan(
        new ScanRequest(
            text.itemId(),
            text.text(),
            text.language(),
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

  private static Assessment stage(ScanResult result, String name) {
    return result.assessments().stream()
        .filter(each -> each.stage().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static MediaSource sample(String name, String type) {
    return Sources.of(type, Assets.bytes("sample/media/" + name));
  }

  @Test
  void aKnifeIsAHintWithItsBoxAndNeverMore() {
    ScanResult result = scan(sample("kitchen-knife.jpg", "image/jpeg"));
    Assessment objects = stage(result, "image.objects");
    assertThat(objects.status()).isEqualTo(AssessmentStatus.OK);
    CategoryScore hint = objects.scores().getFirst();
    assertThat(hint.category()).isEqualTo(Category.WEAPONS);
    assertThat(hint.score()).isBetween(0.1, 0.3);
    assertThat(objects.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(objects.evidence())
        .isNotEmpty()
        .allSatisfy(
            each -> {
              Evidence.Region region = (Evidence.Region) each;
              assertThat(region.label()).isEqualTo("knife");
              assertThat(region.box().width()).isBetween(0.3, 1.0);
              assertThat(region.frame()).isNull();
            });
    assertThat(objects.evidence().stream().mapToDouble(Evidence::weight).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(objects.model().sha256()).hasSize(64);
    Keyframe keyframe = result.media().getFirst().info().keyframes().getFirst();
    assertThat(keyframe.scores()).extracting(CategoryScore::category).contains(Category.WEAPONS);
  }

  @Test
  void everyKeyframeOfAVideoIsScoredAndTheItemTakesTheWorst() throws IOException {
    byte[][] scenes = new byte[3][320 * 180 * 3];
    for (int i = 0; i < 3; i++) {
      Painting.copy(Painting.scene(i, 320, 180), scenes[i]);
    }
    byte[] film =
        Clip.of(320, 180, 25)
            .bytes(
                folder,
                ".mp4",
                75,
                (i, rgb) -> System.arraycopy(scenes[i / 25], 0, rgb, 0, rgb.length));
    ScanResult result = scan(Sources.of("video/mp4", film));
    Assessment nsfw = stage(result, "image.nsfw");
    assertThat(nsfw.status()).isEqualTo(AssessmentStatus.OK);
    List<Keyframe> strip = result.media().getFirst().info().keyframes();
    assertThat(strip).hasSizeGreaterThanOrEqualTo(3);
    assertThat(result.media().getFirst().renditions()).hasSameSizeAs(strip);
    double worst =
        strip.stream()
            .flatMap(each -> each.scores().stream())
            .filter(each -> each.category() == Category.SEXUAL)
            .mapToDouble(CategoryScore::score)
            .max()
            .orElseThrow();
    assertThat(nsfw.scores().getFirst().score()).isEqualTo(worst);
  }

  @Test
  void aPictureThatNeedsMoreMemoryThanADecoderMayTakeIsReviewed() throws IOException {
    assumeTrue(
        Files.isReadable(Path.of("/proc/self/status")), "skipped: Linux holds a worker to it");
    ScanResult result = scan(Sources.of("image/jpeg", LargeFiles.progressiveJpeg()));
    assertThat(stage(result, "media.decode").status()).isEqualTo(AssessmentStatus.FAILED);
    assertThat(stage(result, "media.decode").note()).contains("media.memory");
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    ScanResult next = scan(sample("photo-cat.jpg", "image/jpeg"));
    assertThat(stage(next, "media.decode").status()).isEqualTo(AssessmentStatus.OK);
  }

  @Test
  void mediaThatCannotBeDecodedIsReviewedAndItsProblemIsOnTheResult() {
    ScanResult result =
        scan(
            Sources.of(
                "image/jpeg", "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(stage(result, "media.decode").status()).isEqualTo(AssessmentStatus.FAILED);
    assertThat(stage(result, "media.decode").note()).contains("media.type");
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(result.media().getFirst().info().state()).isEqualTo(MediaState.FAILED);
    assertThat(result.assessments()).noneMatch(each -> each.stage().equals("image.nsfw"));
  }

  @Test
  void whatWasSeenInPartIsNeverCleared() throws IOException {
    byte[] whole = Painting.file(Painting.scene(1, 300, 200), "jpg");
    ScanResult result =
        scan(Sources.of("image/jpeg", java.util.Arrays.copyOf(whole, whole.length / 2)));
    assertThat(stage(result, "media.decode").verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(stage(result, "media.decode").note()).contains("media.partial");
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void theModelsAreListedBesideThoseOverText() {
    assertThat(engine.models())
        .extracting(each -> each.model().name())
        .contains("nsfw-mobilenet-v2", "coco-ssdlite-mobilenet-v2", "text-linear");
  }
}
