package dev.halcyon.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class KeyframesCommandTest {
  @TempDir Path folder;
  private Path film;

  @BeforeEach
  void makeAFilmOfThreeScenes() throws Exception {
    film = folder.resolve("film.mp4");
    Clip.of(320, 240, 10)
        .write(
            film,
            32,
            (i, rgb) -> Painting.copy(Painting.scene(i < 14 ? 1 : i < 27 ? 2 : 3, 320, 240), rgb));
  }

  private static List<Path> inside(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  @Test
  void framesComeWithTheirTimeTheirCutsAndScores() throws Exception {
    Ran ran = Ran.with("", "keyframes", film.toString());

    assertThat(ran.code()).as(ran.err()).isEqualTo(0);
    List<JsonNode> frames = ran.json();
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i).path("frame").intValue()).isEqualTo(i);
      assertThat(frames.get(i).path("scores").isObject()).isTrue();
    }
    List<JsonNode> cuts = frames.stream().filter(each -> each.path("cut").booleanValue()).toList();
    assertThat(cuts).hasSize(2);
    assertThat(cuts.get(0).path("seconds").doubleValue()).isCloseTo(1.4, within(0.01));
    assertThat(cuts.get(1).path("seconds").doubleValue()).isCloseTo(2.7, within(0.01));
    assertThat(frames.getFirst().path("scores").path("sexual").doubleValue()).isBetween(0.0, 1.0);
    assertThat(inside(folder)).as("nothing is written unasked").containsExactly(film);
  }

  @Test
  void picturesWrittenAreGrayAndBlurredAndOneForEachFrame() throws Exception {
    Path out = folder.resolve("new/pictures");
    Ran ran = Ran.with("", "keyframes", film.toString(), "--out", out.toString());

    assertThat(ran.code()).as(ran.err()).isEqualTo(0);
    assertThat(inside(out)).hasSize(ran.json().size());
    for (Path each : inside(out)) {
      BufferedImage picture = ImageIO.read(each.toFile());
      double sharpest = 0;
      for (int y = 0; y < picture.getHeight(); y++) {
        for (int x = 0; x + 1 < picture.getWidth(); x++) {
          int rgb = picture.getRGB(x, y);
          int spread = Math.abs((rgb >> 16 & 255) - (rgb & 255));
          assertThat(spread).as("colour in %s", each).isLessThanOrEqualTo(3);
          sharpest = Math.max(sharpest, Math.abs((rgb & 255) - (picture.getRGB(x + 1, y) & 255)));
        }
      }
      assertThat(sharpest).as("an edge in %s", each).isLessThan(40);
    }
  }

  @Test
  void folderThatHoldsSomethingIsLeftAlone() throws Exception {
    Ran ran = Ran.with("", "keyframes", film.toString(), "--out", folder.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("not empty");
    assertThat(inside(folder)).containsExactly(film);
  }

  @Test
  void brokenFilmFailsWithTheReasonAndLeavesNoFolder() throws Exception {
    byte[] bytes = Files.readAllBytes(film);
    Path torn = Files.write(folder.resolve("torn.mp4"), java.util.Arrays.copyOf(bytes, 900));
    Path out = folder.resolve("out");
    Ran ran = Ran.with("", "keyframes", torn.toString(), "--out", out.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("missing or damaged");
    assertThat(out).doesNotExist();
  }

  @Test
  void wrongUsageShowsEachFormOnALineOfItsOwn() {
    Ran ran = Ran.with("", "keyframes", "one.mp4", "two.mp4");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines()).hasSize(3).allMatch(line -> !line.contains("\\u000a"));
  }

  @Test
  void textAndMissingFilesAreToldToBeNone() throws Exception {
    Path text = Files.writeString(folder.resolve("a.txt"), "hello");
    assertThat(Ran.with("", "keyframes", text.toString()).err()).contains("is a text");
    Ran missing = Ran.with("", "keyframes", folder.resolve("none.mp4").toString());
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("no such file");
  }
}
