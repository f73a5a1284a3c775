package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.FrameScaler;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.Orientation;
import dev.halcyon.engine.image.WebpFilm;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** The frames of an animated WebP, as those of a video. Confined to one thread. */
final class WebpFrames implements FrameSource {
  private final WebpFilm film;
  private final FrameScaler scaler;
  private final AVFrame frame = av_frame_alloc();
  private double at;
  private double end;

  private WebpFrames(WebpFilm film, FrameScaler scaler) {
    this.film = film;
    this.scaler = scaler;
  }

  static WebpFrames open(ByteReader file, MediaLimits limits) throws IOException {
    FrameScaler scaler = new FrameScaler();
    return new WebpFrames(new WebpFilm(file, limits, scaler), scaler);
  }

  Orientation orientation() {
    return film.orientation();
  }

  @Override
  public @Nullable AVFrame next() throws IOException {
    if (!film.next()) {
      return null;
    }
    at = end;
    end += film.seconds();
    av_frame_unref(frame);
    frame.format(AV_PIX_FMT_RGBA).width(film.width()).height(film.height());
    if (av_frame_get_buffer(frame, 0) < 0) {
      throw new OutOfMemoryError("frame of " + film.width() + "×" + film.height());
    }
    int stride = frame.linesize(0);
    int row = film.width() * 4;
    BytePointer samples = frame.data(0).capacity((long) stride * film.height());
    for (int y = 0; y < film.height(); y++) {
      samples.position((long) y * stride).put(film.rgba(), y * row, row);
    }
    return frame;
  }

  @Override
  public double atSeconds() {
    return at;
  }

  @Override
  public double endSeconds() {
    return end;
  }

  @Override
  public int damaged() {
    return film.damaged();
  }

  @Override
  public void close() {
    av_frame_free(frame);
    scaler.close();
  }
}
