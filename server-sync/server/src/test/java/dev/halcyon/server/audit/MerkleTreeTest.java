package dev.halcyon.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Vectors: the certificate-transparency project's reference tree of eight leaves (RFC 6962). */
class MerkleTreeTest {
  private static final List<String> INPUTS =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static List<byte[]> leaves(int count) {
    return INPUTS.subList(0, count).stream()
        .map(HexFormat.of()::parseHex)
        .map(MerkleTree::leaf)
        .toList();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void rootsAreThoseOfTheReferenceTree() {
    MerkleFrontier frontier = new MerkleFrontier();
    assertThat(hex(frontier.root())).isEqualTo(ROOTS.getFirst());
    for (int size = 0; size <= 8; size++) {
      assertThat(hex(MerkleTree.root(leaves(size)))).isEqualTo(ROOTS.get(size));
      if (size > 0) {
        frontier.append(leaves(size).getLast());
        assertThat(hex(frontier.root())).isEqualTo(ROOTS.get(size));
      }
    }
  }

  @Test
  void inclusionProofsAreThoseOfTheReferenceTree() {
    assertThat(MerkleTree.inclusionProof(leaves(1), 0)).isEmpty();
    assertThat(MerkleTree.inclusionProof(leaves(8), 0).stream().map(MerkleTreeTest::hex))
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(MerkleTree.inclusionProof(leaves(8), 5).stream().map(MerkleTreeTest::hex))
        .containsExactly(
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(MerkleTree.inclusionProof(leaves(3), 2).stream().map(MerkleTreeTest::hex))
        .containsExactly("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  }

  @Test
  void consistencyProofsAreThoseOfTheReferenceTree() {
    assertThat(MerkleTree.consistencyProof(leaves(1), 1)).isEmpty();
    assertThat(MerkleTree.consistencyProof(leaves(8), 1).stream().map(MerkleTreeTest::hex))
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(MerkleTree.consistencyProof(leaves(8), 6).stream().map(MerkleTreeTest::hex))
        .containsExactly(
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(MerkleTree.consistencyProof(leaves(5), 2).stream().map(MerkleTreeTest::hex))
        .containsExactly(
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  @Property(tries = 300)
  void everyProofOfAGrowingTreeVerifiesAndNoAlteredOneDoes(
      @ForAll @IntRange(min = 1, max = 130) int size,
      @ForAll @IntRange(min = 0, max = 129) int pick,
      @ForAll @IntRange(min = 0, max = 255) int flippedBit) {
    List<byte[]> leaves = new ArrayList<>();
    MerkleFrontier frontier = new MerkleFrontier();
    List<byte[]> roots = new ArrayList<>(List.of(frontier.root()));
    for (int i = 0; i < size; i++) {
      leaves.add(MerkleTree.leaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
      frontier.append(leaves.getLast());
      frontier = MerkleFrontier.restore(frontier.size(), frontier.save());
      roots.add(frontier.root());
    }
    byte[] root = MerkleTree.root(leaves);
    assertThat(frontier.root()).isEqualTo(root);

    int index = pick % size;
    List<byte[]> inclusion = MerkleTree.inclusionProof(leaves, index);
    byte[] leaf = leaves.get(index);
    assertThat(MerkleTree.verifyInclusion(leaf, index, size, inclusion, root)).isTrue();
    assertThat(MerkleTree.verifyInclusion(flip(leaf, flippedBit), index, size, inclusion, root))
        .isFalse();
    assertThat(MerkleTree.verifyInclusion(leaf, (index + 1) % size, size, inclusion, root))
        .isEqualTo(size == 1);

    int old = pick % (size + 1);
    List<byte[]> consistency = MerkleTree.consistencyProof(leaves, old);
    assertThat(MerkleTree.verifyConsistency(old, roots.get(old), size, root, consistency)).isTrue();
    assertThat(
            MerkleTree.verifyConsistency(
                old, flip(roots.get(old), flippedBit), size, root, consistency))
        .isFalse();
    if (old > 0) {
      assertThat(
              MerkleTree.verifyConsistency(
                  old, roots.get(old), size, flip(root, flippedBit), consistency))
          .isFalse();
    }
  }

  private static byte[] flip(byte[] hash, int bit) {
    byte[] changed = hash.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }
}
