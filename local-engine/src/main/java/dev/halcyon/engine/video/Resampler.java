package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import dev.halcyon.protocol.UserProblem;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;

/**
 * Brings decoded sound to mono 16-bit samples at 16 kHz, and follows a track that changes its shape
 * on the way. Confined to one thread.
 *
 * <p>Two channels are not simply added: sound that is the same in both but for its sign would
 * vanish, although everybody hears it. Where the sum is much weaker than a channel, the louder
 * channel is taken.
 */
final class Resampler implements AutoCloseable {
  static final int MOST_CHANNELS = 64;
  static final int LEAST_RATE = 2000;
  static final int MOST_RATE = 768_000;

  /** The sum is taken for cancelled where it holds less than this share of a channel's energy. */
  private static final double CANCELLED = 0.1;

  private static final short[] NOTHING = {};

  private @Nullable SwrContext context;
  private int format = -1;
  private int rate;
  private int channels;

  /** The last mono samples come out after the last frame. */
  short[] flush() {
    return context == null ? NOTHING : convert(null, 0);
  }

  /**
   * The frame's samples, as far as the filter has let them through.
   *
   * @throws UserProblem {@code media.damaged} when the frame's shape cannot be
   */
  short[] convert(AVFrame frame) {
    int has = frame.ch_layout().nb_channels();
    int at = frame.sample_rate();
    if (has < 1 || has > MOST_CHANNELS || at < LEAST_RATE || at > MOST_RATE) {
      throw new UserProblem(
          "media.damaged",
          "The sound claims " + has + " channels at " + at + " samples a second.",
          "It is damaged: ask the platform to send it again.");
    }
    if (context == null || frame.format() != format || at != rate || has != channels) {
      open(frame);
    }
    return convert(frame.extended_data(), frame.nb_samples());
  }

  private void open(AVFrame frame) {
    close();
    format = frame.format();
    rate = frame.sample_rate();
    channels = frame.ch_layout().nb_channels();
    try (AVChannelLayout from = new AVChannelLayout();
        AVChannelLayout to = new AVChannelLayout();
        PointerPointer<Pointer> made = new PointerPointer<>(1)) {
      if (frame.ch_layout().order() == AV_CHANNEL_ORDER_UNSPEC) {
        av_channel_layout_default(from, channels);
      } else {
        av_channel_layout_copy(from, frame.ch_layout());
      }
      av_channel_layout_default(to, outputs());
      made.put(0, (Pointer) null);
      int set =
          swr_alloc_set_opts2(
              made, to, AV_SAMPLE_FMT_S16, SoundSink.RATE, from, format, rate, 0, null);
      SwrContext opened = new SwrContext(made.get(0));
      av_channel_layout_uninit(from);
      av_channel_layout_uninit(to);
      if (set < 0 || swr_init(opened) < 0) {
        swr_free(opened);
        throw new UserProblem(
            "media.codec",
            "The sound's " + channels + " channels cannot be mixed to one.",
            "Ask the platform to convert it to stereo.");
      }
      context = opened;
    }
  }

  private int outputs() {
    return channels == 1 ? 1 : 2;
  }

  private short[] convert(@Nullable PointerPointer<?> input, int count) {
    int room = Math.max(0, swr_get_out_samples(context, count));
    if (room == 0) {
      return NOTHING;
    }
    int outputs = outputs();
    try (ShortPointer samples = new ShortPointer((long) room * outputs);
        PointerPointer<BytePointer> planes = new PointerPointer<>(1)) {
      planes.put(0, samples);
      int made = swr_convert(context, planes, room, input, count);
      short[] all = new short[Math.max(0, made) * outputs];
      samples.get(all);
      return outputs == 1 ? all : mixed(all);
    }
  }

  /**
   * One channel of two.
   *
   * @param both left and right in turn
   */
  static short[] mixed(short[] both) {
    double left = 0;
    double right = 0;
    double middle = 0;
    for (int i = 0; i + 1 < both.length; i += 2) {
      double sum = (both[i] + both[i + 1]) / 2.0;
      left += (double) both[i] * both[i];
      right += (double) both[i + 1] * both[i + 1];
      middle += sum * sum;
    }
    boolean cancelled = middle < CANCELLED * Math.max(left, right);
    int louder = right > left ? 1 : 0;
    short[] one = new short[both.length / 2];
    for (int i = 0; i < one.length; i++) {
      one[i] = cancelled ? both[2 * i + louder] : (short) ((both[2 * i] + both[2 * i + 1]) / 2);
    }
    return one;
  }

  @Override
  public void close() {
    if (context != null) {
      swr_free(context);
      context = null;
    }
  }
}
