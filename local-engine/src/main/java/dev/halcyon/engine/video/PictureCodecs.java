package dev.halcyon.engine.video;

import java.util.List;

/**
 * The decoders that untrusted video may reach, by FFmpeg's names. Sound decoders are not among
 * them: sound is noticed, not decoded.
 */
final class PictureCodecs {
  private static final List<String> NAMES =
      List.of(
          "h264",
          "hevc",
          "vp8",
          "vp9",
          "libaom-av1",
          "mpeg4",
          "msmpeg4",
          "msmpeg4v2",
          "mpeg1video",
          "mpeg2video",
          "h263",
          "flv",
          "theora",
          "wmv1",
          "wmv2",
          "vc1",
          "prores",
          "dnxhd",
          "ffv1",
          "mjpeg",
          "png",
          "gif",
          "apng");

  private PictureCodecs() {}

  static String whitelist() {
    return String.join(",", NAMES);
  }

  static List<String> names() {
    return NAMES;
  }
}
