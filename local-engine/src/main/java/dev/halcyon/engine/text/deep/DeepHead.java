package dev.halcyon.engine.text.deep;

import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.HeadFile;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.UserProblem;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * One version of the deep tier's heads: a logistic per category over the sentence encoder's points,
 * and how it is averaged with the linear half. The file is a {@link HeadFile} of kind {@code HTDH};
 * the weights stand category by category, {@value SentenceEncoder#DIMENSIONS} floats and the bias.
 * Immutable and safe for any thread.
 *
 * <p>With the decision values of the encoder's half and of the linear half, each calibrated by
 * itself (Platt 1999) to log odds {@code v} and {@code w}, the score is {@code 1/(1+exp(meanA·m +
 * meanB))} of their weighted mean {@code m = share·v + (1-share)·w}.
 */
public final class DeepHead {
  private static final int MAGIC = 0x48544448;
  private static final int ROW = SentenceEncoder.DIMENSIONS + 1;

  private final Header header;
  private final List<Category> categories;
  private final float[] weights;
  private final ModelRef model;

  /**
   * What the file says of itself.
   *
   * @param encoderSha256 of the encoder whose points it was trained on
   * @param linearSha256 of the linear half's file
   * @param vectorA,vectorB Platt's sigmoid {@code 1/(1+exp(a·d+b))} of the encoder's half
   * @param linearA,linearB the same of the linear half, its share in the data kept
   * @param vectorShare weight of the encoder's half in the mean
   * @param meanA,meanB the same of the mean of both log odds, moved to the assumed share
   */
  public record Header(
      String name,
      String version,
      String encoderSha256,
      String linearSha256,
      List<String> categories,
      double[] vectorA,
      double[] vectorB,
      double[] linearA,
      double[] linearB,
      double[] vectorShare,
      double[] meanA,
      double[] meanB,
      long seed,
      List<String> sources,
      String weightsSha256) {
    /** A file of an older make may lack some of it. */
    boolean fits() {
      return Stream.of(vectorA, vectorB, linearA, linearB, vectorShare, meanA, meanB)
          .allMatch(each -> each != null && each.length == categories.size());
    }

    private Header sealed(String sha256) {
      return new Header(
          name,
          version,
          encoderSha256,
          linearSha256,
          categories,
          vectorA,
          vectorB,
          linearA,
          linearB,
          vectorShare,
          meanA,
          meanB,
          seed,
          sources,
          sha256);
    }
  }

  private DeepHead(Header header, float[] weights, String sha256) {
    this.header = header;
    this.weights = weights;
    this.categories = header.categories().stream().map(Category::of).toList();
    this.model = new ModelRef(header.name(), header.version(), sha256, "jvm");
  }

  /**
   * Joins header and weights; the header's hash of the weights is filled in.
   *
   * @param weights of each category in turn, its bias last
   */
  public static byte[] encode(Header header, float[] weights) {
    ByteBuffer values = ByteBuffer.allocate(weights.length * Float.BYTES);
    values.asFloatBuffer().put(weights);
    return HeadFile.join(MAGIC, header.sealed(Hashes.sha256(values.array())), values.array());
  }

  /**
   * Reads heads.
   *
   * @param name what to call the file in complaints
   * @throws UserProblem {@code model.damaged} when the file is not whole
   */
  public static DeepHead decode(byte[] file, String name) {
    HeadFile.Parts<Header> parts = HeadFile.split(file, MAGIC, Header.class, name);
    Header header = parts.header();
    byte[] values = parts.weights();
    if (!header.fits() || values.length != header.categories().size() * ROW * Float.BYTES) {
      throw HeadFile.damaged(name, "header and weights do not fit together");
    }
    if (!Hashes.sha256(values).equals(header.weightsSha256())) {
      throw HeadFile.damaged(name, "the weights do not have the hash the header gives");
    }
    float[] weights = new float[values.length / Float.BYTES];
    ByteBuffer.wrap(values).asFloatBuffer().get(weights);
    return new DeepHead(header, weights, Hashes.sha256(file));
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

  /** All weights, category by category, each category's bias last. */
  public float[] weights() {
    return weights.clone();
  }

  /** The decision value of the encoder's half for a point. */
  public double decision(int category, float[] point) {
    return decision(weights, category * ROW, point);
  }

  /** A decision value: {@code weights} from {@code at}, the bias last, applied to a point. */
  public static double decision(float[] weights, int at, float[] point) {
    double sum = weights[at + SentenceEncoder.DIMENSIONS];
    for (int d = 0; d < SentenceEncoder.DIMENSIONS; d++) {
      sum += (double) weights[at + d] * point[d];
    }
    return sum;
  }

  /** The weighted mean of both halves' log odds, before the last calibration. */
  public double mean(int category, double vectorDecision, double linearDecision) {
    double share = header.vectorShare()[category];
    return share * logOdds(header.vectorA()[category], header.vectorB()[category], vectorDecision)
        + (1 - share)
            * logOdds(header.linearA()[category], header.linearB()[category], linearDecision);
  }

  /** The score in 0..1 of both halves together. */
  public double score(int category, double vectorDecision, double linearDecision) {
    double mean = mean(category, vectorDecision, linearDecision);
    return 1 / (1 + Math.exp(header.meanA()[category] * mean + header.meanB()[category]));
  }

  private static double logOdds(double a, double b, double decision) {
    return -(a * decision + b);
  }
}
