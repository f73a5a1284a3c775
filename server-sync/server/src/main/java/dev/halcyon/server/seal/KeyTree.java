package dev.halcyon.server.seal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds the keys of many items as the seeds of a binary tree, from which one leaf can be taken for
 * ever while every other stays: the puncturable construction of Goldreich, Goldwasser and Micali. A
 * seed's children are the two halves of its SHA-512 under a fixed prefix; a leaf's seed is its key.
 * What is held is the seeds of the subtrees that lost no leaf. Not thread-safe.
 */
final class KeyTree {
  /** Bytes of a seed, so of a key. */
  static final int BYTES = 32;

  private static final int DEEPEST = 24;
  private static final byte[] PREFIX = {'h', 'a', 'l', 'c', 'y', 'o', 'n', ' ', 'k', 'e', 'y'};

  /** A node's seed; it stands over the leaves from {@code first} on, {@code 2^height} of them. */
  private record Node(int first, int height, byte[] seed) {
    int end() {
      return first + (1 << height);
    }
  }

  private final int depth;
  private final TreeMap<Integer, Node> nodes = new TreeMap<>();

  private KeyTree(int depth) {
    this.depth = depth;
  }

  /** A whole tree of {@code 2^depth} leaves. */
  static KeyTree grown(int depth, byte[] root) {
    if (depth < 0 || depth > DEEPEST || root.length != BYTES) {
      throw new IllegalArgumentException("no tree of depth " + depth);
    }
    KeyTree tree = new KeyTree(depth);
    tree.nodes.put(0, new Node(0, depth, root.clone()));
    return tree;
  }

  /** The children of a seed, one after the other. */
  static byte[] children(byte[] seed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      digest.update(PREFIX);
      return digest.digest(seed);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-512", e);
    }
  }

  /** The key of a leaf; empty once it was taken out. */
  Optional<byte[]> leaf(int leaf) {
    return over(leaf)
        .map(
            node -> {
              byte[] seed = node.seed().clone();
              for (int height = node.height() - 1; height >= 0; height--) {
                byte[] both = children(seed);
                int from = (leaf >> height & 1) * BYTES;
                seed = Arrays.copyOfRange(both, from, from + BYTES);
                Arrays.fill(both, (byte) 0);
              }
              return seed;
            });
  }

  /** Whether a leaf was not taken out. */
  boolean has(int leaf) {
    return over(leaf).isPresent();
  }

  /** Takes a leaf out for ever; nothing happens where that was done. */
  void puncture(int leaf) {
    over(leaf).ifPresent(node -> puncture(node, leaf));
  }

  private void puncture(Node node, int leaf) {
    nodes.remove(node.first());
    byte[] seed = node.seed();
    int first = node.first();
    for (int height = node.height() - 1; height >= 0; height--) {
      byte[] both = children(seed);
      Arrays.fill(seed, (byte) 0);
      boolean right = (leaf >> height & 1) == 1;
      int half = 1 << height;
      int kept = right ? 0 : BYTES;
      int sibling = right ? first : first + half;
      nodes.put(sibling, new Node(sibling, height, Arrays.copyOfRange(both, kept, kept + BYTES)));
      seed = Arrays.copyOfRange(both, BYTES - kept, 2 * BYTES - kept);
      first = right ? first + half : first;
      Arrays.fill(both, (byte) 0);
    }
    Arrays.fill(seed, (byte) 0);
  }

  private Optional<Node> over(int leaf) {
    if (leaf < 0 || leaf >= 1 << depth) {
      throw new IllegalArgumentException("the tree has no leaf " + leaf);
    }
    return Optional.ofNullable(nodes.floorEntry(leaf))
        .map(Map.Entry::getValue)
        .filter(node -> leaf < node.end());
  }

  /** How many seeds are held. */
  int size() {
    return nodes.size();
  }

  /** What {@link #read} reads; whoever has it has every key that is left. */
  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(1 + 4 + nodes.size() * (4 + 1 + BYTES));
    out.put((byte) depth).putInt(nodes.size());
    nodes
        .values()
        .forEach(node -> out.putInt(node.first()).put((byte) node.height()).put(node.seed()));
    return out.array();
  }

  /**
   * Reads a tree.
   *
   * @throws IllegalArgumentException when it is none
   */
  static KeyTree read(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      KeyTree tree = new KeyTree(in.get());
      if (tree.depth < 0 || tree.depth > DEEPEST) {
        throw new IllegalArgumentException("no tree has the depth " + tree.depth);
      }
      int free = 0;
      for (int left = in.getInt(); left > 0; left--) {
        Node node = new Node(in.getInt(), in.get(), new byte[BYTES]);
        in.get(node.seed());
        if (node.height() < 0
            || node.height() > tree.depth
            || node.first() < free
            || node.first() % (1 << node.height()) != 0
            || node.end() > 1 << tree.depth) {
          throw new IllegalArgumentException("a seed stands where none can");
        }
        free = node.end();
        tree.nodes.put(node.first(), node);
      }
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("bytes are left over");
      }
      return tree;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the tree ends early", e);
    }
  }
}
