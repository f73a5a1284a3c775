package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.testing.StormSeeds;
import dev.halcyon.protocol.UserProblem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frame N is frame N: films of which each frame shows its own number. */
class FrameNumberTest {
  private static final int BAR = 16;
  private static final int BARS = 10;
  private static MediaWorker worker;
  @TempDir private Path folder;

  @BeforeAll
  static void startWorker() {
    worker = new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(60)));
  }

  @AfterAll
  static void stopWorker() {
    worker.close();
  }

  private static int shown(MediaSource film, int number) throws Exception {
    EncodedPicture picture = worker.frame(film, number, new RenditionStyle(0, true, BAR * BARS));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.bytes()));
    assertThat(image.getWidth()).isEqualTo(BAR * BARS);
    int read = 0;
    for (int bar = 0; bar < BARS; bar++) {
      int value = image.getRaster().getSample(bar * BAR + BAR / 2, image.getHeight() / 2, 0);
      read |= value > 127 ? 1 << bar : 0;
    }
    return read;
  }

  private static void paint(int frame, byte[] rgb) {
    for (int at = 0; at < rgb.length; at += 3) {
      int bar = at / 3 % (BAR * BARS) / BAR;
      Arrays.fill(rgb, at, at + 3, (byte) ((frame >> bar & 1) == 1 ? 235 : 16));
    }
  }

  private static void everyFrameIsItsOwn(MediaSource film, int frames) throws Exception {
    for (int number : new int[] {0, 1, 2, 3, 11, 46, 47, 48, 49, 50, 51, 71, frames - 1}) {
      assertThat(shown(film, number)).isEqualTo(number);
    }
    assertThatThrownBy(() -> shown(film, frames))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("media.frame");
              assertThat(problem.getMessage()).contains("only " + frames);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "numbered-h264.mp4,video/mp4", // B-frames, the index at the end
    "numbered-h264.ts,video/mp2t", // the same without any index
    "numbered-hevc.mkv,video/x-matroska" // open groups: pictures that lead a key frame
  })
  void aFrameIsFoundByItsNumberInFilmsWithReorderedFrames(String name, String type)
      throws Exception {
    everyFrameIsItsOwn(Sources.of(type, StormSeeds.resource("/films/" + name)), 120);
  }

  @ParameterizedTest
  @CsvSource({"mpeg4,.avi,2", "libvpx,.webm,0", "libvpx-vp9,.webm,0", "mpeg2video,.mpg,2"})
  void aFrameIsFoundByItsNumberWhereOnlyCountingHelps(String encoder, String ending, int bFrames)
      throws Exception {
    byte[] film =
        Clip.of(BAR * BARS, 96, 25)
            .encoder(encoder)
            .bFrames(bFrames)
            .option("g", "20")
            .bytes(folder, ending, 80, FrameNumberTest::paint);
    everyFrameIsItsOwn(Sources.of("video/mp4", film), 80);
  }

  @Test
  void unevenTimesDoNotShiftTheNumbers() throws Exception {
    byte[] film =
        Clip.of(BAR * BARS, 96, 25)
            .encoder("mpeg4")
            .bFrames(2)
            .option("g", "25")
            .shownAt(i -> i < 30 ? i * 10 : 300 + (i - 30) * 30)
            .bytes(folder, ".mp4", 80, FrameNumberTest::paint);
    everyFrameIsItsOwn(Sources.of("video/mp4", film), 80);
  }

  @Test
  void anAnimationIsCountedAndAPictureHasOneFrame() throws Exception {
    byte[] film =
        Clip.of(BAR * BARS, 96, 10)
            .encoder("libwebp_anim")
            .option("lossless", "1")
            .bytes(folder, ".webp", 9, FrameNumberTest::paint);
    assertThat(shown(Sources.of("image/webp", film), 6)).isEqualTo(6);
    byte[] still = Painting.file(Painting.scene(1, 64, 48), "png");
    MediaSource source = Sources.of("image/png", still);
    assertThat(worker.frame(source, 0, RenditionStyle.DEFAULT).width()).isEqualTo(64);
    assertThatThrownBy(() -> worker.frame(source, 1, RenditionStyle.DEFAULT))
        .isInstanceOfSatisfying(
            UserProblem.class, each -> assertThat(each.code()).isEqualTo("media.frame"));
  }
}
