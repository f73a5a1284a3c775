package dev.halcyon.assets.sample;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;

/** Encodes films as H.264 (OpenH264, one thread so that the bytes repeat) in MP4. */
final class FilmFiles {
  private static final int RATE = 44_100;

  private FilmFiles() {}

  static void write(Film film, Path file) throws IOException {
    try (FFmpegFrameRecorder recorder =
            new FFmpegFrameRecorder(file.toFile(), Film.WIDTH, Film.HEIGHT, film.sound() ? 1 : 0);
        Java2DFrameConverter converter = new Java2DFrameConverter()) {
      recorder.setFormat("mp4");
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
      recorder.setVideoCodecName("libopenh264");
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(film.fps());
      recorder.setGopSize(film.fps() * 4);
      recorder.setVideoBitrate(film.bitrate());
      recorder.setVideoOption("threads", "1");
      recorder.setVideoOption("flags", "+bitexact");
      recorder.setVideoOption("allow_skip_frames", "0");
      recorder.setOption("fflags", "+bitexact");
      recorder.setOption("movflags", "+faststart");
      if (film.sound()) {
        recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
        recorder.setSampleRate(RATE);
        recorder.setAudioBitrate(48_000);
        recorder.setAudioOption("flags", "+bitexact");
      }
      recorder.start();
      for (int i = 0; i < film.frames(); i++) {
        recorder.record(converter.convert(film.frame(i)));
        if (film.sound()) {
          recorder.recordSamples(RATE, 1, siren(i, film));
        }
      }
      recorder.stop();
    }
  }

  /** The sound under one frame: a soft tone that rises and falls once in three seconds. */
  private static ShortBuffer siren(int frame, Film film) {
    int from = (int) ((long) frame * RATE / film.fps());
    int to = (int) ((long) (frame + 1) * RATE / film.fps());
    short[] samples = new short[to - from];
    for (int i = 0; i < samples.length; i++) {
      double s = (from + i) / (double) RATE;
      // The phase of 420 Hz + 80 Hz · sin(2π s / 3), integrated so that the tone has no clicks.
      double phase = 2 * Math.PI * 420 * s - 80 * 3 * Math.cos(2 * Math.PI * s / 3);
      double edge = Math.min(1, Math.min(s, film.seconds() - s));
      samples[i] = (short) (edge * 5200 * StrictMath.sin(phase));
    }
    return ShortBuffer.wrap(samples);
  }
}
