package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;

import dev.halcyon.engine.image.ByteReader;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.MediaType;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Opens video and sound files: with the one demuxer that the signature allows, over our own bytes,
 * and with no decoder in reach but those named. Stateless.
 */
final class FilmOpener {
  private FilmOpener() {}

  /**
   * Opens a file with the one demuxer its signature allows, to look at its pictures.
   *
   * @throws UserProblem {@code media.damaged} when the container cannot be read
   */
  static VideoFile open(MediaType type, ByteReader file, MediaLimits limits) throws IOException {
    return open(type, file, limits, PictureCodecs.whitelist(), true);
  }

  /**
   * The same of a film that still comes, whose bytes can be read once and in order.
   *
   * @throws UserProblem {@code media.truncated} or {@code media.damaged} when it cannot be read
   *     from its beginning on
   */
  static VideoFile openLive(MediaType type, ByteReader bytes, MediaLimits limits)
      throws IOException {
    return open(
        type, bytes, limits, PictureCodecs.whitelist() + "," + SoundCodecs.whitelist(), false);
  }

  /**
   * The same to decode its sound; no decoder of pictures can be reached.
   *
   * @throws UserProblem {@code media.damaged} when the container cannot be read
   */
  static VideoFile openForSound(MediaType type, ByteReader file, MediaLimits limits)
      throws IOException {
    return open(type, file, limits, SoundCodecs.whitelist(), true);
  }

  private static VideoFile open(
      MediaType type, ByteReader file, MediaLimits limits, String decoders, boolean seekable)
      throws IOException {
    MediaInput input = new MediaInput(file, seekable);
    AVFormatContext format = avformat_alloc_context();
    input.attach(format);
    format.flags(format.flags() | AVFMT_FLAG_CUSTOM_IO);
    AVInputFormat demuxer = av_find_input_format(type.filmReader());
    AVDictionary options = MediaInput.options(demuxer.name().getString(), decoders);
    if (!seekable) {
      // Who watches live waits for the first picture no longer than it takes to know the tracks.
      MediaInput.set(options, "probesize", "2000000");
      MediaInput.set(options, "analyzeduration", "1000000");
    }
    int opened = avformat_open_input(format, (String) null, demuxer, options);
    av_dict_free(options);
    if (opened < 0) {
      input.close();
      input.rethrow();
      throw new UserProblem(
          "media.truncated",
          "This " + type.mime() + " file cannot be opened: its index is missing or damaged.",
          "It was probably cut off while it was sent: ask the platform to send it again.");
    }
    if (!findStreams(format, limits)) {
      avformat_close_input(format);
      input.close();
      throw new UserProblem(
          "media.damaged",
          "This " + type.mime() + " file opens, but no track in it can be read.",
          "It is damaged: ask the platform to send it again.");
    }
    return new VideoFile(input, format);
  }

  private static boolean findStreams(AVFormatContext format, MediaLimits limits) {
    int streams = format.nb_streams();
    try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(1, streams))) {
      for (int i = 0; i < streams; i++) {
        AVDictionary each = new AVDictionary(null);
        MediaInput.set(each, "max_pixels", Long.toString(limits.pixels()));
        options.put(i, each);
      }
      boolean found = avformat_find_stream_info(format, options) >= 0;
      for (int i = 0; i < streams; i++) {
        av_dict_free(options.position(i));
      }
      options.position(0);
      return found && format.nb_streams() > 0;
    }
  }
}
