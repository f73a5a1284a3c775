package dev.halcyon.engine.worker;

import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.image.FrameForms;
import dev.halcyon.engine.image.MediaFacts;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.video.SoundFacts;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Problem;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The worker's answers as bytes, and the host's strict reading of them: sizes, times and texts are
 * checked, for a worker that decoded a hostile file may say anything. Stateless.
 */
final class Answers {
  private static final int LONGEST_TEXT = 600;
  private static final int MOST_SHOTS = 10_000;
  private static final int RGB224 = FrameForms.NSFW_SIDE * FrameForms.NSFW_SIDE * 3;
  private static final int RGB300 = FrameForms.OBJECT_SIDE * FrameForms.OBJECT_SIDE * 3;

  private Answers() {}

  /** Writes one answer. */
  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      body.write(out);
    } catch (IOException e) {
      throw new AssertionError("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  static byte[] problem(Problem problem) {
    return bytes(out -> write(out, problem));
  }

  private static void write(DataOutputStream out, Problem problem) throws IOException {
    out.writeUTF(problem.code());
    out.writeUTF(problem.message());
    out.writeUTF(problem.remedy());
  }

  static Problem problem(DataInputStream in) throws IOException {
    String code = text(in);
    if (!code.matches("media\\.[a-z]{1,24}")) {
      throw new IOException("the worker named a problem that does not exist");
    }
    return new Problem(code, text(in), text(in));
  }

  private static String text(DataInputStream in) throws IOException {
    String text = in.readUTF();
    if (text.length() > LONGEST_TEXT || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IOException("the worker sent a text that is none");
    }
    return text;
  }

  /** Seconds from the start. */
  static byte[] time(double seconds) {
    return ByteBuffer.allocate(Double.BYTES).putDouble(Math.max(0, seconds)).array();
  }

  /** What stands before a picture's samples. */
  static byte[] shape(Pixels pixels) {
    return bytes(
        out -> {
          out.writeShort(pixels.width());
          out.writeShort(pixels.height());
          out.writeByte(pixels.channels());
        });
  }

  /**
   * Reads a picture.
   *
   * @param longestSide what was asked for; a larger one is refused
   */
  static Pixels pixels(DataInputStream in, int longestSide) throws IOException {
    int width = in.readUnsignedShort();
    int height = in.readUnsignedShort();
    int channels = in.readUnsignedByte();
    if (width < 1
        || height < 1
        || Math.max(width, height) > longestSide
        || (channels != 1 && channels != 3)) {
      throw new IOException("the worker sent a picture of a shape nobody asked for");
    }
    byte[] samples = new byte[width * height * channels];
    in.readFully(samples);
    return new Pixels(width, height, channels, samples);
  }

  static byte[] facts(MediaFacts facts) {
    return bytes(
        out -> {
          out.writeUTF(facts.type());
          out.writeUTF(facts.kind().name());
          out.writeInt(facts.width());
          out.writeInt(facts.height());
          out.writeDouble(facts.seconds());
          out.writeBoolean(facts.hasSound());
          out.writeInt(facts.shots().size());
          for (MediaFacts.Shot shot : facts.shots()) {
            out.write(shot(shot));
          }
          out.writeBoolean(facts.shortfall().isPresent());
          if (facts.shortfall().isPresent()) {
            write(out, facts.shortfall().get());
          }
        });
  }

  static MediaFacts facts(DataInputStream in) throws IOException {
    String type = text(in);
    Modality kind = kind(text(in));
    int width = in.readInt();
    int height = in.readInt();
    double seconds = in.readDouble();
    boolean sound = in.readBoolean();
    int count = in.readInt();
    if (!type.matches("[a-z]+/[a-z0-9.+-]+")
        || width < 0
        || height < 0
        || !(seconds >= 0 && seconds < 1e9)
        || count < 0
        || count > MOST_SHOTS) {
      throw new IOException("the worker stated facts that cannot be");
    }
    List<MediaFacts.Shot> shots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shots.add(shot(in));
    }
    Optional<Problem> shortfall = in.readBoolean() ? Optional.of(problem(in)) : Optional.empty();
    return new MediaFacts(type, kind, width, height, seconds, sound, shots, shortfall);
  }

  static byte[] shot(MediaFacts.Shot shot) {
    return bytes(
        out -> {
          out.writeInt(shot.shown());
          out.writeDouble(shot.atSeconds());
          out.writeBoolean(shot.cut());
        });
  }

  static MediaFacts.Shot shot(DataInputStream in) throws IOException {
    MediaFacts.Shot shot = new MediaFacts.Shot(in.readInt(), in.readDouble(), in.readBoolean());
    if (!(shot.atSeconds() >= 0 && shot.atSeconds() < 1e9)) {
      throw new IOException("the worker stated a time that cannot be");
    }
    return shot;
  }

  /**
   * Reads a keyframe, behind its number.
   *
   * @param longestSide of the rendition asked for
   */
  static DecodedMedia.Frame frame(DataInputStream in, int longestSide) throws IOException {
    PdqFingerprint print = Prints.print(in);
    byte[] rgb224 = new byte[RGB224];
    byte[] rgb300 = new byte[RGB300];
    in.readFully(rgb224);
    in.readFully(rgb300);
    return new DecodedMedia.Frame(
        rgb224, rgb300, JpegEncoder.encode(pixels(in, longestSide)), print);
  }

  static byte[] heard(SoundFacts facts) {
    return bytes(
        out -> {
          out.writeBoolean(facts.present());
          out.writeInt(facts.channels());
          out.writeInt(facts.rate());
          out.writeLong(facts.samples());
          out.writeBoolean(facts.shortfall().isPresent());
          if (facts.shortfall().isPresent()) {
            write(out, facts.shortfall().get());
          }
        });
  }

  /**
   * Reads what the sound was.
   *
   * @param received samples that really came
   */
  static SoundFacts heard(DataInputStream in, long received) throws IOException {
    boolean present = in.readBoolean();
    int channels = in.readInt();
    int rate = in.readInt();
    long samples = in.readLong();
    Optional<Problem> shortfall = in.readBoolean() ? Optional.of(problem(in)) : Optional.empty();
    if (samples != received || channels < 0 || rate < 0 || present != (samples > 0)) {
      throw new IOException("the worker stated facts that cannot be");
    }
    return new SoundFacts(present, channels, rate, samples, shortfall);
  }

  /** Samples as bytes, the high one first. */
  static byte[] sound(short[] samples) {
    ByteBuffer bytes = ByteBuffer.allocate(samples.length * Short.BYTES);
    bytes.asShortBuffer().put(samples);
    return bytes.array();
  }

  static short[] sound(byte[] bytes) throws IOException {
    if (bytes.length == 0 || bytes.length % Short.BYTES != 0) {
      throw new IOException("the worker sent a block of sound that is none");
    }
    short[] samples = new short[bytes.length / Short.BYTES];
    ByteBuffer.wrap(bytes).asShortBuffer().get(samples);
    return samples;
  }

  private static Modality kind(String name) throws IOException {
    return switch (name) {
      case "IMAGE" -> Modality.IMAGE;
      case "VIDEO" -> Modality.VIDEO;
      case "AUDIO" -> Modality.AUDIO;
      default -> throw new IOException("the worker named a kind that does not exist");
    };
  }
}
