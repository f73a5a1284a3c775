package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.RenditionStyle.Effect;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.ocr.TextModels;
import dev.halcyon.engine.testing.Memes;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.UserProblem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The renditions as the worker makes them. */
class RenditionsTest {
  private static MediaWorker worker;

  @BeforeAll
  static void startWorker() {
    worker = new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(60)));
  }

  @AfterAll
  static void stopWorker() {
    worker.close();
  }

  private static BufferedImage made(MediaSource source, RenditionStyle style) throws Exception {
    EncodedPicture picture = worker.picture(source, 0, style);
    return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
  }

  private static MediaSource photograph() {
    return Sources.of("image/jpeg", Assets.bytes("sample/media/photo-cat.jpg"));
  }

  /** Golden pictures: {@code -Dgolden.update=true} writes them anew, to be looked at. */
  @ParameterizedTest
  @CsvSource({
    "BLUR,0.25",
    "BLUR,0.5",
    "BLUR,1",
    "MOSAIC,0.25",
    "MOSAIC,0.5",
    "MOSAIC,1",
    "CARTOON,0.25",
    "CARTOON,0.5",
    "CARTOON,1"
  })
  void everyEffectLooksAsItDidWhenAPersonLookedAtIt(Effect effect, double strength)
      throws Exception {
    BufferedImage now = made(photograph(), new RenditionStyle(effect, strength, false, 160));
    String name =
        String.format(
            Locale.ROOT, "%s-%03.0f.png", effect.name().toLowerCase(Locale.ROOT), strength * 100);
    if (Boolean.getBoolean("golden.update")) {
      Path file = Path.of("src", "test", "resources", "renditions", name);
      Files.createDirectories(file.getParent());
      ImageIO.write(now, "png", file.toFile());
      return;
    }
    BufferedImage golden = golden(name);
    assertThat(now.getWidth()).isEqualTo(golden.getWidth());
    assertThat(now.getHeight()).isEqualTo(golden.getHeight());
    // Processors round differently in scaling and in the JPEG that the picture travels in.
    assertThat(meanDifference(now, golden)).isLessThan(2.0);
  }

  private static BufferedImage golden(String name) throws IOException {
    try (InputStream file = RenditionsTest.class.getResourceAsStream("/renditions/" + name)) {
      assertThat(file).as("golden picture " + name).isNotNull();
      return ImageIO.read(file);
    }
  }

  private static double meanDifference(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          sum +=
              Math.abs((one.getRGB(x, y) >> shift & 0xff) - (other.getRGB(x, y) >> shift & 0xff));
        }
      }
    }
    return sum / 3.0 / one.getWidth() / one.getHeight();
  }

  @ParameterizedTest
  @CsvSource({"BLUR,0.25", "BLUR,0.5", "MOSAIC,0.25", "MOSAIC,0.5", "CARTOON,1"})
  void aCaptionThatIsReadInTheSharpPictureIsNotInTheRendition(Effect effect, double strength)
      throws Exception {
    try (TextModels models = TextModels.shipped()) {
      String words = "Grandma lives at 12 Example Street, Springfield";
      BufferedImage sign = Memes.sign(1280, 720, words, 0.5, 0.5, 0);
      MediaSource source = Sources.of("image/png", Painting.file(sign, "png"));
      Pixels sharp = worker.pixels(source, 0, 1280);
      assertThat(models.reader().read(sharp).text()).isEqualTo(words);
      BufferedImage rendition = made(source, RenditionStyle.of(effect, strength));
      byte[] rgb = new byte[rendition.getWidth() * rendition.getHeight() * 3];
      Painting.copy(rendition, rgb);
      String found =
          models
              .reader()
              .read(new Pixels(rendition.getWidth(), rendition.getHeight(), 3, rgb))
              .text();
      assertThat(Memes.errors(words, found))
          .as("[%s]", found)
          .isGreaterThan(words.length() * 7 / 10);
    }
  }

  @Test
  void anyEffectCanGoWithoutColour() throws Exception {
    for (Effect effect : new Effect[] {Effect.BLUR, Effect.MOSAIC, Effect.CARTOON}) {
      BufferedImage gray = made(photograph(), RenditionStyle.of(effect, 0.5).gray());
      assertThat(gray.getRaster().getNumBands()).as(effect.name()).isEqualTo(1);
    }
  }

  @Test
  void facesAreNotMaskedWithoutAModelThatFindsThem() {
    assertThatThrownBy(
            () -> worker.picture(photograph(), 0, RenditionStyle.of(Effect.FACES_MASKED, 1)))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.problem().code()).isEqualTo("media.faces");
              assertThat(problem.problem().remedy()).contains("mosaic");
            });
  }

  @Test
  void aStyleThatCannotBeIsRefusedAtOnce() {
    assertThatThrownBy(() -> new RenditionStyle(Effect.BLUR, 1.5, true, 640))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RenditionStyle(Effect.BLUR, Double.NaN, true, 640))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RenditionStyle(Effect.MOSAIC, 0.5, true, 5000))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
