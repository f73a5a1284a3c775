package dev.halcyon.engine.fingerprint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * Finds the nearest of up to a million embeddings by cosine, exactly, by looking at each. Vectors
 * lie in blocks of 64, dimension by dimension, so that the innermost loop runs over 64 neighbours
 * in memory and the compiler turns it into vector instructions; sums are then taken again in double
 * precision for all that could be among the best. A million vectors of 384 dimensions take 1.5 GB.
 * Not safe for concurrent changes; searches may run side by side.
 */
public final class EmbeddingIndex {
  /** Most vectors. */
  public static final int MOST = 1_000_000;

  private static final int LANES = 64;

  private final int dimensions;
  private final double slack;
  private final List<float[]> blocks = new ArrayList<>();
  private final BitSet erased = new BitSet();
  private int size;

  /**
   * An empty index.
   *
   * @param dimensions of every vector, 1 to 4096
   */
  public EmbeddingIndex(int dimensions) {
    if (dimensions < 1 || dimensions > 4096) {
      throw new IllegalArgumentException("1 to 4096 dimensions, got " + dimensions);
    }
    this.dimensions = dimensions;
    // Rounding of n products and sums of unit vectors in float stays below n·2⁻²⁴; both ways.
    this.slack = 2.0 * (dimensions + 2) * 0x1p-24;
  }

  /**
   * A neighbour.
   *
   * @param index in order of adding, from 0
   * @param cosine −1..1
   */
  public record Neighbour(int index, double cosine) {}

  public int size() {
    return size;
  }

  /**
   * Adds a vector of any length above zero; it is scaled to length 1.
   *
   * @return its index
   */
  public int add(float[] vector) {
    if (size == MOST) {
      throw new IllegalStateException("an index holds at most " + MOST + " vectors");
    }
    float[] unit = unit(vector);
    int lane = size % LANES;
    if (lane == 0) {
      blocks.add(new float[LANES * dimensions]);
    }
    float[] block = blocks.getLast();
    for (int d = 0; d < dimensions; d++) {
      block[d * LANES + lane] = unit[d];
    }
    return size++;
  }

  /**
   * Overwrites a vector with zeros, so that nothing of it is left in memory; no search finds it.
   * Indexes of the others stay. Not beside a search.
   */
  public void erase(int index) {
    float[] block = blocks.get(Objects.checkIndex(index, size) / LANES);
    for (int d = 0; d < dimensions; d++) {
      block[d * LANES + index % LANES] = 0;
    }
    erased.set(index);
  }

  /** A vector as stored, of length 1; zeros where it was erased. */
  public float[] vector(int index) {
    float[] block = blocks.get(Objects.checkIndex(index, size) / LANES);
    float[] vector = new float[dimensions];
    for (int d = 0; d < dimensions; d++) {
      vector[d] = block[d * LANES + index % LANES];
    }
    return vector;
  }

  private float[] unit(float[] vector) {
    if (vector.length != dimensions) {
      throw new IllegalArgumentException(
          vector.length + " dimensions where " + dimensions + " are wanted");
    }
    double square = 0;
    for (float each : vector) {
      square += (double) each * each;
    }
    if (!(square > 0) || Double.isInfinite(square)) {
      throw new IllegalArgumentException("a vector without direction: its length² is " + square);
    }
    double scale = 1 / Math.sqrt(square);
    float[] unit = new float[dimensions];
    for (int d = 0; d < dimensions; d++) {
      unit[d] = (float) (vector[d] * scale);
    }
    return unit;
  }

  /**
   * The {@code most} vectors of highest cosine, best first; of equal ones the earlier. Cosines are
   * those of the vectors as stored, summed in double precision.
   */
  public List<Neighbour> nearest(float[] query, int most) {
    float[] unit = unit(query);
    int wanted = Math.min(most, size - erased.cardinality());
    if (wanted < 1) {
      return List.of();
    }
    // Candidates: rough cosine within reach of the wanted-th best rough cosine seen so far.
    PriorityQueue<Double> best = new PriorityQueue<>();
    List<int[]> found = new ArrayList<>();
    List<float[]> rough = new ArrayList<>();
    float[] sums = new float[LANES];
    double bar = Double.NEGATIVE_INFINITY;
    for (int b = 0; b < blocks.size(); b++) {
      dot(blocks.get(b), unit, sums);
      int lanes = Math.min(LANES, size - b * LANES);
      for (int lane = 0; lane < lanes; lane++) {
        if (sums[lane] < bar || erased.get(b * LANES + lane)) {
          continue;
        }
        found.add(new int[] {b * LANES + lane});
        rough.add(new float[] {sums[lane]});
        best.add((double) sums[lane]);
        if (best.size() > wanted) {
          best.remove();
        }
        bar = best.size() == wanted ? best.peek() - slack : bar;
      }
    }
    List<Neighbour> exact = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      if (rough.get(i)[0] >= bar) {
        exact.add(new Neighbour(found.get(i)[0], cosine(found.get(i)[0], unit)));
      }
    }
    exact.sort(
        Comparator.comparingDouble(Neighbour::cosine)
            .reversed()
            .thenComparingInt(Neighbour::index));
    return List.copyOf(exact.subList(0, wanted));
  }

  /** Sums of products of one block's vectors with the query, lane by lane. */
  private void dot(float[] block, float[] unit, float[] sums) {
    Arrays.fill(sums, 0);
    for (int d = 0; d < unit.length; d++) {
      float factor = unit[d];
      int row = d * LANES;
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += factor * block[row + lane];
      }
    }
  }

  private double cosine(int index, float[] unit) {
    float[] block = blocks.get(index / LANES);
    double sum = 0;
    for (int d = 0; d < unit.length; d++) {
      sum += (double) unit[d] * block[d * LANES + index % LANES];
    }
    return sum;
  }
}
