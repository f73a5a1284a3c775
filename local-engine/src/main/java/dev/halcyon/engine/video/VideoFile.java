package dev.halcyon.engine.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;

import dev.halcyon.engine.image.MediaType;
import dev.halcyon.engine.image.Orientation;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * An opened video or sound file: its streams and times, without a decoded frame yet. Confined to
 * one thread.
 */
public final class VideoFile implements AutoCloseable {
  private static final int NONE = -1;

  private final MediaInput input;
  private final AVFormatContext format;
  private final int picture;
  private final int pictures;
  private final int sound;
  private final int sounds;

  VideoFile(MediaInput input, AVFormatContext format) {
    this.input = input;
    this.format = format;
    int found = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, NONE, NONE, (AVCodec) null, 0);
    picture = Math.max(NONE, found);
    int heard = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, NONE, found, (AVCodec) null, 0);
    int videos = 0;
    int audios = 0;
    for (int i = 0; i < format.nb_streams(); i++) {
      int type = format.streams(i).codecpar().codec_type();
      videos += type == AVMEDIA_TYPE_VIDEO ? 1 : 0;
      audios += type == AVMEDIA_TYPE_AUDIO ? 1 : 0;
    }
    pictures = videos;
    sounds = audios;
    sound = heard >= 0 ? heard : first(AVMEDIA_TYPE_AUDIO);
  }

  private int first(int wanted) {
    for (int i = 0; i < format.nb_streams(); i++) {
      if (format.streams(i).codecpar().codec_type() == wanted) {
        return i;
      }
    }
    return NONE;
  }

  /** Whether there is anything to look at. */
  public boolean hasPicture() {
    return picture >= 0;
  }

  /** How many tracks of pictures there are; only the one that players show is looked at. */
  public int pictureTracks() {
    return pictures;
  }

  public boolean hasSound() {
    return sounds > 0;
  }

  /** The sound track that players play, or -1. */
  int soundIndex() {
    return sound;
  }

  int soundTracks() {
    return sounds;
  }

  /** Length of the sound track as the container states it and not only guesses, seconds, or 0. */
  double claimedSoundSeconds() {
    AVStream stream = format.streams(sound);
    if (format.duration_estimation_method() == AVFMT_DURATION_FROM_BITRATE) {
      return 0;
    }
    return stream.duration() == AV_NOPTS_VALUE || stream.duration() < 0
        ? 0
        : stream.duration() * seconds(stream.time_base());
  }

  /** Length as the container claims it, seconds, or 0. */
  public double claimedSeconds() {
    return format.duration() == AV_NOPTS_VALUE || format.duration() < 0
        ? 0
        : (double) format.duration() / AV_TIME_BASE;
  }

  /** Length of the picture track as the container claims it, seconds, or 0. */
  double claimedPictureSeconds() {
    AVStream stream = stream();
    return stream.duration() == AV_NOPTS_VALUE || stream.duration() < 0
        ? 0
        : stream.duration() * seconds(stream.time_base());
  }

  AVStream stream() {
    return format.streams(picture);
  }

  AVFormatContext format() {
    return format;
  }

  int pictureIndex() {
    return picture;
  }

  /** Time at which players start, seconds on the picture track's clock. */
  double startSeconds() {
    return format.start_time() == AV_NOPTS_VALUE
        ? Double.NaN
        : (double) format.start_time() / AV_TIME_BASE;
  }

  /** How the stored pixels are turned for display. */
  public Orientation orientation() {
    AVCodecParameters parameters = stream().codecpar();
    @Nullable AVPacketSideData data =
        parameters.nb_coded_side_data() == 0
            ? null
            : av_packet_side_data_get(
                parameters.coded_side_data(),
                parameters.nb_coded_side_data(),
                AV_PKT_DATA_DISPLAYMATRIX);
    if (data == null || data.isNull() || data.size() < 36) {
      return Orientation.NORMAL;
    }
    int[] matrix = new int[9];
    new IntPointer(data.data()).get(matrix);
    return Orientation.displayMatrix(matrix);
  }

  /** Width of a stored pixel over its height, within reason. */
  public double pixelAspect(AVFrame frame) {
    AVRational ratio = av_guess_sample_aspect_ratio(format, stream(), frame);
    double aspect = seconds(ratio);
    return aspect > 0.1 && aspect < 10 ? aspect : 1;
  }

  /**
   * Goes to the last point of the sound track before a time, where the file can say where it is.
   */
  boolean seekSound(double atSeconds) {
    double start = Double.isNaN(startSeconds()) ? 0 : startSeconds();
    long ticks = (long) ((atSeconds + start) / seconds(format.streams(sound).time_base()));
    return av_seek_frame(format, sound, ticks, AVSEEK_FLAG_BACKWARD) >= 0;
  }

  /** Goes to the last point before a time from which decoding can start. */
  boolean seek(double atSeconds) {
    double start = Double.isNaN(startSeconds()) ? 0 : startSeconds();
    return seekTicks((long) ((atSeconds + start) / seconds(stream().time_base())));
  }

  /** The same by the picture track's own clock. */
  boolean seekTicks(long ticks) {
    return av_seek_frame(format, picture, ticks, AVSEEK_FLAG_BACKWARD) >= 0;
  }

  /**
   * The picture track, for what needs one.
   *
   * @throws UserProblem {@code media.sound} where there is only sound
   */
  VideoFile withPicture(MediaType type) {
    if (hasPicture()) {
      return this;
    }
    throw new UserProblem(
        "media.sound",
        "This " + type.mime() + " file holds sound and no pictures.",
        "Listen to it instead.");
  }

  void rethrow() throws IOException {
    input.rethrow();
  }

  static double seconds(AVRational ratio) {
    return ratio.den() == 0 ? 0 : (double) ratio.num() / ratio.den();
  }

  @Override
  public void close() {
    avformat_close_input(format);
    input.close();
  }
}
