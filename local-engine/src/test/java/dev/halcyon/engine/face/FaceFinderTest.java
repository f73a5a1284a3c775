package dev.halcyon.engine.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.pack.InstalledPack;
import dev.halcyon.engine.pack.PackStore;
import dev.halcyon.engine.testing.PackMaker;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.SharedData;
import dev.halcyon.protocol.Box;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where faces are found, with a model that the tests make and with UltraFace where it is. */
class FaceFinderTest {
  @TempDir private Path folder;

  private FaceFinder finder(PackMaker maker) throws Exception {
    InstalledPack pack =
        new PackStore(folder.resolve("models"), Clock.systemUTC())
            .add(maker.zip(folder.resolve("faces.zip")), maker.sha256(), null);
    return new FaceFinder(pack.model(OnnxProviders.installed()));
  }

  private FaceFinder ultraFace() throws Exception {
    return finder(
        PackMaker.of(
                "ultraface",
                "faces",
                Files.readAllBytes(SharedData.file("models/reference/ultraface_rfb_320.onnx")))
            .tensor("inputs", "input", 1, 3, 240, 320)
            .tensor("outputs", "scores", 1, 4420, 2)
            .tensor("outputs", "boxes", 1, 4420, 4));
  }

  private static Pixels pixels(BufferedImage image) {
    byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
    Painting.copy(image, rgb);
    return new Pixels(image.getWidth(), image.getHeight(), 3, rgb);
  }

  @Test
  void aBoxIsWhereTheModelSawItWhateverTheShapeOfThePicture() throws Exception {
    // The model sees the face in the left upper quarter of what it is given.
    try (FaceFinder finder = finder(PackMaker.faces("faces", 0, 0, 0.5f, 0.5f))) {
      Box fitting = finder.find(pixels(Painting.scene(1, 320, 240))).getFirst();
      assertThat(fitting.width()).isCloseTo(0.5, within(1e-6));
      assertThat(fitting.height()).isCloseTo(0.5, within(1e-6));
      // Of a narrow picture only half of the width is filled, so half of that is all of it.
      Box narrow = finder.find(pixels(Painting.scene(1, 80, 120))).getFirst();
      assertThat(narrow.width()).isCloseTo(1, within(1e-6));
      assertThat(narrow.height()).isCloseTo(0.5, within(1e-6));
      List<Box> large = finder.find(pixels(Painting.scene(1, 1280, 960)));
      assertThat(large).as("in the whole, and in each quarter").hasSizeGreaterThan(3);
      assertThat(large)
          .anySatisfy(
              box -> {
                assertThat(box.x()).isCloseTo(0.4, within(1e-6));
                assertThat(box.width()).isCloseTo(0.3, within(1e-6));
              });
    }
  }

  @Test
  void theWeakestMaskStillLeavesFewTilesAndNothingOutside() {
    Pixels scene = pixels(Painting.scene(2, 200, 200));
    Pixels masked = FaceMask.cover(scene, List.of(new Box(0.3, 0.3, 0.4, 0.4)), 0.25);
    java.util.Set<Integer> inside = new java.util.HashSet<>();
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 200; x++) {
        int at = (y * 200 + x) * 3;
        // The box and a quarter of it around: 40 to 160.
        if (x >= 40 && x < 160 && y >= 40 && y < 160) {
          inside.add(
              masked.bytes()[at] << 16
                  | masked.bytes()[at + 1] << 8 & 0xff00
                  | masked.bytes()[at + 2] & 0xff);
        } else {
          assertThat(masked.bytes()[at]).isEqualTo(scene.bytes()[at]);
        }
      }
    }
    assertThat(inside).hasSizeBetween(2, 16);
  }

  @Test
  void aFaceAtTheEdgeIsCoveredToTheEdge() {
    Pixels scene = pixels(Painting.scene(3, 100, 60));
    Pixels masked = FaceMask.cover(scene, List.of(new Box(0.9, 0.8, 0.1, 0.2)), 1);
    assertThat(masked.bytes()[(59 * 100 + 99) * 3]).isEqualTo(masked.bytes()[(50 * 100 + 95) * 3]);
    assertThat(FaceMask.cover(scene, List.of(), 1).bytes()).isEqualTo(scene.bytes());
  }

  /** A face as a child draws one, shaded: enough for a detector. */
  private static BufferedImage portrait(int width, int height, int left, int top, int size) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(new Color(90, 110, 130));
    g.fillRect(0, 0, width, height);
    g.setColor(new Color(60, 40, 30));
    g.fillOval(left - size / 10, top - size / 5, size * 6 / 5, size * 6 / 5);
    g.setColor(new Color(220, 175, 145));
    g.fillOval(left, top, size, size * 5 / 4);
    g.setColor(new Color(70, 45, 35));
    for (int eye : new int[] {left + size * 3 / 10, left + size * 7 / 10}) {
      g.fillRect(eye - size / 9, top + size * 7 / 20, size * 2 / 9, size / 24);
      g.fillOval(eye - size / 14, top + size * 9 / 20, size / 7, size / 12);
    }
    g.setColor(new Color(190, 140, 115));
    g.fillRect(left + size * 9 / 20, top + size / 2, size / 10, size / 4);
    g.setColor(new Color(160, 80, 75));
    g.fillOval(left + size * 7 / 20, top + size * 9 / 10, size * 3 / 10, size / 10);
    g.dispose();
    return image;
  }

  @Test
  void ultraFaceFindsAFaceWhereItIsAndNoneInAScene() throws Exception {
    try (FaceFinder finder = ultraFace()) {
      List<Box> found = finder.find(pixels(portrait(640, 480, 250, 120, 160)));
      assertThat(found).isNotEmpty();
      Box box = found.getFirst();
      assertThat(box.x() + box.width() / 2).isCloseTo(330 / 640.0, within(0.06));
      assertThat(box.y() + box.height() / 2).isCloseTo(220 / 480.0, within(0.08));
      assertThat(finder.find(pixels(Painting.scene(5, 640, 480)))).isEmpty();
    }
  }
}
