package dev.halcyon.engine.worker;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.FilmFrames;
import dev.halcyon.engine.LiveEnd;
import dev.halcyon.engine.LiveSource;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.SoundStream;
import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.image.MediaFacts;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.video.Care;
import dev.halcyon.engine.video.SoundFacts;
import dev.halcyon.engine.video.SoundSink;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes untrusted media in worker processes and never in this one. Starts the first worker on
 * first use, keeps a warm spare, and replaces a worker that crashed, hung or broke the protocol.
 * Safe for any thread; a hostile file costs one worker and yields a failed {@link MediaInfo}.
 */
public final class MediaWorker implements AutoCloseable {
  /** A worker that is given what it asks for and says nothing for so long hangs. */
  private static final Duration LIVE_PATIENCE = Duration.ofSeconds(30);

  private final MediaLimits limits;
  private final WorkerPool pool;
  private final Talks talks;
  private final Players players;

  /**
   * Prepares without starting anything.
   *
   * @param requireSandbox refuse to decode where no sandbox of the operating system works
   */
  public MediaWorker(boolean requireSandbox, MediaLimits limits) {
    this(new WorkerPool(requireSandbox), limits);
  }

  /** A worker over a pool of one's own. */
  MediaWorker(WorkerPool pool, MediaLimits limits) {
    this.limits = limits;
    this.pool = pool;
    this.talks = new Talks(pool);
    this.players = new Players(talks, LIVE_PATIENCE);
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
      Job job = Job.analysis(source, limits);
      Conversation talk = converse(source, job, Pipe.Kind.ANALYSE, null);
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
    checkMakes(style);
    return JpegEncoder.encode(
        raster(source, Job.at(source, Math.max(0, atSeconds), style, limits)));
  }

  /**
   * Makes a picture of exactly the frame of a number.
   *
   * @param number in the order of display, from 0
   * @throws UserProblem {@code media.frame} when there is no such frame, {@code media.*} when it
   *     cannot be made
   * @throws InterruptedException when the caller gave up; the worker is killed
   */
  public EncodedPicture frame(MediaSource source, long number, RenditionStyle style)
      throws InterruptedException {
    checkMakes(style);
    return JpegEncoder.encode(raster(source, Job.frame(source, number, style, limits)));
  }

  /**
   * The pixels of exactly the frame of a number, sharp and in colour, for a model to look at.
   *
   * @param longestSide pixels of the longer side at most
   * @throws UserProblem {@code media.*} when it cannot be made
   * @throws InterruptedException when the caller gave up; the worker is killed
   */
  public Pixels framePixels(MediaSource source, long number, int longestSide)
      throws InterruptedException {
    RenditionStyle sharp = new RenditionStyle(0, false, longestSide);
    return raster(source, Job.frame(source, number, sharp, limits));
  }

  private static void checkMakes(RenditionStyle style) {
    if (style.effect() == RenditionStyle.Effect.FACES_MASKED) {
      throw new UserProblem(
          "media.faces",
          "Faces cannot be masked: no model pack that finds faces is installed.",
          "Install one, or choose blur, mosaic or cartoon.");
    }
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
    RenditionStyle sharp = new RenditionStyle(0, false, longestSide);
    return raster(source, Job.at(source, Math.max(0, atSeconds), sharp, limits));
  }

  private Pixels raster(MediaSource source, Job job) throws InterruptedException {
    return answered(converse(source, job, Pipe.Kind.PICTURE, null).raster());
  }

  private static <T> T answered(@Nullable T answer) {
    if (answer == null) {
      throw Talks.broken("it answered something else than was asked", null);
    }
    return answer;
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
    Job job = Job.at(source, everySeconds, RenditionStyle.DEFAULT, limits);
    return answered(converse(source, job, Pipe.Kind.FINGERPRINT, null).print());
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
    Job job = Job.at(source, 0, RenditionStyle.DEFAULT, tight);
    return answered(converse(source, job, Pipe.Kind.LISTEN, sink).heard());
  }

  /**
   * Follows a film while it comes, to its end, however long that takes. Memory does not grow.
   *
   * @param listener is given each keyframe as it is found, on another thread
   * @throws UserProblem {@code media.*} when nothing of it can be looked at, or the decoder failed
   * @throws InterruptedException when the caller gave up; the worker is killed
   */
  public LiveEnd watch(LiveSource source, Care care, LiveFrames listener)
      throws InterruptedException {
    Job job = Job.live(source, care, listener.listens(), limits);
    LiveTalk talk = new LiveTalk(source, job, listener);
    talks.follow(talk, talk::silentNanos, LIVE_PATIENCE);
    return answered(talk.end());
  }

  /**
   * Plays a film: makes its frames one after the other in a style, a few ahead of who takes them.
   * Returns at once; what goes wrong is in {@link FilmFrames#problem()}. A worker is held until the
   * frames are closed or at their end.
   *
   * @param fromSeconds the frame in sight then is the first
   * @param spacing seconds between frames at least; 0 for every one
   * @throws IllegalArgumentException for a style that leaves the picture sharp
   */
  public FilmFrames play(
      MediaSource source, double fromSeconds, double spacing, RenditionStyle style) {
    if (style.strength() == 0 || style.effect() == RenditionStyle.Effect.FACES_MASKED) {
      throw new IllegalArgumentException("films are played filtered, not by " + style);
    }
    Job job = Job.play(source, Math.max(0, fromSeconds), Math.max(0, spacing), style, limits);
    return players.play(source, job);
  }

  /**
   * Decodes the sound of a media part from a time on, a few seconds ahead of who takes it. Returns
   * at once; what goes wrong is in {@link SoundStream#problem()}. A worker is held until the stream
   * is closed or at its end. What lies before the time is decoded and left out.
   */
  public SoundStream hear(MediaSource source, double fromSeconds) {
    return players.hear(source, Job.hear(source, Math.max(0, fromSeconds), limits));
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
    Conversation talk = new Conversation(source, job, question, sink);
    talks.hold(talk, job.limits().wall());
    return talk;
  }

  private static DecodedMedia decoded(MediaSource source, Conversation talk) {
    MediaFacts facts = answered(talk.facts());
    List<Keyframe> strip = new ArrayList<>();
    List<DecodedMedia.Frame> frames = new ArrayList<>();
    for (MediaFacts.Shot shot : facts.shots()) {
      DecodedMedia.@Nullable Frame frame = talk.frames().get(shot.shown());
      if (frame == null) {
        throw Talks.broken("it listed a frame that it did not send", null);
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
    players.close();
    pool.close();
    talks.close();
  }
}
