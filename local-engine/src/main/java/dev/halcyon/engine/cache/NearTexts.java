package dev.halcyon.engine.cache;

import dev.halcyon.engine.fingerprint.SimHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds remembered items whose words are the same, or within {@link SimHash#MATCH} bits. Exact:
 * four blocks of 16 bits, of which one is equal when at most three bits differ. Guarded by its
 * owner.
 */
final class NearTexts {
  private static final int BLOCKS = 4;
  private static final int BLOCK_BITS = 16;

  private record Words(String scope, String comparable) {}

  private record Block(String scope, int block, int bits) {}

  /** A like item, and in how many bits it differs. */
  record Near(Remembered item, int distance) {}

  private final Map<Words, List<Remembered>> same = new HashMap<>();
  private final Map<Block, List<Remembered>> blocks = new HashMap<>();

  void add(Remembered item) {
    same.computeIfAbsent(words(item), key -> new ArrayList<>()).add(item);
    item.near()
        .ifPresent(
            hash -> {
              for (int block = 0; block < BLOCKS; block++) {
                blocks
                    .computeIfAbsent(block(item.scope(), hash, block), key -> new ArrayList<>())
                    .add(item);
              }
            });
  }

  void remove(Remembered item) {
    remove(same, words(item), item);
    item.near()
        .ifPresent(
            hash -> {
              for (int block = 0; block < BLOCKS; block++) {
                remove(blocks, block(item.scope(), hash, block), item);
              }
            });
  }

  private static <K> void remove(Map<K, List<Remembered>> from, K key, Remembered item) {
    from.computeIfPresent(
        key,
        (same, items) -> {
          items.removeIf(each -> each == item);
          return items.isEmpty() ? null : items;
        });
  }

  Optional<Near> find(String scope, String comparable, Optional<SimHash> hash) {
    List<Remembered> alike = same.getOrDefault(new Words(scope, comparable), List.of());
    if (!alike.isEmpty()) {
      return Optional.of(new Near(alike.getLast(), 0));
    }
    return hash.flatMap(of -> nearest(scope, of));
  }

  private Optional<Near> nearest(String scope, SimHash hash) {
    Near best = null;
    for (int block = 0; block < BLOCKS; block++) {
      for (Remembered item : blocks.getOrDefault(block(scope, hash, block), List.of())) {
        int distance = Long.bitCount(item.near().orElseThrow().bits() ^ hash.bits());
        if (distance <= SimHash.MATCH && (best == null || distance < best.distance())) {
          best = new Near(item, distance);
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static Words words(Remembered item) {
    return new Words(item.scope(), item.comparable());
  }

  private static Block block(String scope, SimHash hash, int block) {
    return new Block(scope, block, (int) (hash.bits() >>> block * BLOCK_BITS) & 0xffff);
  }
}
