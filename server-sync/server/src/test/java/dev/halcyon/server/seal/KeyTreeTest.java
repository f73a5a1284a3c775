package dev.halcyon.server.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A leaf that was taken out cannot be made again from what is left, and every other can. */
class KeyTreeTest {
  private static byte[] root(long seed) {
    byte[] root = new byte[KeyTree.BYTES];
    new Random(seed).nextBytes(root);
    return root;
  }

  @Property(tries = 150)
  void whateverIsTakenOutInWhateverOrderTheOthersStay(
      @ForAll @IntRange(max = 9) int depth,
      @ForAll long seed,
      @ForAll @IntRange(max = 512) int some) {
    KeyTree whole = KeyTree.grown(depth, root(seed));
    KeyTree tree = KeyTree.grown(depth, root(seed));
    int leaves = 1 << depth;
    List<Integer> order = new java.util.ArrayList<>(IntStream.range(0, leaves).boxed().toList());
    java.util.Collections.shuffle(order, new Random(seed));
    Set<Integer> gone = new HashSet<>(order.subList(0, Math.min(some, leaves)));
    order.stream().filter(gone::contains).forEach(tree::puncture);
    KeyTree read = KeyTree.read(tree.bytes());
    for (int leaf = 0; leaf < leaves; leaf++) {
      if (gone.contains(leaf)) {
        assertThat(tree.leaf(leaf)).isEmpty();
        assertThat(read.leaf(leaf)).isEmpty();
      } else {
        assertThat(tree.leaf(leaf)).contains(whole.leaf(leaf).orElseThrow());
        assertThat(read.leaf(leaf)).contains(whole.leaf(leaf).orElseThrow());
      }
    }
    assertThat(tree.size()).isLessThanOrEqualTo(bound(gone.size(), leaves));
  }

  /** The known bound of r holes among N leaves: r log2(N/r) subtrees, and never more than N/2. */
  private static int bound(int holes, int leaves) {
    return holes == 0
        ? 1
        : (int)
            Math.floor(
                Math.min(leaves / 2.0, holes * (Math.log((double) leaves / holes) / Math.log(2)))
                    + 1e-9);
  }

  @Property(tries = 60)
  void nothingThatIsLeftLeadsToWhatWasTakenOut(
      @ForAll @IntRange(min = 1, max = 8) int depth, @ForAll long seed) {
    Random random = new Random(seed);
    KeyTree tree = KeyTree.grown(depth, root(seed));
    Set<ByteBuffer> lost = new HashSet<>();
    for (int i = 0; i < 1 + random.nextInt(1 << depth); i++) {
      int leaf = random.nextInt(1 << depth);
      lost.addAll(path(root(seed), depth, leaf));
      tree.puncture(leaf);
    }
    Set<ByteBuffer> within = new HashSet<>();
    ByteBuffer in = ByteBuffer.wrap(tree.bytes());
    in.get();
    for (int left = in.getInt(); left > 0; left--) {
      in.getInt();
      int height = in.get();
      byte[] seedLeft = new byte[KeyTree.BYTES];
      in.get(seedLeft);
      everything(seedLeft, height, within);
    }
    assertThat(within).doesNotContainAnyElementsOf(lost);
  }

  /** The seeds from the root to a leaf: any of them would lead to it. */
  private static Set<ByteBuffer> path(byte[] root, int depth, int leaf) {
    Set<ByteBuffer> path = new HashSet<>();
    byte[] seed = root;
    path.add(ByteBuffer.wrap(seed));
    for (int height = depth - 1; height >= 0; height--) {
      int from = (leaf >> height & 1) * KeyTree.BYTES;
      seed = Arrays.copyOfRange(KeyTree.children(seed), from, from + KeyTree.BYTES);
      path.add(ByteBuffer.wrap(seed));
    }
    return path;
  }

  private static void everything(byte[] seed, int height, Set<ByteBuffer> into) {
    into.add(ByteBuffer.wrap(seed));
    if (height > 0) {
      byte[] both = KeyTree.children(seed);
      everything(Arrays.copyOf(both, KeyTree.BYTES), height - 1, into);
      everything(Arrays.copyOfRange(both, KeyTree.BYTES, 2 * KeyTree.BYTES), height - 1, into);
    }
  }

  @Property(tries = 40)
  void aWalkGivesTheTreesKeysInOrder(@ForAll @IntRange(max = 9) int depth, @ForAll long seed) {
    KeyTree tree = KeyTree.grown(depth, root(seed));
    KeyWalk walk = new KeyWalk(depth, root(seed));
    for (int leaf = 0; leaf < 1 << depth; leaf++) {
      assertThat(walk.next()).hasValue(leaf);
      assertThat(walk.take()).isEqualTo(tree.leaf(leaf).orElseThrow());
    }
    assertThat(walk.next()).isEmpty();
  }

  @Test
  void aWholeTreeErasedInOrderOfAgeStaysSmallAllTheWay() {
    KeyTree tree = KeyTree.grown(ItemKeys.DEPTH, root(7));
    int most = 0;
    for (int leaf = 0; leaf < 1 << ItemKeys.DEPTH; leaf++) {
      tree.puncture(leaf);
      most = Math.max(most, tree.size());
    }
    assertThat(most).isEqualTo(ItemKeys.DEPTH);
    assertThat(tree.size()).isZero();
  }

  @Test
  void theWorstThereIsFitsTheBound() {
    KeyTree tree = KeyTree.grown(ItemKeys.DEPTH, root(7));
    for (int leaf = 0; leaf < 1 << ItemKeys.DEPTH; leaf += 2) {
      tree.puncture(leaf);
    }
    assertThat(tree.size()).isEqualTo(1 << ItemKeys.DEPTH - 1);
    assertThat(tree.bytes()).hasSizeLessThan(2 * 1024 * 1024);
  }

  @Test
  void whatIsNoTreeIsRefused() {
    KeyTree tree = KeyTree.grown(4, root(1));
    tree.puncture(5);
    byte[] bytes = tree.bytes();
    assertThatThrownBy(() -> KeyTree.read(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeyTree.read(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] moved = bytes.clone();
    moved[5 + 3] = 1;
    assertThatThrownBy(() -> KeyTree.read(moved)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.leaf(16)).isInstanceOf(IllegalArgumentException.class);
  }
}
