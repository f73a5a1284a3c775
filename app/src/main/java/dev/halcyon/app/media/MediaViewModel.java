package dev.halcyon.app.media;

import dev.halcyon.app.kit.ScoreWords;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.Rendition;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * The media of the case on the desk: which part and frame is large, what is said of it, and the
 * held look at the original. Holds renditions only; an original lives in {@link #reveal()} while it
 * is held. FX thread only.
 *
 * @param <P> the picture of a reveal as the view draws it
 */
public final class MediaViewModel<P> {
  /**
   * What is on show.
   *
   * @param part the media part
   * @param frame the keyframe, or null when the part has none
   * @param rendition the harmless picture, or null when there is none
   * @param spots boxes that were found in it
   */
  public record Shown(
      MediaInfo part, @Nullable Keyframe frame, @Nullable Rendition rendition, List<Spot> spots) {
    public Shown {
      spots = List.copyOf(spots);
    }
  }

  private final Words words;
  private final ScoreWords scores;
  private final StripViewModel strip = new StripViewModel();
  private final RevealViewModel<P> reveal;
  private final ReadOnlyIntegerWrapper part = new ReadOnlyIntegerWrapper(0);
  private final ReadOnlyObjectWrapper<@Nullable LoadedCase> loaded =
      new ReadOnlyObjectWrapper<>(null);
  private final ReadOnlyObjectWrapper<@Nullable Shown> shown = new ReadOnlyObjectWrapper<>(null);
  private final ReadOnlyBooleanWrapper revealable = new ReadOnlyBooleanWrapper(false);
  private final BooleanProperty allFound = new SimpleBooleanProperty(false);
  private final ReadOnlyObjectWrapper<Optional<Spot>> pointed =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper leased = new ReadOnlyBooleanWrapper(false);

  public MediaViewModel(Words words, RevealViewModel<P> reveal) {
    this.words = words;
    this.scores = new ScoreWords(words);
    this.reveal = reveal;
    strip.selected().subscribe((_, _) -> refresh());
  }

  /**
   * Shows another case, or none. Any look at the case before ends at once. Of the same case with
   * the same media, loaded anew for a report that came, nothing that is on show changes.
   *
   * @param leased whether the case is ours, so that a look may be asked for
   */
  public void show(@Nullable LoadedCase next, boolean leased) {
    LoadedCase before = loaded.get();
    if (next != null && before != null && next.showsMediaOf(before)) {
      loaded.set(next);
      lease(leased);
      return;
    }
    reveal.clear();
    this.leased.set(leased);
    allFound.set(false);
    loaded.set(next);
    selectPart(0);
  }

  /**
   * The same case became ours, or ceased to be: it stays in sight, a look lasts only while ours.
   */
  public void lease(boolean ours) {
    leased.set(ours);
    if (!ours) {
      reveal.clear();
    }
    Shown now = shown.get();
    revealable.set(now != null && canLook(now.part()));
  }

  private boolean canLook(MediaInfo info) {
    return leased.get() && info.state() == MediaState.READY && info.kind() != Modality.AUDIO;
  }

  public ReadOnlyObjectProperty<@Nullable LoadedCase> loaded() {
    return loaded.getReadOnlyProperty();
  }

  /** The media parts of the case, in the item's order. */
  public List<MediaInfo> parts() {
    LoadedCase present = loaded.get();
    return present == null ? List.of() : present.detail().item().media();
  }

  /** Position of the part on show in {@link #parts()}. */
  public ReadOnlyIntegerProperty part() {
    return part.getReadOnlyProperty();
  }

  /** What is on show, or null when the case has no media. */
  public ReadOnlyObjectProperty<@Nullable Shown> shown() {
    return shown.getReadOnlyProperty();
  }

  /** Whether a look can be asked for now. */
  public ReadOnlyBooleanProperty revealable() {
    return revealable.getReadOnlyProperty();
  }

  /** Whether all that was found in the picture is shown; on request, for this case. */
  public BooleanProperty allFound() {
    return allFound;
  }

  /** The box that is pointed at. */
  public ReadOnlyObjectProperty<Optional<Spot>> pointed() {
    return pointed.getReadOnlyProperty();
  }

  /** Points at a box, or at none. */
  void point(Optional<Spot> spot) {
    pointed.set(spot);
  }

  /** Whether the case on show is ours. */
  public ReadOnlyBooleanProperty leased() {
    return leased.getReadOnlyProperty();
  }

  public StripViewModel strip() {
    return strip;
  }

  public RevealViewModel<P> reveal() {
    return reveal;
  }

  /** Shows another part; a position the item does not have shows the nearest. */
  public void selectPart(int position) {
    List<MediaInfo> parts = parts();
    part.set(parts.isEmpty() ? 0 : Math.clamp(position, 0, parts.size() - 1));
    strip.show(parts.isEmpty() ? List.of() : parts.get(part.get()).keyframes());
    refresh();
  }

  /** Shows what a piece of evidence points at; false when it points at no media of this case. */
  public boolean jump(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Region region ->
          partOf(region.mediaId())
              && select(Objects.requireNonNullElse(region.frame(), 0), region.mediaId());
      case Evidence.Frame frame ->
          partOf(frame.mediaId()) && select(frame.frame(), frame.mediaId());
      case Evidence.Seconds seconds -> {
        boolean here = partOf(seconds.mediaId());
        if (here) {
          strip.selectAt(seconds.from());
        }
        yield here;
      }
      case Evidence.Words _, Evidence.Unrecognised _ -> false;
    };
  }

  private boolean partOf(String mediaId) {
    List<MediaInfo> parts = parts();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).mediaId().equals(mediaId)) {
        if (i != part.get()) {
          selectPart(i);
        }
        return true;
      }
    }
    return false;
  }

  private boolean select(int frame, String mediaId) {
    strip.select(frame);
    return !mediaId.isEmpty();
  }

  /** Whether the part on show has a strip worth showing. */
  public boolean hasStrip() {
    Shown now = shown.get();
    return now != null && now.part().kind() == Modality.VIDEO && !strip.frames().isEmpty();
  }

  /** The reviewer holds the key or the button: asks for the original of what is on show. */
  public void hold() {
    Shown now = shown.get();
    if (now != null && revealable.get()) {
      Keyframe frame = now.frame();
      boolean video = now.part().kind() == Modality.VIDEO;
      reveal.hold(
          new RevealViewModel.Target(
              now.part().mediaId(), video && frame != null ? frame.index() : null));
    }
  }

  /** What a part is, in words: "Video · 12 s · 1280 × 720 · with sound". */
  public String facts(MediaInfo info) {
    List<String> facts = new ArrayList<>();
    facts.add(words.name(info.kind()));
    if (info.seconds() > 0) {
      facts.add(ScoreWords.clock(info.seconds()));
    }
    if (info.width() > 0) {
      facts.add(words.say("media.size", info.width(), info.height()));
    }
    if (info.kind() == Modality.VIDEO) {
      facts.add(words.say(info.hasSound() ? "media.with_sound" : "media.without_sound"));
    }
    String found = info.detectedType();
    if (found != null && !found.equals(info.declaredType())) {
      facts.add(words.say("media.type_lies", info.declaredType(), found));
    }
    return String.join(" · ", facts);
  }

  /** What stands in place of a picture when there is none, or the empty string. */
  public String obstacle() {
    Shown now = shown.get();
    LoadedCase present = loaded.get();
    if (now == null || present == null) {
      return "";
    }
    Problem failed = now.part().problem();
    if (now.part().state() == MediaState.FAILED) {
      return failed == null
          ? words.say("media.failed")
          : words.say("media.failed_because", failed.message(), failed.remedy());
    }
    if (now.part().state() == MediaState.PENDING) {
      return words.say("media.pending");
    }
    if (now.rendition() != null) {
      return "";
    }
    return present.missing().isEmpty()
        ? words.say(now.part().kind() == Modality.AUDIO ? "media.sound_only" : "media.no_rendition")
        : words.say("media.rendition_missing", present.missing().getFirst().message());
  }

  /** What the picture models said of the frame on show, the loudest first; empty when nothing. */
  public String frameScores() {
    Shown now = shown.get();
    Keyframe frame = now == null ? null : now.frame();
    if (frame == null) {
      return "";
    }
    List<String> said =
        frame.scores().stream()
            .filter(ScoreWords::speaks)
            .sorted(CategoryScore.HIGHEST_FIRST)
            .limit(2)
            .map(scores::bare)
            .toList();
    return String.join(" · ", said);
  }

  private void refresh() {
    reveal.clear();
    pointed.set(Optional.empty());
    List<MediaInfo> parts = parts();
    LoadedCase present = loaded.get();
    if (present == null || parts.isEmpty()) {
      shown.set(null);
      revealable.set(false);
      return;
    }
    MediaInfo info = parts.get(part.get());
    Keyframe frame = frame(info);
    int index = frame == null ? 0 : frame.index();
    shown.set(
        new Shown(
            info,
            frame,
            present.rendition(info.mediaId(), index),
            Spot.of(present.detail(), info, index)));
    revealable.set(canLook(info));
  }

  private @Nullable Keyframe frame(MediaInfo info) {
    for (Keyframe candidate : info.keyframes()) {
      if (candidate.index() == strip.selected().get()) {
        return candidate;
      }
    }
    return null;
  }
}
