package dev.halcyon.engine.media;

import dev.halcyon.engine.calibration.CalibrationFolder;
import dev.halcyon.engine.model.ModelFile;
import dev.halcyon.engine.model.NsfwClassifier;
import dev.halcyon.engine.model.PictureModels;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.ResolvedPolicy;
import java.util.ArrayList;
import java.util.List;

/** {@code image.nsfw}: scores each keyframe for sexual content. Safe for any thread. */
final class NsfwStage extends FrameStage {
  /** Below this a frame supports nothing. */
  private static final double LEAST_EVIDENCE = 0.2;

  private static final String SOURCE = "model:nsfw-mobilenet-v2";
  private final PictureModels models;

  NsfwStage(PictureModels models, CalibrationFolder calibrations) {
    super(calibrations);
    this.models = models;
  }

  @Override
  public String name() {
    return "image.nsfw";
  }

  @Override
  Category category() {
    return Category.SEXUAL;
  }

  @Override
  byte[] input(DecodedMedia.Frame frame) {
    return frame.rgb224();
  }

  @Override
  int processorBatch() {
    return 2;
  }

  @Override
  public String runs(ResolvedPolicy policy) {
    return ModelFile.NSFW.sha256();
  }

  @Override
  ModelRef model() {
    return models.nsfw().ref();
  }

  @Override
  List<Finding> judge(List<Subject> subjects) {
    List<NsfwClassifier.Scores> scores =
        models.nsfw().score(subjects.stream().map(each -> each.frame().rgb224()).toList());
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      double score = scores.get(i).sexual();
      findings.add(
          new Finding(
              subject,
              score,
              score < LEAST_EVIDENCE
                  ? List.of()
                  : List.of(
                      new Evidence.Frame(
                          category(),
                          score,
                          SOURCE,
                          subject.media().mediaId(),
                          subject.keyframe().index(),
                          subject.keyframe().atSeconds()))));
    }
    return findings;
  }

  @Override
  Evidence weighted(Evidence evidence, double weight) {
    Evidence.Frame frame = (Evidence.Frame) evidence;
    return new Evidence.Frame(
        frame.category(),
        weight,
        frame.source(),
        frame.mediaId(),
        frame.frame(),
        frame.atSeconds());
  }
}
