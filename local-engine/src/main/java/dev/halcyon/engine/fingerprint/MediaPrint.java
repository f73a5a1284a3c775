package dev.halcyon.engine.fingerprint;

import java.util.List;
import java.util.Map;

/** The perceptual fingerprint of a media part: of a picture or of a video. Immutable. */
public sealed interface MediaPrint {
  /** The MIME type that the bytes showed. */
  String type();

  /**
   * A picture's.
   *
   * @param variants one for each of the eight ways to turn and mirror it, all of one quality
   */
  record Picture(String type, Map<Dihedral, PdqFingerprint> variants) implements MediaPrint {
    public Picture {
      variants = Map.copyOf(variants);
      if (variants.size() != Dihedral.values().length) {
        throw new IllegalArgumentException("a picture has a hash for each of its eight turns");
      }
    }

    /** As it is displayed. */
    public PdqFingerprint original() {
      return variants.get(Dihedral.ORIGINAL);
    }
  }

  /**
   * A video's: PDQ of its frames as displayed.
   *
   * @param frames in order of display
   * @param complete false when a limit ended the look before the video did
   */
  record Video(String type, List<Frame> frames, boolean complete) implements MediaPrint {
    public Video {
      frames = List.copyOf(frames);
    }
  }

  /**
   * One frame of a video.
   *
   * @param number counted from 0 in order of display, frames left out included
   * @param atSeconds time of display from the start
   */
  record Frame(long number, double atSeconds, PdqFingerprint print) {}
}
