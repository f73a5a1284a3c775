package dev.halcyon.engine.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.image.Pixels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The arithmetic between the two models: rectangles, maps, letters. */
class TextGeometryTest {
  private static Quad turned(double centreX, double centreY, double w, double h, double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    double x = centreX - w / 2 * cos + h / 2 * sin;
    double y = centreY - w / 2 * sin - h / 2 * cos;
    return new Quad(x, y, cos, sin, w, h);
  }

  /** 1 inside the rectangle, 0 outside. */
  private static float[] painted(Quad quad, int width, int height) {
    float[] map = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double dx = x + 0.5 - quad.centreX();
        double dy = y + 0.5 - quad.centreY();
        double along = Math.abs(dx * quad.rightX() + dy * quad.rightY());
        double down = Math.abs(dy * quad.rightX() - dx * quad.rightY());
        map[y * width + x] = along <= quad.width() / 2 && down <= quad.height() / 2 ? 0.9f : 0;
      }
    }
    return map;
  }

  @Property(tries = 60)
  void aTurnedBarInTheMapIsFoundWhereItIs(
      @ForAll @DoubleRange(min = -40, max = 40) double degrees,
      @ForAll @IntRange(min = 60, max = 150) int width,
      @ForAll @IntRange(min = 8, max = 30) int height) {
    Quad core = turned(160, 120, width, height, degrees);
    List<Quad> found = new TextMap(painted(core, 320, 240), 320, 240).lines();
    assertThat(found).hasSize(1);
    Quad line = found.getFirst();
    double grown = 1.6 * width * height / (width + height);
    assertThat(line.centreX()).isCloseTo(160, within(1.5));
    assertThat(line.centreY()).isCloseTo(120, within(1.5));
    assertThat(line.width()).isCloseTo(width + grown, within(4.0));
    assertThat(line.height()).isCloseTo(height + grown, within(4.0));
    double angle = Math.toDegrees(Math.atan2(line.rightY(), line.rightX()));
    assertThat(angle).isCloseTo(degrees, within(3.0));
  }

  @Test
  void specksAndFaintPatchesAreNoLines() {
    float[] map = new float[100 * 100];
    map[50 * 100 + 50] = 1;
    for (int i = 10; i < 60; i++) {
      for (int y = 70; y < 80; y++) {
        map[y * 100 + i] = 0.35f;
      }
    }
    assertThat(new TextMap(map, 100, 100).lines()).isEmpty();
  }

  @Property(tries = 100)
  void whatIsGrownContainsWhatItWas(
      @ForAll @DoubleRange(min = -44, max = 44) double degrees,
      @ForAll @DoubleRange(min = 0, max = 20) double by) {
    Quad quad = turned(50, 40, 30, 10, degrees);
    Quad grown = quad.grown(by);
    assertThat(grown.centreX()).isCloseTo(quad.centreX(), within(1e-9));
    assertThat(grown.centreY()).isCloseTo(quad.centreY(), within(1e-9));
    assertThat(grown.width()).isCloseTo(30 + 2 * by, within(1e-9));
    assertThat(grown.height()).isCloseTo(10 + 2 * by, within(1e-9));
  }

  @Test
  void aTurnedRectangleIsReadAlongItsOtherSide() {
    Quad high = new Quad(10, 20, 1, 0, 5, 50);
    assertThat(high.turnedLeft().x(0, 0)).isEqualTo(10);
    assertThat(high.turnedLeft().y(0, 0)).isEqualTo(70);
    assertThat(high.turnedLeft().x(1, 1)).isCloseTo(15, within(1e-9));
    assertThat(high.turnedLeft().y(1, 1)).isCloseTo(20, within(1e-9));
    assertThat(high.turnedRight().x(0, 0)).isEqualTo(15);
    assertThat(high.turnedRight().y(1, 1)).isCloseTo(70, within(1e-9));
  }

  @Test
  void partsOfALineAreJoinedAndOthersAreNot() {
    Quad one = turned(100, 100, 120, 30, 5);
    Quad next = turned(225, 111, 120, 30, 5);
    Quad below = turned(100, 150, 120, 30, 5);
    Quad far = turned(600, 140, 120, 30, 5);
    List<Quad> joined = Joining.joined(List.of(next, far, below, one));
    assertThat(joined).hasSize(3);
    assertThat(joined).anySatisfy(each -> assertThat(each.width()).isBetween(235.0, 260.0));
  }

  @Test
  void aLetterIsReadOnceUnlessNothingStandsBetween() {
    // Symbols: nothing, a, b, space.
    Alphabet alphabet = Alphabet.of("a\nb\n".getBytes(StandardCharsets.UTF_8));
    TextLine line = alphabet.decode(path("aa_ab__b"), turned(50, 10, 100, 10, 0), 1);
    assertThat(line.text()).isEqualTo("aabb");
    assertThat(line.places()).hasSize(4).isSorted();
    assertThat(line.confidence()).isCloseTo(0.97, within(0.02));
  }

  @Test
  void aFaintSpaceBetweenLettersCountsAndOneInsideAWordDoesNot() {
    Alphabet alphabet = Alphabet.of("a\nb\n".getBytes(StandardCharsets.UTF_8));
    float[] steps = path("a_b_a");
    steps[4 + 3] = 0.05f;
    steps[3 * 4 + 3] = 0.004f;
    TextLine line = alphabet.decode(steps, turned(50, 10, 100, 10, 0), 1);
    assertThat(line.text()).isEqualTo("a ba");
    assertThat(line.places()).hasSize(4).isSorted();
  }

  private static float[] path(String symbols) {
    float[] steps = new float[symbols.length() * 4];
    for (int i = 0; i < symbols.length(); i++) {
      steps[i * 4 + "_ab ".indexOf(symbols.charAt(i))] = 0.97f;
    }
    return steps;
  }

  @Property(tries = 60)
  void whatIsSampledOutOfAFlatPictureIsFlat(
      @ForAll @IntRange(min = 0, max = 255) int value,
      @ForAll @DoubleRange(min = -44, max = 44) double degrees) {
    byte[] flat = new byte[40 * 30 * 3];
    java.util.Arrays.fill(flat, (byte) value);
    float[] planes = new float[3 * 8 * 16];
    Sampler.Norm norm = new Sampler.Norm(new float[3], new float[] {1, 1, 1});
    Sampler.sample(
        new Pixels(40, 30, 3, flat), turned(20, 15, 30, 12, degrees), 16, 8, planes, 16, norm);
    List<Float> values = new ArrayList<>();
    for (float each : planes) {
      values.add(each);
    }
    assertThat(values).allSatisfy(each -> assertThat(each).isCloseTo(value / 255f, within(1e-4f)));
  }
}
