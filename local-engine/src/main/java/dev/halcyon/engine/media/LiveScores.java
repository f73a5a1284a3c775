package dev.halcyon.engine.media;

import dev.halcyon.engine.LiveKeyframe;
import dev.halcyon.engine.LiveListener;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.engine.worker.LiveFrames;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ResolvedPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Scores the keyframes of a film that is followed as they come. The decoder waits meanwhile, so
 * that no queue grows. Confined to one thread.
 */
final class LiveScores implements LiveFrames {
  /** Scores that later keyframes may refer to, as many as the worker may. */
  private static final int REMEMBERED = 256;

  /** What the stages want to know of the media part a frame belongs to: that it is a film. */
  private static final MediaInfo FILM =
      new MediaInfo(
          "", Modality.VIDEO, MediaState.READY, "", null, 0, 0, 0, 0, false, List.of(), null);

  /** A stage, and what becomes of its scores. */
  private record Judge(FrameStage stage, StageCurves curves) {}

  private final List<Judge> stages;
  private final LiveListener listener;
  private final @Nullable LiveListening listening;
  private final Map<Integer, List<CategoryScore>> scored =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, List<CategoryScore>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * Prepares to score.
   *
   * @param policy names the calibrations of the scores; without one they stay raw
   * @param listening takes the sound, or null where nobody listens
   */
  LiveScores(
      List<FrameStage> stages,
      Optional<ResolvedPolicy> policy,
      LiveListener listener,
      @Nullable LiveListening listening) {
    this.stages =
        stages.stream()
            .map(
                each ->
                    new Judge(
                        each,
                        policy
                            .map(each::curves)
                            .orElseGet(() -> StageCurves.none(each.name(), each.model()))))
            .toList();
    this.listener = listener;
    this.listening = listening;
  }

  @Override
  public boolean listens() {
    return listening != null;
  }

  @Override
  public void sound(double atSeconds, short[] samples) throws InterruptedException {
    if (listening != null) {
      listening.sound(atSeconds, samples);
    }
  }

  @Override
  public void keyframe(
      int index,
      double atSeconds,
      boolean cut,
      OptionalInt same,
      Optional<DecodedMedia.Frame> frame) {
    List<CategoryScore> scores =
        frame
            .map(each -> scores(new Keyframe(index, atSeconds, cut, List.of()), each))
            .orElseGet(() -> scored.getOrDefault(same.orElse(-1), List.of()));
    if (frame.isPresent()) {
      scored.put(index, scores);
    }
    listener.keyframe(
        new LiveKeyframe(
            index, atSeconds, cut, same, scores, frame.map(DecodedMedia.Frame::rendition)));
  }

  private List<CategoryScore> scores(Keyframe keyframe, DecodedMedia.Frame frame) {
    List<CategoryScore> scores = new ArrayList<>();
    List<FrameStage.Subject> subject = List.of(new FrameStage.Subject(FILM, keyframe, frame));
    for (Judge each : stages) {
      double score = each.stage.judge(subject, each.curves).getFirst().score();
      if (score > 0) {
        scores.add(new CategoryScore(each.stage.category(), score, null));
      }
    }
    scores.sort(CategoryScore.HIGHEST_FIRST);
    return scores;
  }
}
