package dev.halcyon.server.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Grows a Merkle tree leaf by leaf in logarithmic memory: it keeps only the roots of the complete
 * subtrees, so that a log of any length gives its root without being read again. Not thread-safe;
 * the sequencer owns it.
 */
public final class MerkleFrontier {
  /** Roots of the complete subtrees, largest first; as many as {@link #size} has one-bits. */
  private final List<byte[]> subtrees = new ArrayList<>();

  private long size;

  /** Adds the hash of the next leaf. */
  public void append(byte[] leafHash) {
    byte[] hash = leafHash;
    for (long merged = size; (merged & 1) == 1; merged >>= 1) {
      hash = MerkleTree.node(subtrees.removeLast(), hash);
    }
    subtrees.add(hash);
    size++;
  }

  /** How many leaves were added. */
  public long size() {
    return size;
  }

  /** The tree hash of all leaves so far, as {@link MerkleTree#root} gives it. */
  public byte[] root() {
    if (subtrees.isEmpty()) {
      return MerkleTree.root(List.of());
    }
    byte[] hash = subtrees.getLast();
    for (int i = subtrees.size() - 2; i >= 0; i--) {
      hash = MerkleTree.node(subtrees.get(i), hash);
    }
    return hash;
  }

  /** The state as text: hex hashes separated by blanks. */
  public String save() {
    return subtrees.stream().map(HexFormat.of()::formatHex).collect(Collectors.joining(" "));
  }

  /**
   * Restores what {@link #save} wrote.
   *
   * @throws IllegalArgumentException when the text cannot be the frontier of a tree of that size
   */
  public static MerkleFrontier restore(long size, String saved) {
    List<byte[]> hashes =
        saved.isEmpty()
            ? List.of()
            : Arrays.stream(saved.split(" ")).map(HexFormat.of()::parseHex).toList();
    if (hashes.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "a tree of " + size + " leaves cannot have " + hashes.size() + " complete subtrees");
    }
    MerkleFrontier frontier = new MerkleFrontier();
    frontier.subtrees.addAll(hashes);
    frontier.size = size;
    return frontier;
  }
}
