package dev.halcyon.engine.media;

import dev.halcyon.engine.calibration.CalibrationFolder;
import dev.halcyon.engine.cascade.Observation;
import dev.halcyon.engine.model.ModelFile;
import dev.halcyon.engine.model.ObjectDetector;
import dev.halcyon.engine.model.PictureModels;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.ResolvedPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code image.objects}: looks for objects that hint at a category. A hint is capped low, for the
 * model takes a pen for a knife with a score of 0.93: alone it may ask for a look under a strict
 * policy and can never block. Safe for any thread.
 */
final class ObjectStage extends FrameStage {
  private static final String SOURCE = "model:coco-ssdlite-mobilenet-v2";

  /** What the most certain find of a label is worth, all in the category weapons. */
  private static final Map<String, Double> HINTS = Map.of("knife", 0.3);

  private final PictureModels models;

  ObjectStage(PictureModels models, CalibrationFolder calibrations) {
    super(calibrations);
    this.models = models;
  }

  @Override
  public String name() {
    return "image.objects";
  }

  @Override
  boolean feedsRules() {
    return true;
  }

  @Override
  Category category() {
    return Category.WEAPONS;
  }

  @Override
  byte[] input(DecodedMedia.Frame frame) {
    return frame.rgb300();
  }

  @Override
  int processorBatch() {
    return 1;
  }

  @Override
  public String runs(ResolvedPolicy policy) {
    return ModelFile.OBJECTS.sha256();
  }

  @Override
  ModelRef model() {
    return models.objects().ref();
  }

  @Override
  List<Finding> judge(List<Subject> subjects) {
    List<List<ObjectDetector.Found>> found =
        models.objects().find(subjects.stream().map(each -> each.frame().rgb300()).toList());
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      findings.add(finding(subjects.get(i), found.get(i)));
    }
    return findings;
  }

  private Finding finding(Subject subject, List<ObjectDetector.Found> found) {
    List<Evidence> evidence = new ArrayList<>();
    List<Observation> seen = new ArrayList<>();
    double worst = 0;
    for (ObjectDetector.Found each : found) {
      seen.add(
          new Observation(
              Observation.Kind.OBJECT,
              each.label(),
              each.score(),
              subject.media().mediaId(),
              subject.keyframe().index(),
              subject.keyframe().atSeconds(),
              Optional.of(each.box())));
      @Nullable Double cap = HINTS.get(each.label());
      if (cap != null) {
        double score = each.score() * cap;
        worst = Math.max(worst, score);
        boolean still = subject.media().kind() == Modality.IMAGE;
        evidence.add(
            new Evidence.Region(
                category(),
                score,
                SOURCE,
                subject.media().mediaId(),
                still ? null : subject.keyframe().index(),
                each.box(),
                each.label()));
      }
    }
    return new Finding(subject, worst, evidence, seen);
  }

  @Override
  Evidence weighted(Evidence evidence, double weight) {
    Evidence.Region region = (Evidence.Region) evidence;
    return new Evidence.Region(
        region.category(),
        weight,
        region.source(),
        region.mediaId(),
        region.frame(),
        region.box(),
        region.label());
  }
}
