package dev.halcyon.installer.journey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/**
 * A film with sound that stands for content nobody may see or hear by accident. In the middle of
 * each second it carries the marks of a {@link MarkedPicture}, too small to make a keyframe of, so
 * that only who plays it has them; its bytes and its samples are like no others. It lies in a file,
 * lest this process hold it. Immutable.
 */
final class MarkedFilm {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 320;
  private static final int RATE = 16_000;
  private static final int FRAMES_A_SECOND = 25;
  private static final int SECONDS = 60;
  private static final int FIELD_WIDTH = 60;
  private static final int FIELD_HEIGHT = 24;

  /** A fingerprint of the file's bytes each so many, and of the samples. */
  static final int EVERY_BYTES = 512;

  private static final int EVERY_SAMPLES = 64;

  private final Path file;
  private final long seed;

  private MarkedFilm(Path file, long seed) {
    this.file = file;
    this.seed = seed;
  }

  /** Makes one that no other run has. */
  static MarkedFilm make(Path folder) {
    MarkedFilm film = new MarkedFilm(folder.resolve("marked.mkv"), new Random().nextLong());
    try (FFmpegFrameRecorder out = new FFmpegFrameRecorder(film.file.toFile(), WIDTH, HEIGHT, 1);
        Frame picture = new Frame(WIDTH, HEIGHT, Frame.DEPTH_UBYTE, 3)) {
      out.setFormat("matroska");
      out.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
      out.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      out.setVideoBitrate(2_000_000);
      out.setFrameRate(FRAMES_A_SECOND);
      out.setGopSize(FRAMES_A_SECOND);
      out.setAudioCodec(avcodec.AV_CODEC_ID_PCM_S16LE);
      out.setSampleRate(RATE);
      out.start();
      short[] samples = film.samples();
      int each = RATE / FRAMES_A_SECOND;
      for (int frame = 0; frame < SECONDS * FRAMES_A_SECOND; frame++) {
        paint(picture, frame);
        out.record(picture);
        out.recordSamples(RATE, 1, ShortBuffer.wrap(samples, frame * each, each));
      }
      out.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return film;
  }

  private static void paint(Frame picture, int frame) {
    ByteBuffer pixels = (ByteBuffer) picture.image[0];
    boolean marked = frame % FRAMES_A_SECOND >= 6 && frame % FRAMES_A_SECOND < 20;
    int left = WIDTH / 2 - FIELD_WIDTH;
    int top = (HEIGHT - FIELD_HEIGHT) / 2;
    for (int y = 0; y < HEIGHT; y++) {
      boolean row = marked && y >= top && y < top + FIELD_HEIGHT;
      for (int x = 0; x < WIDTH; x++) {
        boolean field = row && x >= left && x < left + 2 * FIELD_WIDTH;
        boolean green = x >= WIDTH / 2;
        int gray = 90 + (x * 7 + y * 3 + frame / 3) % 60;
        int at = y * picture.imageStride + 3 * x;
        pixels.put(at, (byte) (field ? green ? 0 : 255 : gray));
        pixels.put(at + 1, (byte) (field ? green ? 255 : 0 : gray));
        pixels.put(at + 2, (byte) (field ? green ? 0 : 255 : gray));
      }
    }
  }

  /** White noise, half as loud as can be. */
  private short[] samples() {
    Random noise = new Random(seed);
    short[] samples = new short[RATE * SECONDS];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (noise.nextInt(1 << 15) - (1 << 14));
    }
    return samples;
  }

  byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sound alone, a WAV file. */
  byte[] sound() {
    short[] samples = samples();
    int length = samples.length * Short.BYTES;
    ByteBuffer wav = ByteBuffer.allocate(44 + length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(US_ASCII)).putInt(36 + length).put("WAVEfmt ".getBytes(US_ASCII));
    wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * Short.BYTES);
    wav.putShort((short) Short.BYTES).putShort((short) Short.SIZE);
    wav.put("data".getBytes(US_ASCII)).putInt(length);
    for (short sample : samples) {
      wav.putShort(sample);
    }
    return wav.array();
  }

  /** What tells the file's bytes, plain or as the parts of it that a worker reads. */
  Needles bytesNeedles() {
    return Needles.of(bytes(), EVERY_BYTES);
  }

  /** What tells the decoded samples: as an array of them lies in a heap dump, high byte first. */
  Needles sampleNeedles() {
    short[] samples = samples();
    ByteBuffer bytes = ByteBuffer.allocate(samples.length * Short.BYTES);
    bytes.asShortBuffer().put(samples);
    return Needles.of(bytes.array(), EVERY_SAMPLES * Short.BYTES);
  }
}
