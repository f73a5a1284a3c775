package dev.halcyon.app.media;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.Rendition;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The renditions of cases as pictures to draw, decoded before a case is shown: the frame it begins
 * with, large, and the part of the strip round it. Safe for any thread. Keeps at most {@value
 * #LARGE} large pictures (under 20 MB) and {@value #SMALL} small ones (under 20 MB).
 */
public final class CasePictures {
  private static final int LARGE = 24;
  private static final int SMALL = 800;

  /** A strip of so many frames is made ready as a whole. */
  private static final int WHOLE = 64;

  /** Frames of a longer strip, before the first frame and from it on. */
  private static final int BEFORE = 3;

  private static final int AFTER = 16;

  private final Thumbnails large;
  private final Thumbnails small;

  public CasePictures(Background background, Words words) {
    String work = words.say("media.decode_work");
    large = new Thumbnails(background, work, FrameStage.MOST_WIDTH, FrameStage.MOST_HEIGHT, LARGE);
    small =
        new Thumbnails(
            background, work, KeyframeStrip.THUMB_WIDTH, KeyframeStrip.THUMB_HEIGHT, SMALL);
  }

  Thumbnails large() {
    return large;
  }

  Thumbnails small() {
    return small;
  }

  /** Whether everything is decoded that the first frame with this case shows. */
  public boolean isReady(LoadedCase next) {
    return first(next).allMatch(large::has) && strip(next).allMatch(small::has);
  }

  /** Decodes what is not decoded yet; not for the FX thread. */
  public void prepare(LoadedCase next) {
    first(next).forEach(large::prepare);
    strip(next).forEach(small::prepare);
  }

  private static Stream<MediaInfo> shown(LoadedCase next) {
    return next.detail().item().media().stream().limit(1);
  }

  private static Stream<Rendition> first(LoadedCase next) {
    return shown(next)
        .map(part -> next.rendition(part.mediaId(), StripViewModel.first(part.keyframes())))
        .filter(Objects::nonNull);
  }

  private static Stream<Rendition> strip(LoadedCase next) {
    return shown(next)
        .flatMap(
            part ->
                near(part.keyframes()).map(frame -> next.rendition(part.mediaId(), frame.index())))
        .filter(Objects::nonNull);
  }

  static Stream<Keyframe> near(List<Keyframe> keyframes) {
    List<Keyframe> byTime =
        keyframes.stream().sorted(Comparator.comparingDouble(Keyframe::atSeconds)).toList();
    if (byTime.size() <= WHOLE) {
      return byTime.stream();
    }
    int first = StripViewModel.first(keyframes);
    int at = 0;
    for (int i = 0; i < byTime.size(); i++) {
      at = byTime.get(i).index() == first ? i : at;
    }
    // At its end the strip cannot scroll on, and shows as much before the frame.
    int from = Math.max(0, Math.min(at, byTime.size() - AFTER) - BEFORE);
    return byTime.subList(from, Math.min(byTime.size(), at + AFTER)).stream();
  }
}
