package dev.halcyon.engine.video;

import java.util.List;

/** The decoders that untrusted sound may reach, by FFmpeg's names. */
final class SoundCodecs {
  private static final List<String> NAMES =
      List.of(
          "aac",
          "aac_latm",
          "mp3float",
          "mp3",
          "mp2float",
          "mp2",
          "opus",
          "vorbis",
          "flac",
          "alac",
          "ac3",
          "eac3",
          "amrnb",
          "amrwb",
          "wmav1",
          "wmav2",
          "adpcm_ms",
          "adpcm_ima_wav",
          "adpcm_ima_qt",
          "pcm_u8",
          "pcm_s16le",
          "pcm_s16be",
          "pcm_s24le",
          "pcm_s24be",
          "pcm_s32le",
          "pcm_s32be",
          "pcm_f32le",
          "pcm_f64le",
          "pcm_alaw",
          "pcm_mulaw");

  private SoundCodecs() {}

  static String whitelist() {
    return String.join(",", NAMES);
  }

  static List<String> names() {
    return NAMES;
  }
}
