package dev.halcyon.engine.media;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.FilmFrames;
import dev.halcyon.engine.LiveEnd;
import dev.halcyon.engine.LiveKeyframe;
import dev.halcyon.engine.LiveListener;
import dev.halcyon.engine.LiveSource;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.SoundPicture;
import dev.halcyon.engine.SoundStream;
import dev.halcyon.engine.calibration.CalibrationFolder;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.face.FaceFinder;
import dev.halcyon.engine.face.FaceMask;
import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.image.MediaLimits;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.model.HotSwap;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.model.PictureModels;
import dev.halcyon.engine.ocr.TextModels;
import dev.halcyon.engine.pack.PackStore;
import dev.halcyon.engine.sound.SoundDrawing;
import dev.halcyon.engine.sound.SoundModels;
import dev.halcyon.engine.text.TextTiers;
import dev.halcyon.engine.video.Care;
import dev.halcyon.engine.worker.JpegEncoder;
import dev.halcyon.engine.worker.MediaWorker;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything an engine does with pictures, video and sound: the worker and the stages that use it.
 * Starts nothing until first use; safe for any thread.
 */
public final class MediaStages implements AutoCloseable {
  /** Wall time in which sound that somebody waits for is drawn; what came by then is drawn. */
  private static final Duration LISTENING = Duration.ofSeconds(20);

  private final MediaWorker worker;
  private final PictureModels models;
  private final SoundModels sounds;
  private final TextModels texts = TextModels.shipped();
  private final PackModels packs =
      new PackModels(PackStore.configured(), OnnxProviders.installed());
  private final CalibrationFolder calibrations = CalibrationFolder.configured();
  private final List<Stage> text;

  private MediaStages(MediaWorker worker, PictureModels models, List<Stage> text) {
    this.worker = worker;
    this.models = models;
    this.sounds = SoundModels.shipped();
    this.text = text;
  }

  /**
   * The stages of an engine with these options.
   *
   * @param text the stages that read what was said
   */
  public static MediaStages of(EngineOptions options, List<Stage> text) {
    return new MediaStages(
        new MediaWorker(options.requireSandbox(), MediaLimits.standard(options.mediaTimeout())),
        PictureModels.shipped(),
        text);
  }

  /**
   * In cascade order: {@code media.decode}, {@code image.nsfw}, {@code image.objects}, {@code
   * image.ocr}, {@code sound.speech}, and {@code sound.events} and {@code image.labels}, which say
   * "not supported" until a model pack for them is installed.
   */
  public List<Stage> stages() {
    return List.of(
        new DecodeStage(worker),
        new NsfwStage(models, calibrations),
        new ObjectStage(models, calibrations),
        new OcrStage(worker, texts, new TextTiers(text)),
        new SpeechStage(worker, sounds, text),
        new EventStage(worker, packs.events()),
        new LabelStage(packs, calibrations));
  }

  /**
   * Fingerprints a media part in the worker.
   *
   * @throws UserProblem {@code media.*} when there is nothing to fingerprint
   */
  public MediaPrint print(MediaSource source, double everySeconds) throws InterruptedException {
    return worker.fingerprint(source, everySeconds);
  }

  /** One row for each model over pictures and sound; loads those not yet in use. */
  public List<ModelDescription> models() {
    List<ModelDescription> all = new ArrayList<>(models.descriptions());
    all.addAll(sounds.descriptions());
    all.addAll(texts.descriptions());
    all.addAll(packs.descriptions());
    return List.copyOf(all);
  }

  /**
   * One picture of a media part, made in the worker.
   *
   * @throws UserProblem {@code media.*} when it cannot be made
   */
  public EncodedPicture picture(MediaSource source, double atSeconds, RenditionStyle style) {
    try {
      Optional<EncodedPicture> covered =
          covered(style, () -> worker.pixels(source, atSeconds, style.longestSide()));
      return covered.isPresent() ? covered.get() : worker.picture(source, atSeconds, style);
    } catch (InterruptedException e) {
      throw unwanted(e);
    }
  }

  /**
   * A picture of exactly one frame of a media part, made in the worker.
   *
   * @throws UserProblem {@code media.*} when it cannot be made
   */
  public EncodedPicture frame(MediaSource source, long number, RenditionStyle style) {
    try {
      Optional<EncodedPicture> covered =
          covered(style, () -> worker.framePixels(source, number, style.longestSide()));
      return covered.isPresent() ? covered.get() : worker.frame(source, number, style);
    } catch (InterruptedException e) {
      throw unwanted(e);
    }
  }

  /**
   * What the sound of a media part looks like; empty where it has none.
   *
   * @throws UserProblem {@code media.*} when it cannot be decoded
   */
  public Optional<SoundPicture> sound(MediaSource source) {
    SoundDrawing drawing = new SoundDrawing();
    try {
      boolean present = worker.listen(source, drawing, LISTENING).present();
      return present ? Optional.of(drawing.finish()) : Optional.empty();
    } catch (InterruptedException e) {
      throw unwanted(e);
    }
  }

  /** Plays a film; see {@link dev.halcyon.engine.RescanEngine#play}. */
  public FilmFrames play(
      MediaSource source, double fromSeconds, double spacing, RenditionStyle style) {
    return worker.play(source, fromSeconds, spacing, style);
  }

  /** Plays sound; see {@link dev.halcyon.engine.RescanEngine#hear}. */
  public SoundStream hear(MediaSource source, double fromSeconds) {
    return worker.hear(source, fromSeconds);
  }

  /**
   * Follows a film while it comes; see {@link dev.halcyon.engine.RescanEngine#watch}.
   *
   * @throws UserProblem {@code media.*}
   */
  public LiveEnd watch(LiveSource source, Care care, Consumer<LiveKeyframe> listener)
      throws InterruptedException {
    LiveScores scores = new LiveScores(pictures(), Optional.empty(), listener::accept, null);
    return worker.watch(source, care, scores);
  }

  /**
   * The same with its sound, under the policy of a request.
   *
   * @throws UserProblem {@code media.*}
   */
  public LiveEnd watch(LiveSource source, Care care, ScanRequest request, LiveListener listener)
      throws InterruptedException {
    LiveListening listening = new LiveListening(sounds, text, request, listener::speech);
    LiveScores scores =
        new LiveScores(pictures(), Optional.of(request.policy()), listener, listening);
    LiveEnd end = worker.watch(source, care, scores);
    listening.end();
    return end;
  }

  private List<FrameStage> pictures() {
    return List.of(new NsfwStage(models, calibrations), new ObjectStage(models, calibrations));
  }

  private static UserProblem unwanted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new UserProblem(
        "media.cancelled", "The picture was no longer wanted.", "Ask for it again.", cause);
  }

  /** A sharp picture of something, out of the worker. */
  @FunctionalInterface
  private interface Sharp {
    Pixels pixels() throws InterruptedException;
  }

  /**
   * A picture with its faces covered; empty where the style asks for none, or no pack finds them,
   * which the worker then says.
   */
  private Optional<EncodedPicture> covered(RenditionStyle style, Sharp sharp)
      throws InterruptedException {
    if (style.effect() != RenditionStyle.Effect.FACES_MASKED || style.strength() == 0) {
      return Optional.empty();
    }
    Optional<HotSwap.Use<FaceFinder>> use = packs.faces().use();
    if (use.isEmpty()) {
      return Optional.empty();
    }
    try (HotSwap.Use<FaceFinder> finder = use.get()) {
      Pixels picture = sharp.pixels();
      Pixels covered = FaceMask.cover(picture, finder.model().find(picture), style.strength());
      return Optional.of(JpegEncoder.encode(style.grayscale() ? covered.gray() : covered));
    }
  }

  /** The sandbox around the worker in words. */
  public String sandbox() {
    return worker.sandbox();
  }

  @Override
  public void close() {
    worker.close();
    models.close();
    sounds.close();
    packs.close();
    texts.close();
  }
}
