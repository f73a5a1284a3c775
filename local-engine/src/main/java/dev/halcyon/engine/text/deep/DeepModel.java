package dev.halcyon.engine.text.deep;

import dev.halcyon.engine.text.HeadFile;
import dev.halcyon.engine.text.LinearHead;
import dev.halcyon.protocol.UserProblem;
import java.time.Instant;
import java.util.List;

/**
 * One version of the deep tier, ready to read: encoder, vocabulary, heads, and the linear half they
 * are averaged with. Immutable and safe for any thread.
 */
public record DeepModel(
    Encoding encoding, WordPieces vocabulary, DeepHead head, LinearHead linear) {

  /** Brings texts to the encoder, alone or together with those of other callers. */
  @FunctionalInterface
  public interface Encoding {
    /**
     * One point for each text, in their order.
     *
     * @param deadline when the answer is of no use any more
     * @throws InterruptedException when the caller was told to stop, or the deadline passed
     */
    float[][] encode(List<Tokens> texts, Instant deadline) throws InterruptedException;
  }

  /**
   * Joins what belongs together.
   *
   * @param encoderSha256 of the encoder behind {@code encoding}
   * @throws UserProblem {@code model.damaged} when the parts are of different versions
   */
  static DeepModel of(
      Encoding encoding,
      String encoderSha256,
      WordPieces vocabulary,
      DeepHead head,
      LinearHead linear) {
    String name = head.header().name() + " " + head.header().version();
    if (!head.header().encoderSha256().equals(encoderSha256)) {
      throw HeadFile.damaged(name, "it was trained on another sentence encoder");
    }
    if (!head.header().linearSha256().equals(linear.model().sha256())
        || !head.categories().equals(linear.categories())) {
      throw HeadFile.damaged(name, "its linear half belongs to another version");
    }
    return new DeepModel(encoding, vocabulary, head, linear);
  }
}
