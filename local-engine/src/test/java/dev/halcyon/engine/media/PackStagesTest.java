package dev.halcyon.engine.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.pack.PackStore;
import dev.halcyon.engine.testing.PackMaker;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.SharedData;
import dev.halcyon.engine.testing.Sounds;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stages and renditions that model packs make possible, while the engine runs. */
@Timeout(120)
class PackStagesTest {
  @TempDir private Path folder;
  private PackStore store;
  private RescanEngine engine;

  @BeforeEach
  void start() {
    Path home = folder.resolve("models");
    store = new PackStore(home, Clock.systemUTC());
    System.setProperty(PackStore.FOLDER, home.toString());
    engine = RescanEngine.start(EngineOptions.forServer());
  }

  @AfterEach
  void stop() {
    engine.close();
    System.clearProperty(PackStore.FOLDER);
  }

  private void add(PackMaker maker) throws Exception {
    store.add(maker.zip(folder.resolve("pack.zip")), maker.sha256(), null);
  }

  private Assessment judged(String stage, MediaSource source) {
    return result(stage, source).assessments().stream()
        .filter(each -> each.stage().equals(stage))
        .findFirst()
        .orElseThrow();
  }

  private ScanResult result(String stage, MediaSource source) {
    ResolvedPolicy policy =
        Scans.withStages(
            Scans.policy(2),
            new StageSpec("media.decode", null, false),
            new StageSpec(stage, null, true));
    ScanRequest text = Scans.text("", "en", policy);
    return engine.scan(
        new ScanRequest(
            text.itemId(),
            "",
            "en",
            "US",
            text.surface(),
            text.author(),
            List.of(),
            List.of(source),
            List.of(),
            0,
            policy,
            text.deadline()));
  }

  private static BufferedImage plain(Color color) {
    BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 300; x++) {
        image.setRGB(x, y, color.getRGB());
      }
    }
    return image;
  }

  private static MediaSource png(BufferedImage image) throws Exception {
    return Sources.of("image/png", Painting.file(image, "png"));
  }

  @Test
  void soundsAreNotSupportedUntilAPackIsInstalledAndThenHeardWithoutARestart() throws Exception {
    MediaSource sound = Sources.of("audio/wav", Sounds.wav(new short[32_000]));
    Assessment before = judged("sound.events", sound);
    assertThat(before.status()).isEqualTo(AssessmentStatus.NOT_SUPPORTED);
    assertThat(before.note()).contains("audio-events");
    assertThat(result("sound.events", sound).verdict()).isEqualTo(Verdict.REVIEW);
    add(PackMaker.audioEvents("shots", "1.0.0", 0.9f));
    Assessment after = judged("sound.events", sound);
    assertThat(after.status()).isEqualTo(AssessmentStatus.OK);
    assertThat(after.model().name()).isEqualTo("shots");
    assertThat(after.evidence()).hasSize(1).first().isInstanceOf(Evidence.Seconds.class);
    add(PackMaker.audioEvents("shots", "1.1.0", 0.1f));
    Assessment swapped = judged("sound.events", sound);
    assertThat(swapped.model().version()).isEqualTo("1.1.0");
    assertThat(swapped.evidence()).isEmpty();
  }

  @Test
  void aRememberedVerdictOfAnotherPackIsNotServed() throws Exception {
    add(PackMaker.labels("things"));
    ResolvedPolicy policy =
        Scans.withStages(
            Scans.policy(2),
            new StageSpec("media.decode", null, true),
            new StageSpec("cache.media", null, false),
            new StageSpec("image.labels", null, true));
    MediaSource picture = png(plain(Color.WHITE));
    assertThat(cached(policy, picture)).isEmpty();
    assertThat(cached(policy, picture)).startsWith("the same as item ");
    add(PackMaker.labels("other-things"));
    assertThat(cached(policy, picture)).isEmpty();
  }

  private String cached(ResolvedPolicy policy, MediaSource source) {
    ScanRequest text = Scans.text("", "en", policy);
    ScanResult result =
        engine.scan(
            new ScanRequest(
                text.itemId(),
                "",
                "en",
                "US",
                text.surface(),
                text.author(),
                List.of(),
                List.of(source),
                List.of(),
                0,
                policy,
                text.deadline()));
    assertThat(result.media().getFirst().renditions()).hasSize(1);
    return result.assessments().stream()
        .filter(each -> each.stage().equals("cache.media"))
        .findFirst()
        .orElseThrow()
        .note();
  }

  @Test
  void labelsHintAtTheCategoryThatTheManifestNames() throws Exception {
    assertThat(judged("image.labels", png(plain(Color.WHITE))).status())
        .isEqualTo(AssessmentStatus.NOT_SUPPORTED);
    add(PackMaker.labels("things"));
    Assessment light = judged("image.labels", png(plain(Color.WHITE)));
    assertThat(light.scores().getFirst().category()).isEqualTo(Category.WEAPONS);
    assertThat(light.scores().getFirst().score()).isBetween(0.29, 0.3);
    assertThat(light.evidence())
        .singleElement()
        .satisfies(each -> assertThat(each.source()).isEqualTo("model:things#rifle"));
    Assessment dark = judged("image.labels", png(plain(Color.BLACK)));
    assertThat(dark.scores().getFirst().score()).isZero();
    assertThat(dark.evidence()).isEmpty();
  }

  @Test
  void aModelOfAThousandLabelsSeesARocketInAPhotograph() throws Exception {
    PackMaker maker =
        PackMaker.of(
                "imagenet",
                "image-labels",
                Files.readAllBytes(
                    SharedData.file("models/reference/mobilenet_v2_imagenet_i8w.onnx")))
            .file(
                "labels.txt",
                Files.readAllBytes(SharedData.file("models/reference/imagenet_labels.txt")))
            .tensor("inputs", "input", -1, 224, 224, 3)
            .tensor("outputs", "probabilities", -1, 1001)
            .tensor("outputs", "embedding", -1, 1280);
    maker.manifest().put("labels", "labels.txt").put("eightBitWeights", true);
    maker
        .manifest()
        .putObject("hints")
        .putObject("missile")
        .put("category", "weapons")
        .put("weight", 0.4);
    add(maker);
    MediaSource rocket = Sources.of("image/jpeg", Assets.bytes("sample/media/photo-rocket.jpg"));
    Assessment seen = judged("image.labels", rocket);
    assertThat(seen.scores().getFirst().score()).isBetween(0.08, 0.4);
    assertThat(seen.evidence())
        .singleElement()
        .satisfies(each -> assertThat(each.source()).isEqualTo("model:imagenet#missile"));
    MediaSource cat = Sources.of("image/jpeg", Assets.bytes("sample/media/photo-cat.jpg"));
    assertThat(judged("image.labels", cat).evidence()).isEmpty();
  }

  @Test
  void facesAreCoveredWhereAPackFindsThemAndTheRestIsLeft() throws Exception {
    BufferedImage scene = Painting.scene(4, 320, 240);
    RenditionStyle style = RenditionStyle.of(RenditionStyle.Effect.FACES_MASKED, 1);
    assertThatThrownBy(() -> engine.picture(png(scene), 0, style))
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("media.faces"));
    add(PackMaker.faces("faces", 0.25f, 0.25f, 0.5f, 0.5f));
    EncodedPicture made = engine.picture(png(scene), 0, style);
    BufferedImage masked = ImageIO.read(new ByteArrayInputStream(made.bytes()));
    // The box with its margin of a quarter: fractions 0.1875 to 0.5625.
    assertThat(spread(masked, 64, 50, 172, 130)).as("one flat tile").isLessThan(16);
    assertThat(spread(scene, 64, 50, 172, 130)).as("it was not flat").isGreaterThan(60);
    assertThat(difference(masked, scene, 200, 140, 320, 240)).as("outside").isLessThan(6);
    EncodedPicture first = engine.frame(png(scene), 0, style);
    assertThat(first.bytes()).as("by its number").isEqualTo(made.bytes());
    EncodedPicture gray = engine.picture(png(scene), 0, style.gray());
    assertThat(ImageIO.read(new ByteArrayInputStream(gray.bytes())).getRaster().getNumBands())
        .isEqualTo(1);
  }

  /** Between the lightest and the darkest green of an area. */
  private static int spread(BufferedImage image, int left, int top, int right, int bottom) {
    int least = 255;
    int most = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int green = image.getRGB(x, y) >> 8 & 0xff;
        least = Math.min(least, green);
        most = Math.max(most, green);
      }
    }
    return most - least;
  }

  private static double difference(
      BufferedImage one, BufferedImage other, int left, int top, int right, int bottom) {
    long sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += Math.abs((one.getRGB(x, y) >> 8 & 0xff) - (other.getRGB(x, y) >> 8 & 0xff));
      }
    }
    return (double) sum / (right - left) / (bottom - top);
  }

  @Test
  void theRegistryListsInstalledPacksAndSaysOfABadOneThatItIsNotUsed() throws Exception {
    try (PackModels packs = new PackModels(Optional.of(store), OnnxProviders.installed())) {
      assertThat(packs.descriptions()).isEmpty();
      add(PackMaker.faces("faces", 0.2f, 0.2f, 0.4f, 0.4f));
      assertThat(packs.descriptions())
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.model().name()).isEqualTo("faces");
                assertThat(row.licence()).isEqualTo("MIT");
                assertThat(row.origin()).contains("its hash was pinned");
                assertThat(row.providerReason()).isNotBlank();
              });
      Files.writeString(folder.resolve("models/pins.json"), "{");
      assertThat(packs.descriptions())
          .hasSize(3)
          .allSatisfy(row -> assertThat(row.providerReason()).startsWith("It is not used:"));
    }
  }
}
