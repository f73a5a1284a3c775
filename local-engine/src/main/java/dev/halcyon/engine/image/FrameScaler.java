package dev.halcyon.engine.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_POINT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Scales frames of any pixel format to small rasters with swscale. What is transparent is laid on
 * white, as most viewers do. Confined to one thread; best kept for one target size.
 */
public final class FrameScaler implements AutoCloseable {
  /**
   * Wider shrinking than this goes through a nearest-neighbour step: swscale's filters end here.
   */
  private static final int WIDEST = 48;

  /** Room after each row that SIMD code may write to. */
  private static final int ALIGN = 64;

  /** How samples are combined. */
  public enum Filter {
    /** Precise enough for the models. */
    BILINEAR(SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT),
    /** The mean of what a pixel covers, so that nothing finer survives. */
    AREA(SWS_AREA | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT),
    /** Fast, for comparing frames with each other. */
    COARSE(SWS_AREA);

    private final int flags;

    Filter(int flags) {
      this.flags = flags;
    }
  }

  private @Nullable SwsContext context;
  private @Nullable SwsContext reducer;
  private @Nullable BytePointer buffer;
  private @Nullable BytePointer reduced;

  /** Scaler, colour space and range set last, for setting them rebuilds tables. */
  private long coloured;

  private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
  private final IntPointer strides = new IntPointer(4);
  private final PointerPointer<BytePointer> sourcePlanes = new PointerPointer<>(4);
  private final IntPointer sourceStrides = new IntPointer(4);

  /** The frame as RGB. */
  public Pixels rgb(AVFrame frame, int width, int height, Filter filter) {
    boolean alpha = hasAlpha(frame.format());
    int format = alpha ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
    byte[] samples = scale(frame, width, height, format, alpha ? 4 : 3, filter);
    return new Pixels(width, height, 3, alpha ? onWhite(samples) : samples);
  }

  /** The frame in its own size, four samples a pixel: red, green, blue, alpha. */
  public byte[] rgba(AVFrame frame) {
    return scale(frame, frame.width(), frame.height(), AV_PIX_FMT_RGBA, 4, Filter.BILINEAR);
  }

  /** The frame's luma. */
  public Pixels luma(AVFrame frame, int width, int height, Filter filter) {
    if (hasAlpha(frame.format())) {
      return rgb(frame, width, height, filter).gray();
    }
    return new Pixels(width, height, 1, scale(frame, width, height, AV_PIX_FMT_GRAY8, 1, filter));
  }

  private static boolean hasAlpha(int format) {
    @Nullable AVPixFmtDescriptor descriptor = av_pix_fmt_desc_get(format);
    if (descriptor == null) {
      throw new IllegalStateException("the decoder gave a frame of no known pixel format");
    }
    return (descriptor.flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
  }

  private byte[] scale(
      AVFrame frame, int width, int height, int format, int channels, Filter filter) {
    int sourceWidth = frame.width();
    int sourceHeight = frame.height();
    int sourceFormat = frame.format();
    PointerPointer<?> from = frame.data();
    IntPointer fromStrides = frame.linesize();
    if (sourceWidth > (long) width * WIDEST || sourceHeight > (long) height * WIDEST) {
      int midWidth = Math.min(sourceWidth, width * WIDEST / 2);
      int midHeight = Math.min(sourceHeight, height * WIDEST / 2);
      reduce(frame, midWidth, midHeight);
      sourceWidth = midWidth;
      sourceHeight = midHeight;
      sourceFormat = AV_PIX_FMT_RGBA;
      from = sourcePlanes;
      fromStrides = sourceStrides;
    }
    context =
        checked(
            sws_getCachedContext(
                context,
                sourceWidth,
                sourceHeight,
                sourceFormat,
                width,
                height,
                format,
                filter.flags,
                null,
                null,
                (DoublePointer) null));
    if (sourceFormat == frame.format()) {
      colours(context, frame);
    }
    int stride = stride(width * channels);
    buffer = room(buffer, (long) stride * height + ALIGN);
    planes.put(0, buffer);
    strides.put(0, stride);
    if (sws_scale(context, from, fromStrides, 0, sourceHeight, planes, strides) <= 0) {
      throw new IllegalStateException("a frame could not be scaled");
    }
    return rows(buffer, stride, width * channels, height);
  }

  /**
   * A frame of its own with the means of areas; whoever calls frees it.
   *
   * @param mostPixels that it may have; a smaller one is copied
   */
  public AVFrame reduced(AVFrame frame, double mostPixels) {
    double scale = Math.sqrt(Math.min(1, mostPixels / frame.width() / frame.height()));
    AVFrame small = av_frame_alloc();
    small.format(hasAlpha(frame.format()) ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24);
    small.width(Math.max(1, (int) (frame.width() * scale)));
    small.height(Math.max(1, (int) (frame.height() * scale)));
    small.color_range(AVCOL_RANGE_JPEG).sample_aspect_ratio(frame.sample_aspect_ratio());
    if (av_frame_get_buffer(small, 0) < 0) {
      av_frame_free(small);
      throw DecoderMemory.exceeded();
    }
    context =
        checked(
            sws_getCachedContext(
                context,
                frame.width(),
                frame.height(),
                frame.format(),
                small.width(),
                small.height(),
                small.format(),
                Filter.COARSE.flags,
                null,
                null,
                (DoublePointer) null));
    colours(context, frame);
    if (sws_scale(
            context,
            frame.data(),
            frame.linesize(),
            0,
            frame.height(),
            small.data(),
            small.linesize())
        <= 0) {
      av_frame_free(small);
      throw new IllegalStateException("a frame could not be scaled");
    }
    return small;
  }

  private void reduce(AVFrame frame, int width, int height) {
    reducer =
        checked(
            sws_getCachedContext(
                reducer,
                frame.width(),
                frame.height(),
                frame.format(),
                width,
                height,
                AV_PIX_FMT_RGBA,
                SWS_POINT,
                null,
                null,
                (DoublePointer) null));
    colours(reducer, frame);
    int stride = stride(width * 4);
    reduced = room(reduced, (long) stride * height + ALIGN);
    sourcePlanes.put(0, reduced);
    sourceStrides.put(0, stride);
    if (sws_scale(
            reducer, frame.data(), frame.linesize(), 0, frame.height(), sourcePlanes, sourceStrides)
        <= 0) {
      throw new IllegalStateException("a frame could not be scaled");
    }
  }

  private void colours(SwsContext scaler, AVFrame frame) {
    long key = scaler.address() * 64 + frame.colorspace() * 4L + frame.color_range();
    if (frame.colorspace() != AVCOL_SPC_UNSPECIFIED && key != coloured) {
      coloured = key;
      sws_setColorspaceDetails(
          scaler,
          sws_getCoefficients(frame.colorspace()),
          frame.color_range() == AVCOL_RANGE_JPEG ? 1 : 0,
          sws_getCoefficients(SWS_CS_DEFAULT),
          1,
          0,
          1 << 16,
          1 << 16);
    }
  }

  private static SwsContext checked(@Nullable SwsContext scaler) {
    if (scaler == null || scaler.isNull()) {
      throw new IllegalStateException("a frame of this shape cannot be scaled");
    }
    return scaler;
  }

  private static int stride(int rowBytes) {
    return Math.ceilDiv(rowBytes, ALIGN) * ALIGN + ALIGN;
  }

  private static BytePointer room(@Nullable BytePointer old, long size) {
    if (old != null && old.capacity() >= size) {
      return old;
    }
    if (old != null) {
      old.close();
    }
    return new BytePointer(size);
  }

  private static byte[] rows(BytePointer from, int stride, int rowBytes, int height) {
    byte[] out = new byte[rowBytes * height];
    for (int y = 0; y < height; y++) {
      from.position((long) y * stride).get(out, y * rowBytes, rowBytes);
    }
    from.position(0);
    return out;
  }

  private static byte[] onWhite(byte[] rgba) {
    byte[] out = new byte[rgba.length / 4 * 3];
    for (int i = 0, j = 0; i < rgba.length; i += 4) {
      int alpha = rgba[i + 3] & 0xff;
      for (int k = 0; k < 3; k++) {
        out[j++] = (byte) (((rgba[i + k] & 0xff) * alpha + 255 * (255 - alpha) + 127) / 255);
      }
    }
    return out;
  }

  @Override
  public void close() {
    for (SwsContext scaler : new @Nullable SwsContext[] {context, reducer}) {
      if (scaler != null) {
        sws_freeContext(scaler);
      }
    }
    for (BytePointer memory : new @Nullable BytePointer[] {buffer, reduced}) {
      if (memory != null) {
        memory.close();
      }
    }
    planes.close();
    strides.close();
    sourcePlanes.close();
    sourceStrides.close();
  }
}
