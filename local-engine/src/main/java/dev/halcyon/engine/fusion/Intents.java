package dev.halcyon.engine.fusion;

import dev.halcyon.assets.Assets;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.HeadFile;
import dev.halcyon.protocol.ModelRef;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The head that says what the author of a short English text may intend, once a picture gives the
 * text its meaning: a logistic per intent over the sentence encoder's points. The file is a {@link
 * HeadFile} of kind {@code HTIN}; the weights stand intent by intent, as many floats as a point has
 * and the bias. Immutable and safe for any thread.
 *
 * <p>A score is no probability: harmful and ordinary captions weigh the same in training, as they
 * never do in life. Text that is no caption and says nothing lies about 0.3.
 */
public final class Intents {
  /** Where the shipped head lies below {@code assets/}. */
  public static final String SHIPPED = "models/caption-intent/1.0.0/heads.bin";

  private static final int MAGIC = 0x4854494e;

  private final Header header;
  private final float[] weights;
  private final ModelRef model;

  /**
   * What the file says of itself.
   *
   * @param encoderSha256 of the encoder whose points it was trained on
   * @param dimensions of a point
   * @param captionsSha256 of the captions it was trained on
   */
  public record Header(
      String version,
      String encoderSha256,
      int dimensions,
      List<String> intents,
      String captionsSha256,
      String weightsSha256) {}

  private Intents(Header header, float[] weights, String sha256) {
    this.header = header;
    this.weights = weights;
    this.model = new ModelRef("caption-intent", header.version, sha256, "jvm");
  }

  private static final class Holder {
    static final Intents SHIPPED_HEAD = decode(Assets.bytes(SHIPPED), "caption-intent");
  }

  /** The head that ships with Halcyon; loads on first use. */
  public static Intents shipped() {
    return Holder.SHIPPED_HEAD;
  }

  /** Joins header and weights; the header's hash of the weights is filled in. */
  public static byte[] encode(Header header, float[] weights) {
    ByteBuffer values = ByteBuffer.allocate(weights.length * Float.BYTES);
    values.asFloatBuffer().put(weights);
    Header sealed =
        new Header(
            header.version,
            header.encoderSha256,
            header.dimensions,
            header.intents,
            header.captionsSha256,
            Hashes.sha256(values.array()));
    return HeadFile.join(MAGIC, sealed, values.array());
  }

  /**
   * Reads a head.
   *
   * @param name what to call the file in complaints
   * @throws dev.halcyon.protocol.UserProblem {@code model.damaged} when the file is not whole
   */
  public static Intents decode(byte[] file, String name) {
    HeadFile.Parts<Header> parts = HeadFile.split(file, MAGIC, Header.class, name);
    Header header = parts.header();
    byte[] values = parts.weights();
    if (header.intents == null
        || values.length != header.intents.size() * (header.dimensions + 1) * Float.BYTES) {
      throw HeadFile.damaged(name, "header and weights do not fit together");
    }
    if (!Hashes.sha256(values).equals(header.weightsSha256)) {
      throw HeadFile.damaged(name, "the weights do not have the hash the header gives");
    }
    float[] weights = new float[values.length / Float.BYTES];
    ByteBuffer.wrap(values).asFloatBuffer().get(weights);
    return new Intents(header, weights, Hashes.sha256(file));
  }

  public Header header() {
    return header;
  }

  public ModelRef model() {
    return model;
  }

  /** The intents it knows, as policies name them. */
  public List<String> names() {
    return header.intents;
  }

  /** The weights of one intent, its bias last. */
  public float[] weights(String intent) {
    int row = header.dimensions + 1;
    int at = header.intents.indexOf(intent) * row;
    return java.util.Arrays.copyOfRange(weights, at, at + row);
  }

  /**
   * How much a text reads as if it were written with an intent, 0..1.
   *
   * @param intent one of {@link #names()}
   * @param point where the encoder places the text
   */
  double score(String intent, float[] point) {
    int at = header.intents.indexOf(intent) * (header.dimensions + 1);
    double sum = weights[at + header.dimensions];
    for (int d = 0; d < header.dimensions; d++) {
      sum += (double) weights[at + d] * point[d];
    }
    return 1 / (1 + Math.exp(-sum));
  }
}
