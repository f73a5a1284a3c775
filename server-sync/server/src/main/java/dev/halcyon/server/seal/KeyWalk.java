package dev.halcyon.server.seal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * Takes the keys of a tree in the order of its leaves, two hashes each on average, and forgets what
 * it passed: from what it holds no key that it gave can be made again. Not thread-safe.
 */
final class KeyWalk {
  private record Ahead(int height, byte[] seed) {}

  private final Deque<Ahead> ahead = new ArrayDeque<>();
  private int next;

  KeyWalk(int depth, byte[] root) {
    ahead.push(new Ahead(depth, root.clone()));
  }

  /** The leaf whose key {@link #take} gives; empty at the end. */
  OptionalInt next() {
    return ahead.isEmpty() ? OptionalInt.empty() : OptionalInt.of(next);
  }

  /** The key of the next leaf. */
  byte[] take() {
    Ahead node = ahead.pop();
    while (node.height() > 0) {
      byte[] both = KeyTree.children(node.seed());
      int below = node.height() - 1;
      Arrays.fill(node.seed(), (byte) 0);
      ahead.push(new Ahead(below, Arrays.copyOfRange(both, KeyTree.BYTES, 2 * KeyTree.BYTES)));
      node = new Ahead(below, Arrays.copyOf(both, KeyTree.BYTES));
      Arrays.fill(both, (byte) 0);
    }
    next++;
    return node.seed();
  }
}
