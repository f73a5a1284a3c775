package dev.halcyon.engine.worker;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.image.MediaFacts;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.video.SoundFacts;
import dev.halcyon.engine.video.SoundSink;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes untrusted media in worker processes and never in this one. Starts the first worker on
 * first use, keeps a warm spare, and replaces a worker that crashed, hung or broke the protocol.
 * Safe for any thread; a hostile file costs one worker and yields a failed {@link MediaInfo}.
 */
public final class MediaWorker implements AutoCloseable {
  /** What the host grants beyond the worker's own limit before it kills it. */
  private static final long GRACE_MILLIS = 500;

  private final MediaLimits limits;
  private final WorkerPool pool;

  /** Not virtual: reading a child's pipe would hold their carriers for as long as a job takes. */
  private final ExecutorService talks =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("worker-talk-", 0).factory());

  /**
   * Prepares without starting anything.
   *
   * @param requireSandbox refuse to decode where no sandbox of the operating system works
   */
  public MediaWorker(boolean requireSandbox, MediaLimits limits) {
    this.limits = limits;
    this.pool = new WorkerPool(requireSandbox);
  }

  /** The sandbox in words; the first call may take a moment, for it is tried out. */
  public String sandbox() {
    return pool.sandbox().words();
  }

  /**
   * Decodes a media part. Content can never make it throw: what went wrong is in {@link
   * MediaInfo#problem()}.
   *
   * @throws InterruptedException when the caller gave up; the worker is killed
   */
  public DecodedMedia decode(MediaSource source) throws InterruptedException {
    try {
      Conversation talk =
          converse(source, job(source, 0, RenditionStyle.DEFAULT, limits), Pipe.Kind.ANALYSE, null);
      return decoded(source, talk);
    } catch (UserProblem e) {
      return failed(source, e.problem());
    }
  }

  /**
   * Makes one picture of a media part.
   *
   * @param atSeconds time of the frame, 0 for pictures
   * @throws UserProblem {@code media.*} when it cannot be made
   * @throws InterruptedException when the caller gave up; the worker is killed
   */
  public EncodedPicture picture(MediaSource source, double atSeconds, RenditionStyle style)
      throws InterruptedException {
    if (style.effect() == RenditionStyle.Effect.FACES_MASKED) {
      throw new UserProblem(
          "media.faces",
          "Faces cannot be masked: no model pack that finds faces is installed.",
          "Install one, or choose blur, mosaic or cartoon.");
    }
    return JpegEncoder.encode(raster(source, atSeconds, style));
  }

  /**
   * The pixels of one picture of a media part, sharp and in colour, for a model to look at.
   *
   * @param atSeconds time of the frame, 0 for pictures
   * @param longestSide pixels of the longer side at most
   * @throws UserProblem {@code media.*} when it cannot be made
   * @throws InterruptedException when the caller gave up; the worker is killed
   */
  public Pixels pixels(MediaSource source, double atSeconds, int longestSide)
      throws InterruptedException {
    return raster(source, atSeconds, new RenditionStyle(0, false, longestSide));
  }

  private Pixels raster(MediaSource source, double atSeconds, RenditionStyle style)
      throws InterruptedException {
    Conversation talk =
        converse(
            source, job(source, Math.max(0, atSeconds), style, limits), Pipe.Kind.PICTURE, null);
    @Nullable Pixels raster = talk.raster();
    if (raster == null) {
      throw broken(null);
    }
    return raster;
  }

  /**
   * Fingerprints a media part: PDQ of a picture in its eight turns, or of a video's frames.
   *
   * @param everySeconds of a video, the first frame of each stretch this long; 0 for every frame
   * @throws UserProblem {@code media.*} when there is nothing to fingerprint
   * @throws InterruptedException when the caller gave up; the worker is killed
   */
  public MediaPrint fingerprint(MediaSource source, double everySeconds)
      throws InterruptedException {
    if (!(everySeconds >= 0 && everySeconds < 1e6)) {
      throw new IllegalArgumentException("seconds from 0 on, got " + everySeconds);
    }
    Job job = job(source, everySeconds, RenditionStyle.DEFAULT, limits);
    Conversation talk = converse(source, job, Pipe.Kind.FINGERPRINT, null);
    @Nullable MediaPrint print = talk.print();
    if (print == null) {
      throw broken(null);
    }
    return print;
  }

  /**
   * Decodes the sound of a media part: mono, 16 kHz. A file without sound is answered with {@link
   * SoundFacts#NONE}.
   *
   * @param sink is given the sound second by second, on another thread, before this returns
   * @param most wall time, where it is less than that of the limits; what was decoded by then is
   *     the result, and says so
   * @throws UserProblem {@code media.*} when there is sound and nothing of it can be decoded
   * @throws InterruptedException when the caller gave up; the worker is killed
   */
  public SoundFacts listen(MediaSource source, SoundSink sink, Duration most)
      throws InterruptedException {
    MediaLimits tight = limits.within(most);
    Job job = job(source, 0, RenditionStyle.DEFAULT, tight);
    @Nullable SoundFacts heard = converse(source, job, Pipe.Kind.LISTEN, sink).heard();
    if (heard == null) {
      throw broken(null);
    }
    return heard;
  }

  private static Job job(
      MediaSource source, double atSeconds, RenditionStyle style, MediaLimits limits) {
    return new Job(source.size(), source.declaredType(), atSeconds, style, limits);
  }

  private Conversation converse(
      MediaSource source, Job job, Pipe.Kind question, @Nullable SoundSink sink)
      throws InterruptedException {
    if (source.size() > limits.bytes()) {
      throw new UserProblem(
          "media.large",
          "The file has " + source.size() + " bytes; at most " + limits.bytes() + " are decoded.",
          "Ask the platform for a smaller version.");
    }
    Duration wall = job.limits().wall();
    Conversation talk = new Conversation(source, job, sink);
    WorkerProcess worker = pool.take();
    boolean healthy = false;
    try {
      Future<?> future =
          talks.submit(
              () -> {
                talk.hold(worker.pipe(), question);
                return true;
              });
      future.get(wall.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
      healthy = true;
    } catch (TimeoutException e) {
      throw new UserProblem(
          "media.time",
          "Decoding took longer than " + wall.toMillis() + " ms and was stopped.",
          "Treat the file with suspicion; raise the time limit if such files are expected.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserProblem problem) {
        throw problem;
      }
      throw broken(e.getCause());
    } finally {
      pool.giveBack(worker, healthy);
    }
    @Nullable Problem problem = talk.problem();
    if (problem != null) {
      throw new UserProblem(problem);
    }
    return talk;
  }

  private static UserProblem broken(@Nullable Throwable cause) {
    return new UserProblem(
        "media.crash",
        "The worker process that decoded this file ended or misbehaved.",
        "Treat the file as hostile; other items are not affected. If it happens with every file,"
            + " run the doctor.",
        cause);
  }

  private static DecodedMedia decoded(MediaSource source, Conversation talk) {
    @Nullable MediaFacts facts = talk.facts();
    if (facts == null) {
      throw broken(null);
    }
    List<Keyframe> strip = new ArrayList<>();
    List<DecodedMedia.Frame> frames = new ArrayList<>();
    for (MediaFacts.Shot shot : facts.shots()) {
      DecodedMedia.@Nullable Frame frame = talk.frames().get(shot.id());
      if (frame == null) {
        throw broken(new IOException("the worker listed a frame it did not send"));
      }
      strip.add(new Keyframe(strip.size(), shot.atSeconds(), shot.cut(), List.of()));
      frames.add(frame);
    }
    return new DecodedMedia(
        new MediaInfo(
            source.mediaId(),
            facts.kind(),
            MediaState.READY,
            source.declaredType(),
            facts.type(),
            source.size(),
            facts.width(),
            facts.height(),
            facts.seconds(),
            facts.hasSound(),
            strip,
            facts.shortfall().orElse(null)),
        frames);
  }

  private static DecodedMedia failed(MediaSource source, Problem problem) {
    return new DecodedMedia(
        new MediaInfo(
            source.mediaId(),
            source.kind(),
            MediaState.FAILED,
            source.declaredType(),
            null,
            source.size(),
            0,
            0,
            0,
            false,
            List.of(),
            problem),
        List.of());
  }

  /** Process ids of the workers now running, for diagnosis and for tests that kill one. */
  public List<Long> processIds() {
    return pool.processIds();
  }

  @Override
  public void close() {
    pool.close();
    talks.shutdownNow();
  }
}
