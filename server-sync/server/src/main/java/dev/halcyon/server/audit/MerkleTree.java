package dev.halcyon.server.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Hashes, proofs and their verification for a Merkle tree over an append-only list. Stateless and
 * safe for any thread.
 *
 * <p>Source: RFC 6962 section 2.1, with the verification algorithms of RFC 9162 sections 2.1.3.2
 * and 2.1.4.2. A leaf is SHA-256(0x00 ‖ data), a node SHA-256(0x01 ‖ left ‖ right); the tree over n
 * leaves splits at the largest power of two below n. All hashes are 32 bytes.
 */
public final class MerkleTree {
  private MerkleTree() {}

  /** The hash of one leaf's data. */
  public static byte[] leaf(byte[] data) {
    MessageDigest digest = sha256();
    digest.update((byte) 0);
    return digest.digest(data);
  }

  /** The hash of a node over its two children. */
  public static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = sha256();
    digest.update((byte) 1);
    digest.update(left);
    return digest.digest(right);
  }

  /** The tree hash of a list of leaf hashes; of the empty list, SHA-256 of nothing. */
  public static byte[] root(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      return sha256().digest();
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = split(leaves.size());
    return node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
  }

  /**
   * The audit path of a leaf: the hashes that, with the leaf, give the root; nearest first.
   *
   * @param index 0 ≤ index &lt; leaves.size()
   */
  public static List<byte[]> inclusionProof(List<byte[]> leaves, int index) {
    if (index < 0 || index >= leaves.size()) {
      throw new IndexOutOfBoundsException(index);
    }
    List<byte[]> proof = new ArrayList<>();
    collectInclusion(leaves, index, proof);
    return proof;
  }

  private static void collectInclusion(List<byte[]> leaves, int index, List<byte[]> proof) {
    if (leaves.size() == 1) {
      return;
    }
    int split = split(leaves.size());
    List<byte[]> left = leaves.subList(0, split);
    List<byte[]> right = leaves.subList(split, leaves.size());
    if (index < split) {
      collectInclusion(left, index, proof);
      proof.add(root(right));
    } else {
      collectInclusion(right, index - split, proof);
      proof.add(root(left));
    }
  }

  /**
   * The proof that the tree over the first {@code oldSize} leaves is a beginning of the whole one.
   *
   * @param oldSize 0 ≤ oldSize ≤ leaves.size(); the proof is empty at both ends
   */
  public static List<byte[]> consistencyProof(List<byte[]> leaves, int oldSize) {
    if (oldSize < 0 || oldSize > leaves.size()) {
      throw new IndexOutOfBoundsException(oldSize);
    }
    List<byte[]> proof = new ArrayList<>();
    if (oldSize > 0 && oldSize < leaves.size()) {
      collectConsistency(leaves, oldSize, true, proof);
    }
    return proof;
  }

  private static void collectConsistency(
      List<byte[]> leaves, int oldSize, boolean wholeOldTree, List<byte[]> proof) {
    if (oldSize == leaves.size()) {
      if (!wholeOldTree) {
        proof.add(root(leaves));
      }
      return;
    }
    int split = split(leaves.size());
    List<byte[]> left = leaves.subList(0, split);
    List<byte[]> right = leaves.subList(split, leaves.size());
    if (oldSize <= split) {
      collectConsistency(left, oldSize, wholeOldTree, proof);
      proof.add(root(right));
    } else {
      collectConsistency(right, oldSize - split, false, proof);
      proof.add(root(left));
    }
  }

  /** Whether a proof shows that a leaf stands at {@code index} of a tree of {@code size}. */
  public static boolean verifyInclusion(
      byte[] leaf, long index, long size, List<byte[]> proof, byte[] root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long node = index;
    long last = size - 1;
    byte[] hash = leaf;
    for (byte[] sibling : proof) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = node(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = node(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && MessageDigest.isEqual(hash, root);
  }

  /** Whether a proof shows that the log of the old size and root only grew to the new ones. */
  public static boolean verifyConsistency(
      long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, List<byte[]> proof) {
    if (oldSize < 0 || oldSize > newSize) {
      return false;
    }
    if (oldSize == newSize) {
      return proof.isEmpty() && MessageDigest.isEqual(oldRoot, newRoot);
    }
    if (oldSize == 0) {
      return proof.isEmpty() && MessageDigest.isEqual(oldRoot, sha256().digest());
    }
    List<byte[]> path = new ArrayList<>(proof);
    if (Long.bitCount(oldSize) == 1) {
      path.addFirst(oldRoot);
    }
    return !path.isEmpty() && climbs(path, oldSize, oldRoot, newSize, newRoot);
  }

  private static boolean climbs(
      List<byte[]> path, long oldSize, byte[] oldRoot, long newSize, byte[] newRoot) {
    long node = oldSize - 1;
    long last = newSize - 1;
    while ((node & 1) == 1) {
      node >>= 1;
      last >>= 1;
    }
    byte[] oldHash = path.getFirst();
    byte[] newHash = path.getFirst();
    for (byte[] sibling : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        oldHash = node(sibling, oldHash);
        newHash = node(sibling, newHash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        newHash = node(newHash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0
        && MessageDigest.isEqual(oldHash, oldRoot)
        && MessageDigest.isEqual(newHash, newRoot);
  }

  /** The largest power of two below n, for n ≥ 2. */
  private static int split(int n) {
    return Integer.highestOneBit(n - 1);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
