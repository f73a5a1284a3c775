package dev.halcyon.engine.video;

import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHash;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalInt;

/**
 * The pictures that were sent last, to tell whether a keyframe shows anything new. Confined to one
 * thread.
 *
 * <p>PDQ alone would not do: it sees the coarse shape of a picture, and a small thing that appears
 * in a still scene may change fewer bits than a match allows. So no part may look different either.
 */
final class Lookalikes {
  private static final int REMEMBERED = 128;

  private record Known(int id, PdqFingerprint print, Thumb thumb) {}

  /** Newest first: a scene that goes on is found at once. */
  private final Deque<Known> known = new ArrayDeque<>();

  /** The sent picture that looks the same, or empty; a flat one never does. */
  OptionalInt find(PdqFingerprint print, Thumb thumb) {
    if (!print.usable()) {
      return OptionalInt.empty();
    }
    for (Known each : known) {
      if (each.print.usable()
          && each.print.hash().distance(print.hash()) <= PdqHash.MATCH
          && each.thumb.looksLike(thumb)) {
        return OptionalInt.of(each.id);
      }
    }
    return OptionalInt.empty();
  }

  void add(int id, PdqFingerprint print, Thumb thumb) {
    known.addFirst(new Known(id, print, thumb));
    if (known.size() > REMEMBERED) {
      known.removeLast();
    }
  }

  /** A picture that can no longer stand for another. */
  void forget(int id) {
    Iterator<Known> each = known.iterator();
    while (each.hasNext()) {
      if (each.next().id == id) {
        each.remove();
        return;
      }
    }
  }
}
