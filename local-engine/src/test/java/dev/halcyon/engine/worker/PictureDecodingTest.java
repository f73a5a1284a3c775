package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.PictureFiles;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureDecodingTest {
  private static MediaWorker worker;

  @BeforeAll
  static void startWorker() {
    worker = new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(60)));
  }

  @AfterAll
  static void stopWorker() {
    worker.close();
  }

  private static BufferedImage opened(EncodedPicture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
  }

  private static double[] meanColour(byte[] rgb) {
    double[] sums = new double[3];
    for (int i = 0; i < rgb.length; i++) {
      sums[i % 3] += rgb[i] & 0xff;
    }
    return Arrays.stream(sums).map(sum -> sum * 3 / rgb.length).toArray();
  }

  @ParameterizedTest
  @CsvSource({"jpg,image/jpeg", "png,image/png", "gif,image/gif", "bmp,image/bmp"})
  void everyPictureFormatGivesFactsTensorsAndAHarmlessRendition(String format, String type)
      throws Exception {
    byte[] file = Painting.file(Painting.scene(3, 801, 603), format);
    DecodedMedia decoded = worker.decode(Sources.of(type, file));
    MediaInfo info = decoded.info();
    assertThat(info.problem()).isNull();
    assertThat(info.state()).isEqualTo(MediaState.READY);
    assertThat(info.detectedType()).isEqualTo(type);
    assertThat(info.kind()).isEqualTo(Modality.IMAGE);
    assertThat(info.width()).isEqualTo(801);
    assertThat(info.height()).isEqualTo(603);
    assertThat(info.keyframes()).hasSize(1);
    DecodedMedia.Frame frame = decoded.frames().getFirst();
    assertThat(frame.rgb224()).hasSize(224 * 224 * 3);
    assertThat(frame.rgb300()).hasSize(300 * 300 * 3);
    BufferedImage rendition = opened(frame.rendition());
    assertThat(rendition.getWidth()).isEqualTo(640);
    assertThat(rendition.getRaster().getNumBands()).as("grayscale").isEqualTo(1);
  }

  @Test
  void theTensorsShowThePictureInItsColours() throws Exception {
    BufferedImage orange = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = orange.createGraphics();
    g.setColor(new Color(230, 120, 20));
    g.fillRect(0, 0, 400, 300);
    g.dispose();
    DecodedMedia decoded = worker.decode(Sources.of("image/png", Painting.file(orange, "png")));
    assertThat(meanColour(decoded.frames().getFirst().rgb224()))
        .containsExactly(new double[] {230, 120, 20}, org.assertj.core.data.Offset.offset(2.0));
  }

  @Test
  void aMarkedPatternCannotBeFoundInARendition() throws Exception {
    // Fine stripes of a marker colour on gray of the same luma: detail and colour must both go.
    BufferedImage marked = new BufferedImage(1280, 960, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 960; y++) {
      for (int x = 0; x < 1280; x++) {
        marked.setRGB(x, y, (x / 4 + y / 4) % 2 == 0 ? 0xff00ff : 0x00ff00);
      }
    }
    DecodedMedia decoded = worker.decode(Sources.of("image/png", Painting.file(marked, "png")));
    BufferedImage rendition = opened(decoded.frames().getFirst().rendition());
    int least = 255;
    int most = 0;
    for (int y = 0; y < rendition.getHeight(); y++) {
      for (int x = 0; x < rendition.getWidth(); x++) {
        int rgb = rendition.getRGB(x, y);
        assertThat((rgb >> 16 & 0xff) == (rgb & 0xff) && (rgb >> 8 & 0xff) == (rgb & 0xff))
            .as("no colour at %d,%d", x, y)
            .isTrue();
        least = Math.min(least, rgb & 0xff);
        most = Math.max(most, rgb & 0xff);
      }
    }
    assertThat(most - least).as("what is left of the pattern").isLessThan(8);
  }

  @Test
  void aGrantedRevealIsSharpAndInColour() throws Exception {
    BufferedImage scene = Painting.scene(5, 640, 480);
    EncodedPicture picture =
        worker.picture(
            Sources.of("image/png", Painting.file(scene, "png")), 0, RenditionStyle.SHARP);
    BufferedImage sharp = opened(picture);
    assertThat(sharp.getWidth()).isEqualTo(640);
    long difference = 0;
    for (int y = 0; y < 480; y += 7) {
      for (int x = 0; x < 640; x += 7) {
        difference += Math.abs((sharp.getRGB(x, y) >> 8 & 0xff) - (scene.getRGB(x, y) >> 8 & 0xff));
      }
    }
    assertThat(difference / (480 * 640 / 49.0)).isLessThan(6);
  }

  @Test
  void exifOrientationTurnsThePicture() throws Exception {
    // Red above blue; tag 6 says: turn by 90 degrees clockwise, so red comes to lie at the right.
    BufferedImage flag = new BufferedImage(200, 100, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 100; y++) {
      for (int x = 0; x < 200; x++) {
        flag.setRGB(x, y, y < 50 ? 0xff0000 : 0x0000ff);
      }
    }
    byte[] file = PictureFiles.withOrientation(Painting.file(flag, "jpg"), 6);
    DecodedMedia decoded = worker.decode(Sources.of("image/jpeg", file));
    assertThat(decoded.info().width()).isEqualTo(100);
    assertThat(decoded.info().height()).isEqualTo(200);
    byte[] rgb = decoded.frames().getFirst().rgb224();
    int left = (112 * 224 + 40) * 3;
    int right = (112 * 224 + 184) * 3;
    assertThat(rgb[left + 2] & 0xff).as("blue at the left").isGreaterThan(200);
    assertThat(rgb[right] & 0xff).as("red at the right").isGreaterThan(200);
  }

  @ParameterizedTest
  @CsvSource({
    "1,0,1,2,3",
    "2,1,0,3,2",
    "3,3,2,1,0",
    "4,2,3,0,1",
    "5,0,2,1,3",
    "6,2,0,3,1",
    "7,3,1,2,0",
    "8,1,3,0,2"
  })
  void eachOfTheEightOrientationsBringsEachCornerToItsPlace(
      int tag, int topLeft, int topRight, int bottomLeft, int bottomRight) throws Exception {
    // Stored corners: 0 red, 1 green, 2 blue, 3 white; the numbers say which comes to lie where.
    int[] colours = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};
    BufferedImage stored = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 96; x++) {
        stored.setRGB(x, y, colours[y / 32 * 2 + x / 48]);
      }
    }
    byte[] file = PictureFiles.withOrientation(Painting.file(stored, "jpg"), tag);
    DecodedMedia decoded = worker.decode(Sources.of("image/jpeg", file));
    assertThat(decoded.info().width()).isEqualTo(tag < 5 ? 96 : 64);
    byte[] rgb = decoded.frames().getFirst().rgb224();
    int[] shown = {topLeft, topRight, bottomLeft, bottomRight};
    for (int corner = 0; corner < 4; corner++) {
      int at = ((corner / 2 * 112 + 56) * 224 + corner % 2 * 112 + 56) * 3;
      int seen = 0;
      for (int k = 0; k < 3; k++) {
        seen = seen << 8 | ((rgb[at + k] & 0xff) > 127 ? 0xff : 0);
      }
      assertThat(seen).as("tag %d, corner %d", tag, corner).isEqualTo(colours[shown[corner]]);
    }
  }

  @Test
  void picturesOfSixteenBitsAndOfFourInksAreDecoded() throws Exception {
    DecodedMedia deep =
        worker.decode(Sources.of("image/png", PictureFiles.sixteenBitPng(64, 48, 0xff, 0x80, 0)));
    assertThat(deep.info().problem()).isNull();
    assertThat(meanColour(deep.frames().getFirst().rgb224()))
        .containsExactly(new double[] {255, 128, 0}, org.assertj.core.data.Offset.offset(2.0));
    DecodedMedia inks = worker.decode(Sources.of("image/jpeg", PictureFiles.cmykJpeg(64, 48)));
    assertThat(inks.info().problem()).isNull();
    // Full cyan, nothing else: red is gone, green and blue remain.
    assertThat(meanColour(inks.frames().getFirst().rgb224()))
        .containsExactly(new double[] {0, 255, 255}, org.assertj.core.data.Offset.offset(12.0));
  }

  @Test
  void whatIsTransparentLiesOnWhite() throws Exception {
    BufferedImage clear = new BufferedImage(50, 50, BufferedImage.TYPE_INT_ARGB);
    DecodedMedia decoded = worker.decode(Sources.of("image/png", Painting.file(clear, "png")));
    assertThat(meanColour(decoded.frames().getFirst().rgb224())).containsExactly(255, 255, 255);
  }

  @Test
  void aLyingTypeIsRecordedAndTheBytesDecide() throws Exception {
    byte[] png = Painting.file(Painting.scene(1, 60, 40), "png");
    MediaInfo info = worker.decode(Sources.of("image/jpeg", png)).info();
    assertThat(info.state()).isEqualTo(MediaState.READY);
    assertThat(info.declaredType()).isEqualTo("image/jpeg");
    assertThat(info.detectedType()).isEqualTo("image/png");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,3000", "3000,1", "7,5000"})
  void thinAndTinyPicturesAreScaledWithoutFailing(int width, int height) throws Exception {
    byte[] png = Painting.file(Painting.scene(2, Math.max(8, width), Math.max(8, height)), "png");
    assertThat(worker.decode(Sources.of("image/png", png)).info().problem()).isNull();
    BufferedImage thin = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    MediaInfo info = worker.decode(Sources.of("image/png", Painting.file(thin, "png"))).info();
    assertThat(info.problem()).isNull();
    assertThat(info.width()).isEqualTo(width);
  }
}
