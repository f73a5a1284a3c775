package dev.halcyon.engine.fingerprint;

import java.util.List;

/**
 * How much of one video is found in another, in both directions, which differ: all of a short clip
 * can be a tenth of a long film. Frames of low quality are left out before anything is counted.
 *
 * @param queryShare of the query's frames that some frame of the target matches, 0..1
 * @param targetShare of the target's frames that some frame of the query matches, 0..1
 * @param queryFrames good enough to compare
 * @param targetFrames good enough to compare
 */
public record VideoMatch(double queryShare, double targetShare, int queryFrames, int targetFrames) {

  /** With the published thresholds: distance at most 31, quality at least 50. */
  public static VideoMatch of(MediaPrint.Video query, MediaPrint.Video target) {
    return of(query.frames(), target.frames(), PdqHash.MATCH, PdqHash.USABLE_QUALITY);
  }

  /**
   * Compares each frame with each. The reference program (vPDQ) counts distances <em>below</em> its
   * tolerance: its tolerance of 31 is our {@code within} of 30.
   *
   * @param within most bits that may differ, inclusive
   * @param quality least that both frames must have
   * @return both shares 0 when either side has no frame left
   */
  public static VideoMatch of(
      List<MediaPrint.Frame> query, List<MediaPrint.Frame> target, int within, int quality) {
    List<PdqHash> left = usable(query, quality);
    List<PdqHash> right = usable(target, quality);
    if (left.isEmpty() || right.isEmpty()) {
      return new VideoMatch(0, 0, left.size(), right.size());
    }
    return new VideoMatch(
        found(left, right, within), found(right, left, within), left.size(), right.size());
  }

  private static List<PdqHash> usable(List<MediaPrint.Frame> frames, int quality) {
    return frames.stream()
        .filter(frame -> frame.print().quality() >= quality)
        .map(frame -> frame.print().hash())
        .toList();
  }

  private static double found(List<PdqHash> of, List<PdqHash> in, int within) {
    long count = of.stream().filter(hash -> isIn(hash, in, within)).count();
    return (double) count / of.size();
  }

  private static boolean isIn(PdqHash hash, List<PdqHash> in, int within) {
    for (PdqHash each : in) {
      int distance =
          Long.bitCount(hash.a() ^ each.a())
              + Long.bitCount(hash.b() ^ each.b())
              + Long.bitCount(hash.c() ^ each.c())
              + Long.bitCount(hash.d() ^ each.d());
      if (distance <= within) {
        return true;
      }
    }
    return false;
  }
}
