package dev.halcyon.engine.video;

import dev.halcyon.engine.video.KeyframeSelector.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps the keyframes of a video within a number: when it is full, frames of drift go first, then
 * every other whole second (so that the rest stays evenly spaced), and scene cuts last. Confined to
 * one thread.
 */
final class Strip {
  /**
   * One keyframe.
   *
   * @param shown the frame that was sent for it, numbered in the order of sending
   */
  record Entry(int shown, double atSeconds, Reason reason) {}

  /** Told of each sent frame that no entry needs any more. */
  @FunctionalInterface
  interface Drop {
    void drop(int id) throws IOException;
  }

  private final int capacity;
  private final Drop drop;
  private final List<Entry> entries = new ArrayList<>();
  private int nextId;
  private int secondsApart = 1;
  private boolean cutsLost;

  /**
   * Starts an empty strip.
   *
   * @param capacity frames at most, at least 8
   * @param drop told the id of each frame that is given up
   */
  Strip(int capacity, Drop drop) {
    this.capacity = capacity;
    this.drop = drop;
  }

  /** Adds a frame of its own and says its id; makes room first where there is none. */
  int add(double atSeconds, Reason reason) throws IOException {
    if (entries.size() >= capacity) {
      makeRoom();
    }
    entries.add(new Entry(nextId, atSeconds, reason));
    return nextId++;
  }

  /** Adds a further time of a frame that is still on the strip. */
  void again(double atSeconds, Reason reason, int shown) throws IOException {
    entries.add(new Entry(shown, atSeconds, reason));
    if (entries.size() > capacity) {
      makeRoom();
    }
  }

  /** Whether a whole second's frame would only be dropped again. */
  boolean skips(double atSeconds, Reason reason) {
    return reason == Reason.SECOND && Math.round(atSeconds) % secondsApart != 0;
  }

  private void makeRoom() throws IOException {
    int before = entries.size();
    long kept = evidence();
    thin(Reason.CHANGE);
    if (entries.size() > capacity * 3 / 4) {
      int seconds = (int) entries.stream().filter(e -> e.reason == Reason.SECOND).count();
      if (seconds > capacity / 8) {
        secondsApart *= 2;
        removeWhere(e -> e.reason == Reason.SECOND && Math.round(e.atSeconds) % secondsApart != 0);
      }
    }
    if (entries.size() == before) {
      thin(Reason.FLASH);
    }
    if (entries.size() == before) {
      thin(Reason.CUT);
    }
    cutsLost |= evidence() < kept;
  }

  /** Cuts and flashes on the strip. */
  private long evidence() {
    return entries.stream().filter(each -> each.reason.isEvidence()).count();
  }

  private void thin(Reason reason) throws IOException {
    boolean[] odd = {false};
    removeWhere(
        entry -> {
          if (entry.reason != reason) {
            return false;
          }
          odd[0] = !odd[0];
          return odd[0];
        });
  }

  private void removeWhere(Predicate<Entry> unwanted) throws IOException {
    // The first frame stays whatever happens: it is the strip's cover.
    Iterator<Entry> each = entries.subList(Math.min(1, entries.size()), entries.size()).iterator();
    while (each.hasNext()) {
      Entry entry = each.next();
      if (unwanted.test(entry)) {
        each.remove();
        if (entries.stream().noneMatch(other -> other.shown == entry.shown)) {
          drop.drop(entry.shown);
        }
      }
    }
  }

  /** The frames kept, by time. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Whether scene cuts had to be given up. */
  boolean cutsLost() {
    return cutsLost;
  }
}
