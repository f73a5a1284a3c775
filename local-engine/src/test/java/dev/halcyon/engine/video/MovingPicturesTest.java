package dev.halcyon.engine.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.PictureFiles;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import org.junit.jupiter.api.Test;

/** Pictures that move, scanned as the films they are. */
class MovingPicturesTest extends ScanFixture {
  @Test
  void anAnimatedPictureIsLookedAtFrameByFrame() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 10)
            .encoder("gif")
            .bytes(folder, ".gif", 24, (i, rgb) -> show(i == 13 ? 4 : 0, rgb));
    MediaInfo info = worker.decode(Sources.of("image/gif", file)).info();
    assertThat(info.problem()).isNull();
    assertThat(info.detectedType()).isEqualTo("image/gif");
    assertThat(info.kind()).isEqualTo(Modality.VIDEO);
    assertThat(cuts(info)).anyMatch(at -> Math.abs(at - 1.3) < 0.011);
    byte[] sharp =
        pixels(
            worker
                .picture(Sources.of("image/gif", file), 1.3, new RenditionStyle(0, false, 320))
                .bytes());
    assertThat(distance(sharp, scenes[4])).isLessThan(distance(sharp, scenes[0]));
  }

  @Test
  void anAnimatedPngIsLookedAtFrameByFrame() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 10)
            .encoder("apng")
            .bytes(folder, ".apng", 24, (i, rgb) -> show(i == 13 ? 4 : 0, rgb));
    DecodedMedia decoded = worker.decode(Sources.of("image/png", file));
    MediaInfo info = decoded.info();
    assertThat(info.problem()).isNull();
    assertThat(info.detectedType()).isEqualTo("image/png");
    assertThat(info.kind()).isEqualTo(Modality.VIDEO);
    assertThat(cuts(info)).anyMatch(at -> Math.abs(at - 1.3) < 0.011);
  }

  @Test
  void anAnimatedWebpIsLookedAtFrameByFrame() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 10)
            .encoder("libwebp_anim")
            .bytes(folder, ".webp", 24, (i, rgb) -> show(i == 13 ? 4 : 0, rgb));
    MediaInfo info = worker.decode(Sources.of("image/webp", file)).info();
    assertThat(info.problem()).isNull();
    assertThat(info.detectedType()).isEqualTo("image/webp");
    assertThat(info.kind()).isEqualTo(Modality.VIDEO);
    assertThat(info.width()).isEqualTo(WIDTH);
    assertThat(cuts(info)).anyMatch(at -> Math.abs(at - 1.3) < 0.011);
    byte[] sharp =
        pixels(
            worker
                .picture(Sources.of("image/webp", file), 1.3, new RenditionStyle(0, false, 320))
                .bytes());
    assertThat(worker.fingerprint(Sources.of("image/webp", file), 0))
        .isInstanceOfSatisfying(
            dev.halcyon.engine.fingerprint.MediaPrint.Video.class,
            print -> assertThat(print.frames()).hasSizeGreaterThanOrEqualTo(3));
    assertThat(distance(sharp, scenes[4])).isLessThan(distance(sharp, scenes[0]));
  }

  @Test
  void aDamagedFrameOfAnAnimatedWebpIsSaidAndTheOthersAreSeen() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 10)
            .encoder("libwebp_anim")
            .bytes(folder, ".webp", 6, (i, rgb) -> show(i, rgb));
    int second = 0;
    String text = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 2; i++) {
      second = text.indexOf("ANMF", second + 1);
    }
    // Its place is moved far outside of the canvas.
    file[second + 8 + 2] = 0x7f;
    MediaInfo info = worker.decode(Sources.of("image/webp", file)).info();
    assertThat(info.state()).isEqualTo(MediaState.READY);
    assertThat(info.problem()).isNotNull();
    assertThat(info.problem().code()).isEqualTo("media.partial");
    assertThat(info.keyframes()).hasSizeGreaterThan(2);
  }

  @Test
  void aPngWhoseFilmIsAnotherThanItsPictureIsNeverCleared() throws Exception {
    byte[] file =
        Clip.of(WIDTH, HEIGHT, 10)
            .encoder("apng")
            .bytes(folder, ".apng", 5, (i, rgb) -> show(i, rgb));
    byte[] hidden = PictureFiles.withoutFirstFrameControl(file);
    MediaInfo info = worker.decode(Sources.of("image/png", hidden)).info();
    assertThat(info.state()).isEqualTo(MediaState.READY);
    assertThat(info.kind()).isEqualTo(Modality.IMAGE);
    assertThat(info.problem()).isNotNull();
    assertThat(info.problem().code()).isEqualTo("media.animated");
  }

  @Test
  void anAvifFileIsAPictureAndOneThatMovesAFilm() throws Exception {
    Clip clip = Clip.of(WIDTH, HEIGHT, 10).encoder("libaom-av1").option("cpu-used", "8");
    byte[] one = clip.bytes(folder, ".avif", 1, (i, rgb) -> show(4, rgb));
    DecodedMedia decoded = worker.decode(Sources.of("image/avif", one));
    MediaInfo info = decoded.info();
    assertThat(info.problem()).isNull();
    assertThat(info.detectedType()).isEqualTo("image/avif");
    assertThat(info.kind()).isEqualTo(Modality.IMAGE);
    assertThat(info.width()).isEqualTo(WIDTH);
    assertThat(info.seconds()).isZero();
    assertThat(info.keyframes()).hasSize(1);
    byte[] sharp =
        pixels(
            worker
                .picture(Sources.of("image/avif", one), 0, new RenditionStyle(0, false, 320))
                .bytes());
    assertThat(distance(sharp, scenes[4])).isLessThan(distance(sharp, scenes[0]));
    byte[] many =
        Clip.of(WIDTH, HEIGHT, 10)
            .encoder("libaom-av1")
            .option("cpu-used", "8")
            .bytes(folder, ".avif", 20, (i, rgb) -> show(i < 10 ? 0 : 4, rgb));
    MediaInfo film = worker.decode(Sources.of("image/avif", many)).info();
    assertThat(film.kind()).isEqualTo(Modality.VIDEO);
    assertThat(cuts(film)).anyMatch(at -> Math.abs(at - 1.0) < 0.011);
  }

  @Test
  void anAvifFileThatIsCutOffIsAProblemAndNoPicture() throws Exception {
    byte[] whole =
        Clip.of(WIDTH, HEIGHT, 10)
            .encoder("libaom-av1")
            .option("cpu-used", "8")
            .bytes(folder, ".avif", 1, (i, rgb) -> show(4, rgb));
    for (int part = 1; part < 10; part++) {
      MediaInfo info =
          worker
              .decode(
                  Sources.of(
                      "image/avif", java.util.Arrays.copyOf(whole, whole.length * part / 10)))
              .info();
      assertThat(info.problem()).as("%d tenths", part).isNotNull();
    }
  }
}
