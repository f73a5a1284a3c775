package dev.halcyon.engine.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.protocol.UserProblem;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The file of a head: four letters that say which kind, a format number, the length of a JSON
 * header, the header, and the weights, big-endian. Stateless.
 */
public final class HeadFile {
  private static final int FORMAT = 1;
  private static final int BEFORE_HEADER = 12;
  private static final ObjectMapper JSON = new ObjectMapper();

  private HeadFile() {}

  /** A file taken apart. */
  public record Parts<H>(H header, byte[] weights) {}

  /** Joins header and weights. */
  public static byte[] join(int kind, Object header, byte[] weights) {
    try {
      byte[] json = JSON.writeValueAsBytes(header);
      return ByteBuffer.allocate(BEFORE_HEADER + json.length + weights.length)
          .putInt(kind)
          .putInt(FORMAT)
          .putInt(json.length)
          .put(json)
          .put(weights)
          .array();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a head's header can always be written", e);
    }
  }

  /**
   * Takes a file apart.
   *
   * @param name what to call the file in complaints
   * @throws UserProblem {@code model.damaged} when it is of another kind or not whole
   */
  public static <H> Parts<H> split(byte[] file, int kind, Class<H> header, String name) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(file);
      if (buffer.getInt() != kind || buffer.getInt() != FORMAT) {
        throw damaged(name, "it is no text head of this kind in format " + FORMAT);
      }
      int length = buffer.getInt();
      if (length < 0 || length > buffer.remaining()) {
        throw damaged(name, "it is cut short");
      }
      byte[] json = new byte[length];
      buffer.get(json);
      byte[] weights = new byte[buffer.remaining()];
      buffer.get(weights);
      @Nullable H read = JSON.readValue(new String(json, StandardCharsets.UTF_8), header);
      if (read == null) {
        throw damaged(name, "its header is empty");
      }
      return new Parts<>(read, weights);
    } catch (JsonProcessingException | BufferUnderflowException e) {
      throw damaged(name, "it is cut short or garbled");
    }
  }

  /**
   * What to say of a file that cannot be used.
   *
   * @param reason why, as the end of a sentence
   */
  public static UserProblem damaged(String name, String reason) {
    return new UserProblem(
        "model.damaged",
        "The model file " + name + " cannot be used: " + reason + ".",
        "Install it again, or train it with ./halcyon train-text.");
  }
}
