package dev.halcyon.engine.worker;

import dev.halcyon.engine.image.DecoderMemory;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;

/** Loads FFmpeg into the worker process; the host never does. */
final class Natives {
  private Natives() {}

  static void load() {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    avutil.av_max_alloc((long) DecoderMemory.megabytes() << 20);
    avcodec.avcodec_version();
    avformat.avformat_version();
    swresample.swresample_version();
    swscale.swscale_version();
  }
}
