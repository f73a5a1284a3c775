package dev.halcyon.engine.media;

import dev.halcyon.engine.calibration.Calibration;
import dev.halcyon.engine.calibration.CalibrationFolder;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.UserProblem;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of one stage's raw scores under a policy: they stay, or go through the calibration
 * that the policy names for the stage. Immutable.
 */
final class StageCurves {
  private final String stage;
  private final ModelRef model;
  private final Optional<Calibration> calibration;

  private StageCurves(String stage, ModelRef model, Optional<Calibration> calibration) {
    this.stage = stage;
    this.model = model;
    this.calibration = calibration;
  }

  /**
   * Those of a stage.
   *
   * @param model whose scores they are
   * @throws UserProblem {@code calibration.*} when the policy names one that cannot be used: raw
   *     scores would be held against thresholds that were meant for others
   */
  static StageCurves of(
      ResolvedPolicy policy, String stage, ModelRef model, CalibrationFolder folder) {
    Optional<Calibration> named =
        policy.stages().stream()
            .filter(each -> each.stage().equals(stage))
            .map(StageSpec::calibration)
            .filter(Objects::nonNull)
            .findFirst()
            .map(folder::find);
    if (named.isPresent()
        && named.get().curves().stream().noneMatch(each -> each.stage().equals(stage))) {
      throw new UserProblem(
          "calibration.stage",
          "The calibration " + named.get().ref() + " has no curve for " + stage + ".",
          "Take it away from that stage in the policy, or calibrate the stage.");
    }
    return new StageCurves(stage, model, named);
  }

  /** Raw scores, whatever a policy says. */
  static StageCurves none(String stage, ModelRef model) {
    return new StageCurves(stage, model, Optional.empty());
  }

  /** The score to hold against thresholds; raw where category and kind were not measured. */
  double score(Category category, Modality kind, double raw) {
    return calibration
        .flatMap(each -> each.curve(stage, category, kind, model))
        .map(curve -> curve.at(raw))
        .orElse(raw);
  }

  /** The model, with the calibration where there is one. */
  ModelRef model() {
    return calibration.map(each -> model.calibratedBy(each.ref().toString())).orElse(model);
  }
}
