package dev.halcyon.engine;

import dev.halcyon.engine.cache.CacheStage;
import dev.halcyon.engine.cache.MeaningCacheStage;
import dev.halcyon.engine.cache.MediaCacheStage;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.engine.cascade.Replayed;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.fusion.CombinationStage;
import dev.halcyon.engine.fusion.TogetherStage;
import dev.halcyon.engine.judge.GuardStage;
import dev.halcyon.engine.judge.Judge;
import dev.halcyon.engine.judge.JudgeStage;
import dev.halcyon.engine.judge.Translator;
import dev.halcyon.engine.known.BankFolder;
import dev.halcyon.engine.known.BanksStage;
import dev.halcyon.engine.known.KnownContent;
import dev.halcyon.engine.media.MediaStages;
import dev.halcyon.engine.model.ModelRegistry;
import dev.halcyon.engine.personal.PersonalDataStage;
import dev.halcyon.engine.text.TextLinearStage;
import dev.halcyon.engine.text.TextRulesStage;
import dev.halcyon.engine.text.deep.DeepModels;
import dev.halcyon.engine.text.deep.EncoderMeaning;
import dev.halcyon.engine.text.deep.TextDeepStage;
import dev.halcyon.engine.video.Care;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ResolvedPolicy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Judges items on this machine: runs the policy's cascade and keeps the worker process that decodes
 * media. One per machine, started lazily, safe for any thread.
 */
public final class RescanEngine implements AutoCloseable {
  /** Stages that find nothing in an item of words alone. */
  private static final Pattern OF_MEDIA = Pattern.compile("(?:media|image|sound)\\.");

  private final MediaStages media;
  private final ModelRegistry models;
  private final DeepModels deep = DeepModels.shipped();
  private final Judge judge;
  private final CascadeRunner cascade;

  private RescanEngine(
      EngineOptions options, ModelRegistry models, KnownContent known, List<Stage> more) {
    List<Stage> text =
        List.of(
            new TextRulesStage(),
            new TextLinearStage(models),
            new TextDeepStage(deep),
            new PersonalDataStage());
    this.media = MediaStages.of(options, text);
    this.models = models;
    List<Stage> stages = new ArrayList<>(text);
    stages.add(new BanksStage(known, media::print));
    stages.addAll(media.stages());
    stages.add(new TogetherStage(text));
    stages.add(new CombinationStage(new EncoderMeaning(deep)));
    this.judge = Judge.of(options.judge());
    stages.add(new GuardStage(judge));
    stages.add(new JudgeStage(judge));
    stages.addAll(more);
    stages.addAll(caches(List.copyOf(stages)));
    this.cascade = new CascadeRunner(stages, options.origin(), Clock.systemUTC());
  }

  /** The stages that remember what the others said, as long as those run what they ran. */
  private List<Stage> caches(List<Stage> others) {
    Function<ResolvedPolicy, String> all = policy -> running(others, policy, stage -> true);
    Function<ResolvedPolicy, String> ofText =
        policy -> running(others, policy, stage -> !OF_MEDIA.matcher(stage).lookingAt());
    return List.of(
        new CacheStage(CacheStage.USUAL_ENTRIES, ofText),
        new MediaCacheStage(MediaCacheStage.USUAL_ENTRIES, MediaCacheStage.USUAL_FRAMES, all),
        new MeaningCacheStage(MeaningCacheStage.USUAL_ENTRIES, ofText, new EncoderMeaning(deep)));
  }

  private static String running(
      List<Stage> stages, ResolvedPolicy policy, Predicate<String> counts) {
    Set<String> listed = new HashSet<>();
    policy.stages().forEach(stage -> listed.add(stage.stage()));
    StringBuilder running = new StringBuilder();
    for (Stage stage : stages) {
      if (listed.contains(stage.name()) && counts.test(stage.name())) {
        running.append(stage.name()).append(' ').append(stage.runs(policy)).append('\n');
      }
    }
    return running.toString();
  }

  /** Prepares an engine; models load and the worker starts on first use. */
  public static RescanEngine start(EngineOptions options) {
    return start(options, BankFolder.configured());
  }

  /**
   * Prepares an engine with banks of one's own.
   *
   * @param known what the policy's banks hold
   */
  public static RescanEngine start(EngineOptions options, KnownContent known) {
    return new RescanEngine(options, ModelRegistry.shipped(), known, List.of());
  }

  /**
   * Prepares an engine with models of one's own.
   *
   * @param more stages beside those over text and media that are always there
   */
  static RescanEngine start(EngineOptions options, ModelRegistry models, List<Stage> more) {
    return new RescanEngine(options, models, KnownContent.NONE, more);
  }

  /** Who translates a text for a person, where the operator set a model up for it. */
  public Translator translator() {
    return judge.translator();
  }

  /**
   * Judges an item. Blocks up to the request's deadline; content can never make it throw: a stage
   * that fails is recorded and the verdict is REVIEW.
   */
  public ScanResult scan(ScanRequest request) {
    return cascade.run(request);
  }

  /**
   * Judges an item anew from what its stages said under another policy, where that suffices; runs
   * no model and returns at once. See {@link CascadeRunner#replay}.
   */
  public Replayed replay(
      ScanRequest request, String language, List<Assessment> said, ResolvedPolicy before) {
    return cascade.replay(request, language, said, before);
  }

  /**
   * Makes one picture of a media part in the worker, for a rendition in another style or for a
   * granted reveal.
   *
   * @param atSeconds time of the frame, 0 for pictures
   * @throws dev.halcyon.protocol.UserProblem {@code media.*} when the bytes cannot be decoded
   */
  public EncodedPicture picture(MediaSource source, double atSeconds, RenditionStyle style) {
    return media.picture(source, atSeconds, style);
  }

  /**
   * Makes a picture of exactly the frame of a number, for a viewer that steps from frame to frame.
   *
   * @param number in the order of display, from 0
   * @throws dev.halcyon.protocol.UserProblem {@code media.frame} when there is no such frame,
   *     {@code media.*} when the bytes cannot be decoded
   */
  public EncodedPicture frame(MediaSource source, long number, RenditionStyle style) {
    return media.frame(source, number, style);
  }

  /**
   * Plays a film: its frames one after the other, each filtered in the worker before anybody has
   * it, a few ahead of who takes them. Returns at once. A worker is held until the frames are
   * closed or at their end.
   *
   * @param fromSeconds the frame in sight then is the first
   * @param spacing seconds between frames at least; 0 for every one
   * @throws IllegalArgumentException for a style that leaves the picture sharp
   */
  public FilmFrames play(
      MediaSource source, double fromSeconds, double spacing, RenditionStyle style) {
    return media.play(source, fromSeconds, spacing, style);
  }

  /**
   * Decodes the sound of a media part from a time on, for somebody who listens: mono, 16 kHz, a few
   * seconds ahead of who takes it. Returns at once. A worker is held until the stream is closed or
   * at its end.
   */
  public SoundStream hear(MediaSource source, double fromSeconds) {
    return media.hear(source, fromSeconds);
  }

  /**
   * What the sound of a media part looks like, made in the worker; empty where it has none.
   *
   * @throws dev.halcyon.protocol.UserProblem {@code media.*} when the bytes cannot be decoded
   */
  public Optional<SoundPicture> sound(MediaSource source) {
    return media.sound(source);
  }

  /**
   * Follows a film while it comes, to its end or until the source waits no longer: each keyframe is
   * scored by the picture models and handed on as soon as it is decided. Blocks as long as the film
   * lasts; memory does not grow with it.
   *
   * @param care {@link Care#SKIPPING} keeps up with more streams and misses what an encoder hides
   * @param listener called on another thread, one keyframe after the other
   * @throws dev.halcyon.protocol.UserProblem {@code media.*} when nothing of it can be looked at,
   *     or the decoder failed
   * @throws InterruptedException when the caller gave up
   */
  public LiveEnd watch(LiveSource source, Care care, Consumer<LiveKeyframe> listener)
      throws InterruptedException {
    return media.watch(source, care, listener);
  }

  /**
   * The same with its sound, or of sound alone: what is said is written down in windows of some ten
   * seconds, 28 at most, and read by the text stages of the policy as soon as a window is full,
   * each together with the one before it.
   *
   * @param request its policy, region, surface and author hold for all that is said; the text and
   *     the media in it do not count
   * @param listener called on other threads, by one at a time
   * @throws dev.halcyon.protocol.UserProblem {@code media.*} as above
   * @throws InterruptedException when the caller gave up
   */
  public LiveEnd watch(LiveSource source, Care care, ScanRequest request, LiveListener listener)
      throws InterruptedException {
    return media.watch(source, care, request, listener);
  }

  /** Takes out of the memory of verdicts what was said of items that were erased. */
  public void forget(Set<UUID> items) {
    if (!items.isEmpty()) {
      cascade.forget(items);
    }
  }

  /** The models in use, with version, hash, licence, and which provider runs them and why. */
  public List<ModelDescription> models() {
    List<ModelDescription> all = new ArrayList<>(models.textModels());
    all.addAll(deep.descriptions());
    all.addAll(media.models());
    all.addAll(JudgeStage.descriptions(judge));
    return List.copyOf(all);
  }

  /**
   * The sandbox around the worker in words ({@code bubblewrap}, {@code none}), for the status bar.
   */
  public String sandbox() {
    return media.sandbox();
  }

  @Override
  public void close() {
    cascade.close();
    judge.close();
    deep.close();
    media.close();
  }
}
