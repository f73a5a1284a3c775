package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.PictureFiles;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that mean harm: each costs a problem that says what to do, and the next file is fine. */
class HostileMediaTest {
  private static MediaWorker worker;
  @TempDir private static Path folder;

  @BeforeAll
  static void startWorker() {
    worker = new MediaWorker(false, MediaLimits.standard(Duration.ofSeconds(60)));
  }

  @AfterAll
  static void stopWorker() {
    worker.close();
  }

  private static Problem refused(String type, byte[] bytes) throws InterruptedException {
    MediaInfo info = worker.decode(Sources.of(type, bytes)).info();
    assertThat(info.state()).as(String.valueOf(info.problem())).isEqualTo(MediaState.FAILED);
    assertThat(info.keyframes()).isEmpty();
    assertThat(info.problem()).isNotNull();
    assertThat(info.problem().message()).isNotBlank();
    assertThat(info.problem().remedy()).isNotBlank();
    return info.problem();
  }

  private static void goodPictureStillDecodes() throws Exception {
    byte[] png = Painting.file(Painting.scene(1, 64, 48), "png");
    assertThat(worker.decode(Sources.of("image/png", png)).info().problem()).isNull();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void textThatPosesAsAPictureIsNamedForWhatItIs() throws Exception {
    Problem text = refused("image/jpeg", ascii("Dear reviewer, this is no picture.\n".repeat(40)));
    assertThat(text.code()).isEqualTo("media.type");
    assertThat(text.message()).contains("image/jpeg").contains("plain text");
    assertThat(refused("image/png", ascii("<!doctype html><html><body>x</body></html>")).message())
        .contains("markup");
    goodPictureStillDecodes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n%s\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '%s'\n",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='%s' width='9' height='9'/></svg>",
        "[playlist]\nFile1=%s\n",
        "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"%s\"\n#EXTINF:5,\nfile:///etc/hostname\n",
        "<?xml version='1.0'?><MPD><BaseURL>%s</BaseURL><Period/></MPD>",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=%s\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
        "concat:%1$s|file:///etc/hostname",
        "subfile,,start,0,end,99,,:file:///etc/hostname %s"
      })
  void playlistsAndDrawingsThatNameOtherFilesOpenNothing(String template) throws Exception {
    try (ServerSocket trap = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + trap.getLocalPort() + "/leak.ts";
      byte[] file = ascii(String.format(template, url));
      assertThat(refused("video/mp4", file).code()).isEqualTo("media.type");
      assertThat(refused("video/mp4", behind(mp4Head(), file)).code())
          .as("even behind the first bytes of a film")
          .startsWith("media.");
      trap.setSoTimeout(50);
      assertThatThrownBy(trap::accept).isInstanceOf(SocketTimeoutException.class);
    }
    goodPictureStillDecodes();
  }

  private static byte[] mp4Head() {
    return new byte[] {0, 0, 0, 16, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0};
  }

  private static byte[] behind(byte[] head, byte[] tail) {
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }

  @Test
  void aHugeHeaderIsRefusedBeforeAnythingIsDecoded() throws Exception {
    byte[] png = PictureFiles.png(50_000, 50_000, 8, 2, PictureFiles.deflate(new byte[100]));
    Problem problem = refused("image/png", png);
    assertThat(problem.code()).isEqualTo("media.pixels");
    assertThat(problem.message()).contains("50000×50000");
    goodPictureStillDecodes();
  }

  @Test
  void aPictureOfExactlyTheMostPixelsIsDecodedAndOneRowMoreIsTooLarge() throws Exception {
    byte[] most = PictureFiles.png(10_000, 10_000, 8, 2, PictureFiles.bomb(301L << 20));
    MediaInfo info = worker.decode(Sources.of("image/png", most)).info();
    assertThat(info.problem()).isNull();
    assertThat(info.width()).isEqualTo(10_000);
    byte[] more = PictureFiles.png(10_000, 10_001, 8, 2, PictureFiles.bomb(301L << 20));
    Problem problem = refused("image/png", more);
    assertThat(problem.code()).isEqualTo("media.pixels");
    assertThat(problem.message()).contains("10000×10001").contains("at most 100000000");
    assertThat(problem.remedy()).contains("smaller version");
    goodPictureStillDecodes();
  }

  @Test
  void aPictureThatUnpacksToFarMoreThanItsSizeIsHarmless() throws Exception {
    byte[] bomb = PictureFiles.png(64, 64, 8, 2, PictureFiles.bomb(128L << 20));
    MediaInfo info = worker.decode(Sources.of("image/png", bomb)).info();
    assertThat(info.state()).isIn(MediaState.READY, MediaState.FAILED);
    assertThat(String.valueOf(info.problem())).doesNotContain("media.crash");
    goodPictureStillDecodes();
  }

  @Test
  void anEmptyFileAndOneOfNoiseAreRefused() throws Exception {
    assertThat(refused("image/gif", new byte[0]).code()).isEqualTo("media.empty");
    byte[] noise = new byte[5000];
    new Random(7).nextBytes(noise);
    assertThat(refused("video/mp4", noise).code()).isEqualTo("media.type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
  void aPictureCutOffAnywhereIsAProblemOrAFlaggedPart(String format) throws Exception {
    byte[] whole = Painting.file(Painting.scene(6, 320, 240), format);
    for (double share : new double[] {0.02, 0.3, 0.7, 0.97}) {
      byte[] part = Arrays.copyOf(whole, (int) (whole.length * share));
      MediaInfo info = worker.decode(Sources.of("image/" + format, part)).info();
      assertThat(info.problem()).as("%s cut off at %s", format, share).isNotNull();
      assertThat(info.problem().code())
          .isIn("media.partial", "media.truncated", "media.damaged", "media.type");
      assertThat(info.problem().code().equals("media.partial"))
          .isEqualTo(info.state() == MediaState.READY);
    }
    goodPictureStillDecodes();
  }

  @Test
  void damagedFilesNeverCostMoreThanTheirOwnResult() throws Exception {
    fuzz(80, 11);
  }

  @Test
  @Tag("long")
  void aStormOfDamagedFilesNeverCostsMoreThanTheirOwnResult() throws Exception {
    fuzz(5000, 12);
  }

  private static void fuzz(int rounds, long seed) throws Exception {
    Random random = new Random(seed);
    List<byte[]> seeds = seeds();
    for (int round = 0; round < rounds; round++) {
      byte[] file = seeds.get(random.nextInt(seeds.size())).clone();
      int flips = 1 + random.nextInt(20);
      for (int i = 0; i < flips; i++) {
        // Headers are where parsers go astray, so half the damage falls there.
        int reach = random.nextBoolean() ? Math.min(200, file.length) : file.length;
        file[random.nextInt(reach)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        file = Arrays.copyOf(file, 1 + random.nextInt(file.length));
      }
      MediaInfo info = worker.decode(Sources.of("image/jpeg", file)).info();
      assertThat(info.state() == MediaState.READY || info.problem() != null)
          .as("round %d of seed %d", round, seed)
          .isTrue();
    }
    goodPictureStillDecodes();
  }

  private static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String format : List.of("jpg", "png", "gif", "bmp")) {
      seeds.add(Painting.file(Painting.scene(2, 80, 60), format));
    }
    byte[] rgb = new byte[64 * 48 * 3];
    Painting.copy(Painting.scene(3, 64, 48), rgb);
    for (String[] kind :
        new String[][] {{"mpeg4", ".mp4"}, {"libvpx", ".webm"}, {"mpeg4", ".avi"}}) {
      seeds.add(
          Clip.of(64, 48, 25)
              .encoder(kind[0])
              .bytes(
                  folder, kind[1], 12, (i, out) -> System.arraycopy(rgb, 0, out, 0, rgb.length)));
    }
    return seeds;
  }

  @Test
  void aFileBeyondTheByteLimitIsRefusedUnread() throws Exception {
    MediaLimits small = new MediaLimits(1000, 1000, 1 << 20, 10, 10, 10, Duration.ofSeconds(20));
    MediaSource unread = Sources.unreadable("video/mp4", 5000);
    try (MediaWorker strict = new MediaWorker(false, small)) {
      MediaInfo info = strict.decode(unread).info();
      assertThat(info.problem()).isNotNull();
      assertThat(info.problem().code()).isEqualTo("media.large");
      assertThat(strict.processIds()).as("no worker was needed").isEmpty();
    }
  }

  @Test
  void bytesThatTheStoreCannotReadAreTheStoresProblem() throws Exception {
    MediaInfo info = worker.decode(Sources.unreadable("image/png", 500)).info();
    assertThat(info.problem()).isNotNull();
    assertThat(info.problem().code()).isEqualTo("media.source");
    goodPictureStillDecodes();
  }

  @Test
  void revealsOfHostileFilesAreUserProblems() {
    assertThatThrownBy(
            () ->
                worker.picture(
                    Sources.of("image/png", ascii("no picture")), 0, RenditionStyle.SHARP))
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("media.type"));
  }
}
