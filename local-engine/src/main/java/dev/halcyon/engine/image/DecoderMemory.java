package dev.halcyon.engine.image;

import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_ENOMEM;

import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * How much memory a worker process may take, and how one that would need more says so: the system
 * refuses it the memory, and the refusal is told from damage. Stateless.
 */
public final class DecoderMemory {
  /** The problem's code. */
  public static final String CODE = "media.memory";

  /** The worker's system property of the limit, megabytes. */
  public static final String PROPERTY = "halcyon.workerMemory";

  /** A frame of more pixels than this, more than 4K, is decoded and kept sparingly. */
  public static final long HUGE_FRAME = 9_000_000;

  private static final int STANDARD = 512;

  /** What a worker holds before it decodes anything, and keeps for Java, megabytes. */
  private static final int OWN = 160;

  private DecoderMemory() {}

  /**
   * Refuses what will not fit, where the decoder would not say why it failed.
   *
   * @param bytes that the decoder needs at least
   * @throws UserProblem {@code media.memory}
   */
  public static void require(long bytes) {
    if (bytes >> 20 > megabytes() - OWN) {
      throw exceeded();
    }
  }

  /** What this worker may take, megabytes. */
  public static int megabytes() {
    return Integer.getInteger(PROPERTY, STANDARD);
  }

  /**
   * Whether something failed for want of memory. Some decoders call that damage, so what they would
   * have needed is asked for once more.
   *
   * @param result FFmpeg's
   * @param bytes of one frame
   */
  public static boolean isShort(int result, long bytes) {
    if (result == AVERROR_ENOMEM()) {
      return true;
    }
    @Nullable Pointer room = av_malloc(Math.max(1, bytes));
    boolean refused = room == null || room.isNull();
    if (!refused) {
      av_free(room);
    }
    return refused;
  }

  /** What is said of a file that needs more. */
  public static UserProblem exceeded() {
    return new UserProblem(problem(megabytes()));
  }

  /**
   * The same.
   *
   * @param megabytes of the limit
   */
  public static Problem problem(int megabytes) {
    return new Problem(
        CODE,
        "Decoder failed: it needs more memory than the " + megabytes + " MB that it may take.",
        "Judge the file by eye, or have whoever runs this machine raise HALCYON_WORKER_MEMORY.");
  }
}
