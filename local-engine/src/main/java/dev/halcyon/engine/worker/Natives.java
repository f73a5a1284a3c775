package dev.halcyon.engine.worker;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;

/** Loads FFmpeg into the worker process; the host never does. */
final class Natives {
  /** No single piece of memory FFmpeg asks for may be larger: 1 GiB. */
  private static final long LARGEST = 1L << 30;

  private Natives() {}

  static void load() {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    avutil.av_max_alloc(LARGEST);
    avcodec.avcodec_version();
    avformat.avformat_version();
    swresample.swresample_version();
    swscale.swscale_version();
  }
}
