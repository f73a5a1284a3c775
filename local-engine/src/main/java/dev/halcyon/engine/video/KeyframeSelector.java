package dev.halcyon.engine.video;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which frames of a video belong on the strip, looking at every one of them. Confined to one
 * thread.
 *
 * <p>A frame is taken because it is the nearest to a whole second, because a scene starts with it,
 * because it flashes up and is gone again, or because the picture drifted away from every recent
 * keyframe without a cut (a fade, a slow pan). Scene cuts follow PySceneDetect's content detector
 * (threshold 27) and adaptive detector (threshold 15 and three times the neighbours' mean).
 */
final class KeyframeSelector {
  /** Why a frame is on the strip; what is first in this order is dropped last. */
  enum Reason {
    CUT,
    SECOND,
    CHANGE
  }

  /** How many frames after one must be known before it can be decided. */
  static final int LOOK_AHEAD = 2;

  private static final double CUT = 27;
  private static final double ADAPTIVE_FLOOR = 15;
  private static final double ADAPTIVE_RATIO = 3;

  /** A picture that is there for one or two frames shows itself by going back, however small. */
  private static final double FLASH = 3;

  /**
   * Less difference than this is no visible change: hue and saturation of dark gray are noise, and
   * an encoder that touches up a still picture turns them around.
   */
  private static final double VISIBLE = 3;

  private static final double DRIFT = 26;
  private static final double SAME = 10;
  private static final double DRIFT_PAUSE = 0.25;
  private static final double CUT_PAUSE = 0.5;
  private static final int REMEMBERED = 8;

  /** A frame with the change that led to it. */
  private record Seen(Thumb thumb, double content, double difference) {}

  /** Oldest first: up to two frames already decided, the one to decide, and those after it. */
  private final List<Seen> window = new ArrayList<>();

  private final Deque<Thumb> keyframes = new ArrayDeque<>();
  private int decided;
  private double nextSecond;
  private double lastCut = Double.NEGATIVE_INFINITY;
  private double lastKeyframe = Double.NEGATIVE_INFINITY;

  /** Takes the next frame in. */
  void see(Thumb thumb) {
    Seen last = window.isEmpty() ? new Seen(thumb, 0, 0) : window.getLast();
    window.add(new Seen(thumb, thumb.content(last.thumb), thumb.difference(last.thumb)));
  }

  /** Frames seen and not yet decided. */
  int waiting() {
    return window.size() - decided;
  }

  /** Decides the oldest waiting frame: why it is a keyframe, or null. */
  @Nullable Reason decide() {
    int i = decided++;
    Seen seen = window.get(i);
    @Nullable Reason reason = reason(i, seen);
    if (isNearestToSecond(i)) {
      nextSecond = Math.floor(Math.max(nextSecond, seen.thumb.atSeconds() + 0.5)) + 1;
      reason = reason == Reason.CUT ? Reason.CUT : Reason.SECOND;
    }
    if (reason != null) {
      remember(seen.thumb);
    }
    if (decided > LOOK_AHEAD) {
      window.removeFirst();
      decided--;
    }
    return reason;
  }

  private boolean isNearestToSecond(int i) {
    double at = window.get(i).thumb.atSeconds();
    if (at >= nextSecond) {
      return true;
    }
    if (i + 1 >= window.size()) {
      return false;
    }
    double next = window.get(i + 1).thumb.atSeconds();
    return next > nextSecond && nextSecond - at <= next - nextSecond;
  }

  private @Nullable Reason reason(int i, Seen seen) {
    if (keyframes.isEmpty()) {
      return null;
    }
    double at = seen.thumb.atSeconds();
    double novelty = novelty(seen.thumb);
    boolean abrupt = isAbrupt(i, seen);
    if (abrupt && (at - lastCut >= CUT_PAUSE || novelty >= SAME)) {
      lastCut = at;
      return Reason.CUT;
    }
    if (isFlash(i, seen)) {
      return Reason.CUT;
    }
    return novelty >= DRIFT && at - lastKeyframe >= DRIFT_PAUSE ? Reason.CHANGE : null;
  }

  private boolean isAbrupt(int i, Seen seen) {
    if (seen.difference < VISIBLE && !goesOn(i, seen)) {
      return false;
    }
    if (seen.content >= CUT) {
      return true;
    }
    if (seen.content < ADAPTIVE_FLOOR) {
      return false;
    }
    double sum = 0;
    int count = 0;
    for (int k = Math.max(0, i - 2); k <= Math.min(window.size() - 1, i + 2); k++) {
      if (k != i) {
        sum += window.get(k).content;
        count++;
      }
    }
    return count == 0 || seen.content >= ADAPTIVE_RATIO * sum / count;
  }

  /** Whether the picture keeps changing, as it does where a fade out of black begins. */
  private boolean goesOn(int i, Seen seen) {
    return i + 1 < window.size() && window.get(i + 1).difference >= seen.difference / 2;
  }

  /** Whether the picture changes here and is back as it was one or two frames later. */
  private boolean isFlash(int i, Seen seen) {
    if (i == 0 || seen.difference < FLASH) {
      return false;
    }
    Thumb before = window.get(i - 1).thumb;
    boolean calm = window.get(i - 1).difference < seen.difference / 3;
    for (int k = i + 1; k <= Math.min(window.size() - 1, i + LOOK_AHEAD); k++) {
      if (calm && window.get(k).thumb.difference(before) < seen.difference / 3) {
        return true;
      }
    }
    return false;
  }

  private double novelty(Thumb thumb) {
    double least = 255;
    for (Thumb keyframe : keyframes) {
      least = Math.min(least, thumb.difference(keyframe));
    }
    return least;
  }

  private void remember(Thumb thumb) {
    lastKeyframe = thumb.atSeconds();
    keyframes.addLast(thumb);
    if (keyframes.size() > REMEMBERED) {
      keyframes.removeFirst();
    }
  }
}
