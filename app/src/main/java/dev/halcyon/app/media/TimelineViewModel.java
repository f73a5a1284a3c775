package dev.halcyon.app.media;

import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.SoundTrack;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The recording on show over its length: what its sound looks like, what is said in it, where the
 * machine found something, and going there to the second. FX thread only.
 */
final class TimelineViewModel {
  /** Moments that are listed to be chosen; the keys reach all. */
  static final int LISTED = 8;

  /** Two places nearer than this are one, seconds. */
  private static final double NEAR = 0.05;

  /**
   * A recording.
   *
   * @param sound null where it has none, or it could not be loaded
   * @param moments by time
   * @param length seconds of the axis that everything is drawn over
   */
  record Shown(MediaInfo part, @Nullable SoundTrack sound, List<Moment> moments, double length) {
    Shown {
      moments = List.copyOf(moments);
    }

    /** What is said in it, by time. */
    List<SoundTrack.Said> said() {
      return sound == null ? List.of() : sound.said();
    }
  }

  private final MediaViewModel<?> media;
  private final PlayerViewModel player;
  private final SoundViewModel sound;
  private final IntegerProperty lit;
  private final Words words;
  private final ScoreWords scores;
  private final ReadOnlyObjectWrapper<@Nullable Shown> shown = new ReadOnlyObjectWrapper<>(null);
  private @Nullable LoadedCase of;

  /**
   * @param lit the step of the argument that is lit, 0 for none
   */
  TimelineViewModel(
      MediaViewModel<?> media,
      PlayerViewModel player,
      SoundViewModel sound,
      IntegerProperty lit,
      Words words) {
    this.media = media;
    this.player = player;
    this.sound = sound;
    this.lit = lit;
    this.words = words;
    this.scores = new ScoreWords(words);
    media.shown().subscribe(shown -> follow(shown));
    // The same recording may stand in two cases one after the other.
    media.loaded().subscribe(_ -> follow(media.shown().get()));
  }

  private void follow(MediaViewModel.@Nullable Shown now) {
    LoadedCase present = media.loaded().get();
    if (now == null || present == null || !isRecording(now.part())) {
      of = null;
      shown.set(null);
      return;
    }
    Shown before = shown.get();
    if (before == null || present != of || !before.part().equals(now.part())) {
      of = present;
      shown.set(of(present, now.part()));
    }
  }

  /** Whether sound alone is on show, of which the pitches are there to see. */
  static boolean isDrawnSound(MediaViewModel<?> media) {
    MediaViewModel.Shown now = media.shown().get();
    LoadedCase present = media.loaded().get();
    return now != null
        && present != null
        && now.part().kind() == Modality.AUDIO
        && present.sound(now.part().mediaId()) != null;
  }

  private static boolean isRecording(MediaInfo part) {
    return part.kind() == Modality.AUDIO || part.kind() == Modality.VIDEO;
  }

  private static Shown of(LoadedCase loaded, MediaInfo part) {
    SoundTrack sound = loaded.sound(part.mediaId());
    List<Moment> moments = Moments.of(loaded.detail(), part);
    double last = part.keyframes().stream().mapToDouble(Keyframe::atSeconds).max().orElse(0);
    double heard = sound == null ? 0 : sound.seconds();
    return new Shown(part, sound, moments, Math.max(part.seconds(), Math.max(last, heard)));
  }

  ReadOnlyObjectProperty<@Nullable Shown> shown() {
    return shown.getReadOnlyProperty();
  }

  /** Where the recording stands: what plays or is heard, else the place that was gone to. */
  double here() {
    PlayerState playing = player.state().get();
    SoundState heard = sound.state().get();
    return playing.open()
        ? playing.position()
        : heard.audible() ? heard.position() : media.strip().place().get().seconds();
  }

  /** Goes to a second. */
  void goTo(double seconds) {
    media.strip().selectAt(Math.max(0, seconds));
  }

  /** Goes to where something was found, and lights the step that rests on it. */
  void goTo(Moment moment) {
    goTo(moment.from());
    if (moment.step() > 0) {
      lit.set(moment.step());
    }
  }

  /** Goes to the next place where something was found, or the one before; stays at both ends. */
  void step(int way) {
    Shown present = shown.get();
    if (present == null) {
      return;
    }
    double at = here();
    Optional<Moment> there =
        way > 0
            ? present.moments().stream().filter(each -> each.from() > at + NEAR).findFirst()
            : present.moments().reversed().stream()
                .filter(each -> each.from() < at - NEAR)
                .findFirst();
    there.ifPresent(this::goTo);
  }

  /** The riskiest moments, by time: those to be chosen from. */
  List<Moment> listed() {
    Shown present = shown.get();
    return present == null
        ? List.of()
        : present.moments().stream()
            .sorted(Comparator.comparingDouble(Moment::score).reversed())
            .limit(LISTED)
            .sorted(Comparator.comparingDouble(Moment::from))
            .toList();
  }

  /**
   * The moment that what is said at some time belongs to: the riskiest; empty where there is none.
   */
  Optional<Moment> firedIn(SoundTrack.Said said) {
    Shown present = shown.get();
    return present == null
        ? Optional.empty()
        : present.moments().stream()
            .filter(each -> each.kind() == Moment.Kind.SPEECH)
            .filter(each -> each.touches(said.from(), said.to()))
            .max(Comparator.comparingDouble(Moment::score));
  }

  /** "00:07 violence 0.83", or with the machine's word for it. */
  String say(Moment moment) {
    String clock = ScoreWords.clock(moment.from());
    return moment.label().isBlank() || moment.kind() == Moment.Kind.SPEECH
        ? words.say("moment.score", clock, scores.inline(moment.category()), moment.score())
        : words.say("moment.label", clock, moment.label());
  }

  /** "violence 0.83". */
  String scoreWords(Moment moment) {
    return words.say("score.bare", scores.inline(moment.category()), moment.score());
  }

  /**
   * What stands over the transcript: whether anybody speaks, in which language, what is missing.
   */
  String transcriptWords() {
    Shown present = shown.get();
    SoundTrack sound = present == null ? null : present.sound();
    if (sound == null) {
      return "";
    }
    if (!sound.listened()) {
      return words.say("transcript.unheard");
    }
    String unclear =
        sound.unclearSeconds() >= 1
            ? " " + words.say("transcript.unclear", Math.round(sound.unclearSeconds()))
            : "";
    return sound.said().isEmpty()
        ? words.say("transcript.silent") + unclear
        : words.say("transcript.title", sound.language()) + unclear;
  }
}
