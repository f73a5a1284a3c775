package dev.halcyon.engine.video;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
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
 * (threshold 27) and adaptive detector (threshold 15 and three times the neighbours' mean), as far
 * as the change happens at once: what comes over several frames, as fades and shaking hands do, is
 * evidence and no scene.
 */
final class KeyframeSelector {
  /** Why a frame is on the strip; what is first in this order is dropped last. */
  enum Reason {
    /** A scene starts, or another picture flashes up. */
    CUT,
    /** Something flashes up in a part of the picture, or it jolts: as in a fade or a blow. */
    FLASH,
    SECOND,
    CHANGE;

    /** Whether it is kept whatever it looks like. */
    boolean isEvidence() {
      return this == CUT || this == FLASH;
    }
  }

  /** How many frames after one must be known before it can be decided. */
  static final int LOOK_AHEAD = 2;

  private static final double CUT = 27;
  private static final double ADAPTIVE_FLOOR = 15;
  private static final double ADAPTIVE_RATIO = 3;

  /** A cut changes the picture so much more than the frames around it do. */
  private static final double AT_ONCE = 1.6;

  private static final double STILL = 0.3;

  /** A frame that is nearer to the mean of its neighbours is on the way from one to the other. */
  private static final double BENT = 0.3;

  /** Less mean change of the whole picture than this is no flash of a part of it. */
  private static final double FLASH = 0.3;

  /** How much a part of a picture changes that flashes, and how many 144ths of it that must be. */
  private static final int LIT = 15;

  private static final int FLASH_PARTS = 3;

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

  /** Frames without a keyframe at most: a file's clock may stand still, or go back by hours. */
  private static final int MOST_APART = 240;

  /** A frame with the change that led to it. */
  private record Seen(Thumb thumb, double content, double difference) {}

  /** Oldest first: up to two frames already decided, the one to decide, and those after it. */
  private final List<Seen> window = new ArrayList<>();

  private final Deque<Thumb> keyframes = new ArrayDeque<>();
  private int decided;
  private int framesSince;
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
    if (isNearestToSecond(i) || ++framesSince >= MOST_APART) {
      nextSecond = Math.floor(Math.max(nextSecond, seen.thumb.atSeconds() + 0.5)) + 1;
      reason = reason != null && reason.isEvidence() ? reason : Reason.SECOND;
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
    if (isAbrupt(i, seen) && (at - lastCut >= CUT_PAUSE || isNovel(seen.thumb, SAME))) {
      if (isAtOnce(i, seen)) {
        lastCut = at;
        return Reason.CUT;
      } else if (isNovel(seen.thumb, SAME)) {
        return Reason.FLASH;
      }
    }
    if (isFlash(i, seen)) {
      return Reason.FLASH;
    }
    return at - lastKeyframe >= DRIFT_PAUSE && isNovel(seen.thumb, DRIFT) ? Reason.CHANGE : null;
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

  /**
   * Whether a change happens between two frames and not over several, as in a fade, a dissolve, a
   * fast pan or a shaking hand: it is greater than those around it, and this frame does not lie
   * half way between its neighbours; or all was still before, as where a scene fades in.
   */
  private boolean isAtOnce(int i, Seen seen) {
    if (i > 0 && window.get(i - 1).difference < STILL && seen.content >= CUT) {
      return true;
    }
    double around = 0;
    int count = 0;
    if (i > 0) {
      around += window.get(i - 1).difference;
      count++;
    }
    if (i + 1 < window.size()) {
      around += window.get(i + 1).difference;
      count++;
    }
    if (count > 0 && seen.difference < AT_ONCE * around / count) {
      return false;
    }
    if (i == 0 || i + 1 >= window.size()) {
      return true;
    }
    Thumb before = window.get(i - 1).thumb;
    Thumb after = window.get(i + 1).thumb;
    return seen.thumb.bend(before, after) >= BENT * after.difference(before);
  }

  /** Whether the picture keeps changing, as it does where a fade out of black begins. */
  private boolean goesOn(int i, Seen seen) {
    return i + 1 < window.size() && window.get(i + 1).difference >= seen.difference / 2;
  }

  /**
   * Whether a part of the picture, a forty-eighth of it or more, changes here and is back as it was
   * one or two frames later, having been calm before.
   */
  private boolean isFlash(int i, Seen seen) {
    if (i == 0 || seen.difference < FLASH) {
      return false;
    }
    Seen before = window.get(i - 1);
    BitSet lit = seen.thumb.changed(before.thumb, LIT);
    if (i > 1 && lit.cardinality() >= FLASH_PARTS) {
      lit.andNot(before.thumb.changed(window.get(i - 2).thumb, LIT / 3));
    }
    for (int k = i + 1; k < window.size() && k <= i + LOOK_AHEAD; k++) {
      if (lit.cardinality() < FLASH_PARTS) {
        return false;
      }
      BitSet back = (BitSet) lit.clone();
      back.andNot(window.get(k).thumb.changed(before.thumb, LIT / 3));
      if (back.cardinality() >= FLASH_PARTS) {
        return true;
      }
    }
    return false;
  }

  /** Whether a frame differs so much from each recent keyframe. */
  private boolean isNovel(Thumb thumb, double least) {
    // Newest first: most frames look like the last keyframe, and that settles it.
    for (Thumb keyframe : keyframes) {
      if (thumb.difference(keyframe) < least) {
        return false;
      }
    }
    return true;
  }

  private void remember(Thumb thumb) {
    lastKeyframe = thumb.atSeconds();
    framesSince = 0;
    keyframes.addFirst(thumb);
    if (keyframes.size() > REMEMBERED) {
      keyframes.removeLast();
    }
  }
}
