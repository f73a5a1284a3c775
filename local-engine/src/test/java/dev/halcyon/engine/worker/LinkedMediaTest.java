package dev.halcyon.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_network_init;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.LinkingFiles;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.testing.Traps;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.UserProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files that have their reader open an address, another file or a pipe: nothing of the kind is ever
 * opened, whatever way the file takes through the worker, with the sandbox and without it.
 */
@Timeout(180)
class LinkedMediaTest {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;
  private static final int OWN = 3;
  private static final int BAIT = 5;
  private static final MediaLimits LIMITS = MediaLimits.standard(Duration.ofSeconds(60));

  @TempDir private static Path folder;
  private static Traps traps;
  private static byte[] mp4;
  private static byte[] matroska;
  private static PdqFingerprint own;
  private static PdqFingerprint bait;

  @BeforeAll
  static void setTraps() throws Exception {
    mp4 = clip(".mp4", OWN);
    matroska = clip(".mkv", OWN);
    traps = Traps.set(folder, clip(".ts", BAIT));
    try (MediaWorker worker = new MediaWorker(false, LIMITS)) {
      own = worker.decode(Sources.of("video/mp4", mp4)).frames().getFirst().print();
      bait = worker.decode(Sources.of("video/mp2t", clip(".ts", BAIT))).frames().getFirst().print();
    }
    assertThat(isNear(own, bait)).as("the two films can be told apart").isFalse();
  }

  private static boolean isNear(PdqFingerprint one, PdqFingerprint other) {
    return one.hash().distance(other.hash()) < 40;
  }

  private static boolean isOwn(DecodedMedia.Frame frame) {
    return isNear(frame.print(), own) && !isNear(frame.print(), bait);
  }

  private static byte[] clip(String ending, int scene) throws IOException {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    Painting.copy(Painting.scene(scene, WIDTH, HEIGHT), rgb);
    return Clip.of(WIDTH, HEIGHT, 10)
        .bytes(folder, ending, 12, (i, out) -> System.arraycopy(rgb, 0, out, 0, rgb.length));
  }

  @AfterAll
  static void takeTrapsAway() throws Exception {
    traps.close();
  }

  /** What each file is, and its bytes, for one thing that is named in it. */
  private static Map<String, byte[]> files(String target) throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>(LinkingFiles.texts(target));
    all.put("QuickTime alias", LinkingFiles.quickTimeAlias(mp4, target));
    all.put("ISO address", LinkingFiles.isoAddress(mp4, target));
    all.put("QuickTime reference film", LinkingFiles.quickTimeReference(target));
    all.put("Matroska links", LinkingFiles.matroskaLinks(matroska, target));
    byte[] list = LinkingFiles.texts(target).get("HLS");
    byte[] head = {0, 0, 0, 16, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0};
    all.put("list behind the first bytes of a film", LinkingFiles.joined(head, list));
    all.put("list inside of ID3", LinkingFiles.joined(ascii("ID3\4\0\0\0\0\0\0"), list));
    all.put("list inside of FLV", LinkingFiles.joined(ascii("FLV\1\5\0\0\0\t\0\0\0\0"), list));
    all.put("list inside of Ogg", LinkingFiles.joined(ascii("OggS\0\2"), list));
    return all;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "BUBBLEWRAP"})
  void noFileEverHasTheWorkerOpenAnotherResource(Sandbox sandbox) throws Exception {
    Assumptions.assumeTrue(
        sandbox == Sandbox.NONE || Sandbox.detect() == sandbox,
        "skipped: bubblewrap does not work on this machine");
    try (MediaWorker worker = new MediaWorker(new WorkerPool(false, sandbox), LIMITS)) {
      for (String target : traps.targets()) {
        for (Map.Entry<String, byte[]> file : files(target).entrySet()) {
          String which = file.getKey() + " naming " + target;
          MediaSource source = Sources.of("video/mp4", file.getValue());
          DecodedMedia decoded = worker.decode(source);
          if (decoded.info().state() == MediaState.READY) {
            assertThat(decoded.frames()).as(which).isNotEmpty().allMatch(LinkedMediaTest::isOwn);
          } else {
            assertThat(decoded.frames()).as(which).isEmpty();
          }
          listenAndWatch(worker, source, file.getValue());
          assertThat(traps.sprung()).as(which).isEmpty();
        }
      }
    }
  }

  private static void listenAndWatch(MediaWorker worker, MediaSource source, byte[] bytes)
      throws InterruptedException {
    for (Way way :
        List.<Way>of(
            () -> worker.fingerprint(source, 0),
            () -> worker.listen(source, block -> {}, Duration.ofSeconds(60)),
            () ->
                worker.watch(
                    Sources.live(new ByteArrayInputStream(bytes)),
                    dev.halcyon.engine.video.Care.EVERY_FRAME,
                    (index, at, cut, same, frame) -> {}))) {
      try {
        way.go();
      } catch (UserProblem e) {
        assertThat(e.code()).as(e.getMessage()).startsWith("media.").isNotEqualTo("media.crash");
      }
    }
  }

  /** A way into the worker. */
  private interface Way {
    Object go() throws InterruptedException;
  }

  /** The traps are none if the files do not work: FFmpeg left to itself walks into them. */
  @ParameterizedTest
  @CsvSource({"HLS, hls", "HLS with a map, hls", "concat, concat", "QuickTime alias, mov"})
  void leftToItselfFfmpegOpensWhatTheseFilesName(String kind, String demuxer) throws Exception {
    try (Traps some =
        Traps.set(Files.createDirectory(folder.resolve("own" + kind)), clip(".ts", BAIT))) {
      // An alias holds a path, in which FFmpeg takes a colon for a slash.
      String target = kind.endsWith("alias") ? some.pipe().toString() : some.targets().getFirst();
      // In the same folder as what it names: an alias is followed from there.
      Path file = some.pipe().resolveSibling("list");
      Files.write(file, files(target).get(kind));
      avformat_network_init();
      AVFormatContext format = avformat_alloc_context();
      AVDictionary options = new AVDictionary(null);
      av_dict_set(options, "safe", "0", 0);
      av_dict_set(options, "enable_drefs", "1", 0);
      av_dict_set(options, "use_absolute_path", "1", 0);
      av_dict_set(options, "allowed_extensions", "ALL", 0);
      av_dict_set(options, "extension_picky", "0", 0);
      av_dict_set(options, "protocol_whitelist", "file,http,tcp", 0);
      int opened =
          avformat_open_input(format, file.toString(), av_find_input_format(demuxer), options);
      av_dict_free(options);
      if (opened >= 0) {
        avformat_find_stream_info(format, (PointerPointer<?>) null);
        avformat_close_input(format);
      }
      assertThat(some.sprung()).as(kind).isNotEmpty();
    }
  }

  @Test
  void aTrapSaysWhenItWasWalkedInto() throws Exception {
    try (Traps some =
        Traps.set(Files.createDirectory(folder.resolve("tried")), clip(".ts", BAIT))) {
      assertThat(some.sprung()).isEmpty();
      try (var in = Files.newInputStream(some.pipe())) {
        assertThat(in.readAllBytes()).isNotEmpty();
      }
      assertThat(some.sprung()).contains("pipe");
    }
  }
}
