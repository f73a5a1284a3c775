package dev.halcyon.engine.text;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.UserProblem;
import java.util.List;

/**
 * One version of the linear text model: a calibrated logistic per category over {@link
 * HashedFeatures}, weights in 8 bits. The file is a {@link HeadFile} of kind {@code HTLH}; the
 * weights stand bucket by bucket, one byte per category. Immutable and safe for any thread.
 */
public final class LinearHead {
  private static final int MAGIC = 0x48544C48;

  private final Header header;
  private final List<Category> categories;
  private final byte[] weights;
  private final ModelRef model;

  /**
   * What the file says of itself. A score is {@code 1 / (1 + exp(plattA·d + plattB))} of the
   * decision value {@code d = scale·Σ weight·value + bias}, as in Platt 1999.
   */
  public record Header(
      String name,
      String version,
      int buckets,
      List<String> categories,
      double[] scale,
      double[] bias,
      double[] plattA,
      double[] plattB,
      long seed,
      List<String> sources,
      String weightsSha256) {}

  private LinearHead(Header header, byte[] weights, String sha256) {
    this.header = header;
    this.weights = weights;
    this.categories = header.categories().stream().map(Category::of).toList();
    this.model = new ModelRef(header.name(), header.version(), sha256, "jvm");
  }

  /** Joins header and weights; the header's hash of the weights is filled in. */
  public static byte[] encode(Header header, byte[] weights) {
    Header sealed =
        new Header(
            header.name(),
            header.version(),
            header.buckets(),
            header.categories(),
            header.scale(),
            header.bias(),
            header.plattA(),
            header.plattB(),
            header.seed(),
            header.sources(),
            Hashes.sha256(weights));
    return HeadFile.join(MAGIC, sealed, weights);
  }

  /**
   * Reads a head.
   *
   * @param name what to call the file in complaints
   * @throws UserProblem {@code model.damaged} when the file is not whole
   */
  public static LinearHead decode(byte[] file, String name) {
    HeadFile.Parts<Header> parts = HeadFile.split(file, MAGIC, Header.class, name);
    Header header = parts.header();
    int n = header.categories().size();
    if (header.buckets() != HashedFeatures.BUCKETS
        || parts.weights().length != header.buckets() * n
        || header.scale().length != n
        || header.bias().length != n
        || header.plattA().length != n
        || header.plattB().length != n) {
      throw HeadFile.damaged(name, "header and weights do not fit together");
    }
    if (!Hashes.sha256(parts.weights()).equals(header.weightsSha256())) {
      throw HeadFile.damaged(name, "the weights do not have the hash the header gives");
    }
    return new LinearHead(header, parts.weights(), Hashes.sha256(file));
  }

  /** The file of a head for some of the categories, in the order given. */
  public byte[] only(List<Category> some) {
    int[] from = some.stream().mapToInt(categories::indexOf).toArray();
    int n = categories.size();
    byte[] kept = new byte[header.buckets() * from.length];
    for (int at = 0; at < kept.length; at++) {
      kept[at] = weights[at / from.length * n + from[at % from.length]];
    }
    return encode(
        new Header(
            header.name(),
            header.version(),
            header.buckets(),
            some.stream().map(Category::id).toList(),
            picked(header.scale(), from),
            picked(header.bias(), from),
            picked(header.plattA(), from),
            picked(header.plattB(), from),
            header.seed(),
            header.sources(),
            ""),
        kept);
  }

  private static double[] picked(double[] values, int[] from) {
    return java.util.Arrays.stream(from).mapToDouble(i -> values[i]).toArray();
  }

  public Header header() {
    return header;
  }

  public ModelRef model() {
    return model;
  }

  /** The categories it scores; it says nothing of the others. */
  public List<Category> categories() {
    return categories;
  }

  /** Decision values before calibration, one per category. */
  public double[] decisions(HashedFeatures features) {
    return decisions(features.buckets(), features.values(), features.buckets().length);
  }

  /** The same for a stretch of words, without making the features an object. */
  double[] decisions(ModelText text, int fromWord, int toWord) {
    FeatureScratch scratch = FeatureScratch.ofThisThread();
    int n = scratch.read(text, fromWord, toWord);
    return decisions(scratch.buckets(), scratch.values(), n);
  }

  private double[] decisions(int[] buckets, float[] values, int features) {
    int n = categories.size();
    double[] sums = new double[n];
    for (int i = 0; i < features; i++) {
      int at = buckets[i] * n;
      float value = values[i];
      for (int c = 0; c < n; c++) {
        sums[c] += weights[at + c] * value;
      }
    }
    for (int c = 0; c < n; c++) {
      sums[c] = sums[c] * header.scale()[c] + header.bias()[c];
    }
    return sums;
  }

  /** The calibrated score in 0..1 of a decision value. */
  public double calibrated(int category, double decision) {
    return 1 / (1 + Math.exp(header.plattA()[category] * decision + header.plattB()[category]));
  }

  /** What one bucket adds to the decision for a category, per unit of its value. */
  double weight(int category, int bucket) {
    return weights[bucket * categories.size() + category] * header.scale()[category];
  }
}
