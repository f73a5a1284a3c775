package dev.halcyon.engine.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.fingerprint.EmbeddingIndex.Neighbour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EmbeddingIndexTest {
  private static float[] vector(Random random, int dimensions) {
    float[] vector = new float[dimensions];
    for (int d = 0; d < dimensions; d++) {
      vector[d] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static double cosine(float[] left, float[] right) {
    double dot = 0;
    double l = 0;
    double r = 0;
    for (int d = 0; d < left.length; d++) {
      dot += (double) left[d] * right[d];
      l += (double) left[d] * left[d];
      r += (double) right[d] * right[d];
    }
    return dot / Math.sqrt(l * r);
  }

  @Property(tries = 60)
  void whatWasErasedIsNeitherFoundNorLeftInMemoryAndTheOthersAreAsBefore(
      @ForAll @IntRange(min = 1, max = 200) int size, @ForAll long seed) {
    Random random = new Random(seed);
    EmbeddingIndex whole = new EmbeddingIndex(8);
    EmbeddingIndex lacking = new EmbeddingIndex(8);
    List<Integer> erased = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      float[] vector = vector(random, 8);
      whole.add(vector);
      lacking.add(vector);
    }
    for (int i = 0; i < size; i++) {
      if (random.nextInt(3) == 0) {
        lacking.erase(i);
        erased.add(i);
        assertThat(lacking.vector(i)).containsOnly(0f);
      } else {
        assertThat(lacking.vector(i)).isEqualTo(whole.vector(i));
      }
    }
    float[] query = vector(random, 8);
    assertThat(lacking.nearest(query, size))
        .isEqualTo(
            whole.nearest(query, size).stream()
                .filter(each -> !erased.contains(each.index()))
                .toList());
  }

  @Property(tries = 60)
  void nearestAreThoseOfComparingEach(
      @ForAll @IntRange(min = 1, max = 300) int size,
      @ForAll @IntRange(min = 1, max = 80) int dimensions,
      @ForAll @IntRange(min = 1, max = 20) int most,
      @ForAll long seed) {
    Random random = new Random(seed);
    EmbeddingIndex index = new EmbeddingIndex(dimensions);
    List<float[]> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      // Dense clusters: two of three are copies of an earlier one with a little noise.
      float[] vector = vector(random, dimensions);
      if (i % 3 != 0) {
        float[] near = all.get(random.nextInt(all.size()));
        for (int d = 0; d < dimensions; d++) {
          vector[d] = near[d] + 1e-3f * vector[d];
        }
      }
      all.add(vector);
      assertThat(index.add(vector)).isEqualTo(i);
    }
    float[] query = all.get(random.nextInt(size));
    List<Double> expected =
        all.stream()
            .map(each -> cosine(query, each))
            .sorted(Comparator.reverseOrder())
            .limit(most)
            .toList();
    List<Neighbour> found = index.nearest(query, most);
    assertThat(found).hasSize(Math.min(most, size));
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).cosine())
          .isCloseTo(expected.get(i), org.assertj.core.data.Offset.offset(1e-6));
      assertThat(found.get(i).cosine())
          .isCloseTo(
              cosine(query, all.get(found.get(i).index())),
              org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  @Test
  void ofEqualVectorsTheEarlierComesFirst() {
    EmbeddingIndex index = new EmbeddingIndex(3);
    for (int i = 0; i < 200; i++) {
      index.add(new float[] {2, 0, 0});
    }
    assertThat(index.nearest(new float[] {1, 0, 0}, 3))
        .extracting(Neighbour::index)
        .containsExactly(0, 1, 2);
  }

  @Test
  void vectorsWithoutDirectionOrOfAnotherLengthAreRefused() {
    EmbeddingIndex index = new EmbeddingIndex(2);
    assertThat(index.nearest(new float[] {1, 1}, 5)).isEmpty();
    assertThatThrownBy(() -> index.add(new float[] {0, 0}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> index.add(new float[] {Float.NaN, 0}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> index.add(new float[] {1, 2, 3}))
        .hasMessageContaining("3 dimensions where 2 are wanted");
    assertThat(index.size()).isZero();
  }
}
