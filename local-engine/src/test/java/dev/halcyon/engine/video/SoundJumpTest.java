package dev.halcyon.engine.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.engine.testing.Memory;
import dev.halcyon.engine.testing.Sounds;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A jump far into a long recording: the same is heard as after all that lies before. */
class SoundJumpTest {
  private static final int RATE = SoundSink.RATE;
  private static final int SECONDS = 180;
  private static final double TO = 150.3;
  private static final MediaLimits LIMITS = MediaLimits.standard(Duration.ofMinutes(1));

  @TempDir Path folder;

  private record Heard(short[] samples, long decoded, long read) {}

  /** Counts the bytes it gives. */
  private static final class Counting implements ByteReader {
    private final ByteReader all;
    private long given;

    Counting(byte[] bytes) {
      this.all = new Memory(bytes);
    }

    @Override
    public long size() {
      return all.size();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      int read = all.read(position, into, offset, length);
      given += Math.max(0, read);
      return read;
    }
  }

  private static Heard from(double seconds, byte[] file) throws IOException {
    Counting bytes = new Counting(file);
    List<short[]> blocks = new ArrayList<>();
    SoundScan scan = new SoundScan(LIMITS, blocks::add, () -> false);
    scan.scanFrom(
        seconds, MediaType.sniff(Arrays.copyOf(file, MediaType.HEAD)).orElseThrow(), bytes);
    return new Heard(Sounds.joined(blocks), scan.decoded(), bytes.given);
  }

  /** A tone that climbs, so that each second sounds different. */
  private static short[] climbing() {
    short[] samples = new short[SECONDS * RATE];
    double turns = 0;
    for (int i = 0; i < samples.length; i++) {
      turns += (200 + 3_000.0 * i / samples.length) / RATE;
      samples[i] = (short) (9_000 * Math.sin(2 * Math.PI * turns));
    }
    return samples;
  }

  private byte[] coded(String name, String format, int codec) throws IOException {
    Path file = folder.resolve(name);
    try (FFmpegFrameRecorder out = new FFmpegFrameRecorder(file.toFile(), 1)) {
      out.setFormat(format);
      out.setAudioCodec(codec);
      out.setSampleRate(RATE);
      out.setAudioBitrate(64_000);
      out.start();
      short[] samples = climbing();
      for (int second = 0; second < SECONDS; second++) {
        out.recordSamples(RATE, 1, ShortBuffer.wrap(samples, second * RATE, RATE));
      }
      out.stop();
    }
    return Files.readAllBytes(file);
  }

  /** Of two stretches, how much they differ, as a share of how loud the first is. */
  private static double difference(short[] one, short[] other) {
    double apart = 0;
    double loud = 0;
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      apart += Math.pow(one[i] - other[i], 2);
      loud += Math.pow(one[i], 2);
    }
    return Math.sqrt(apart / loud);
  }

  @ParameterizedTest
  @CsvSource({
    "wav, wav, " + avcodec.AV_CODEC_ID_PCM_S16LE + ", true",
    "flac, flac, " + avcodec.AV_CODEC_ID_FLAC + ", true",
    "m4a, mp4, " + avcodec.AV_CODEC_ID_AAC + ", true",
    "mka, matroska, " + avcodec.AV_CODEC_ID_AAC + ", true",
    "aac, adts, " + avcodec.AV_CODEC_ID_AAC + ", false",
    "mp3, mp3, " + avcodec.AV_CODEC_ID_MP3 + ", false",
    "avi, avi, " + avcodec.AV_CODEC_ID_MP3 + ", false",
    "ogg, ogg, " + avcodec.AV_CODEC_ID_OPUS + ", true",
  })
  void whatLiesBeforeIsNotDecodedAndWithAnIndexNotRead(
      String ending, String format, int codec, boolean indexed) throws IOException {
    byte[] file = coded("climbing." + ending, format, codec);
    Heard whole = from(0, file);
    Heard jumped = from(TO, file);
    int at = (int) Math.round(TO * RATE);
    assertThat(whole.samples.length).isGreaterThan((SECONDS - 1) * RATE);
    assertThat(whole.decoded).isGreaterThan((SECONDS - 1) * RATE);
    short[] wanted = Arrays.copyOfRange(whole.samples, at, whole.samples.length);
    assertThat(jumped.samples.length).isCloseTo(wanted.length, within(400));
    assertThat(difference(wanted, jumped.samples)).as("the same is heard").isLessThan(0.02);
    assertThat(jumped.decoded).isLessThan(wanted.length + 3L * RATE);
    if (indexed) {
      assertThat(jumped.read).isLessThan(whole.read / 2);
    }
  }

  @Test
  void aJumpPastTheEndIsSilentAndNoProblem() throws IOException {
    byte[] file = coded("short.wav", "wav", avcodec.AV_CODEC_ID_PCM_S16LE);
    assertThat(from(SECONDS + 60, file).samples).isEmpty();
  }
}
