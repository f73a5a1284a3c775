package dev.halcyon.app.media;

import dev.halcyon.engine.FilmFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last frames shown, for stepping back: {@value #MOST} at most, however long the film. FX
 * thread only.
 */
final class FilmRoll {
  /** Frames kept. */
  static final int MOST = 24;

  private static final double USUAL_GAP = 1 / 30.0;

  private final List<FilmFrames.Frame> frames = new ArrayList<>(MOST);
  private int at = -1;

  void clear() {
    frames.clear();
    at = -1;
  }

  /** A new frame is in sight. */
  void add(FilmFrames.Frame frame) {
    if (frames.size() == MOST) {
      frames.removeFirst();
    }
    frames.add(frame);
    at = frames.size() - 1;
  }

  FilmFrames.Frame last() {
    return frames.getLast();
  }

  /** The frame before the one in sight, which it becomes. */
  Optional<FilmFrames.Frame> older() {
    return at > 0 ? Optional.of(frames.get(--at)) : Optional.empty();
  }

  /** The frame after the one in sight, which it becomes. */
  Optional<FilmFrames.Frame> newer() {
    return hasNewer() ? Optional.of(frames.get(++at)) : Optional.empty();
  }

  boolean hasNewer() {
    return at >= 0 && at < frames.size() - 1;
  }

  /** Seconds from one frame to the next, as seen last. */
  double gap() {
    int count = frames.size();
    double gap =
        count < 2
            ? USUAL_GAP
            : frames.get(count - 1).atSeconds() - frames.get(count - 2).atSeconds();
    return gap > 0 ? gap : USUAL_GAP;
  }

  long bytes() {
    return frames.stream().mapToLong(FilmFrames.Frame::bytes).sum();
  }

  long frameBytes() {
    return frames.isEmpty() ? 0 : frames.getLast().bytes();
  }
}
