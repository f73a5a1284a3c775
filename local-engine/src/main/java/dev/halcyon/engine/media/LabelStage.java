package dev.halcyon.engine.media;

import dev.halcyon.engine.calibration.CalibrationFolder;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.media.PackModels.Labeller;
import dev.halcyon.engine.model.HotSwap;
import dev.halcyon.engine.pack.PackKind;
import dev.halcyon.engine.pack.PackManifest.Hint;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code image.labels}: names what each keyframe shows by a model out of a model pack, and lets the
 * labels that the pack's manifest says so hint at a category, capped as the manifest says. Safe for
 * any thread.
 */
final class LabelStage implements Stage {
  /** Frames a run: on a processor more are no faster ({@code bench batch}). */
  private static final int BATCH = 2;

  /** Below this a label is noise: a thousand of them share each frame. */
  private static final double LEAST = 0.2;

  private static final int MOST_EVIDENCE = 24;

  private final PackModels packs;
  private final CalibrationFolder calibrations;

  LabelStage(PackModels packs, CalibrationFolder calibrations) {
    this.packs = packs;
    this.calibrations = calibrations;
  }

  /** A frame, by where it belongs. */
  private record Subject(MediaInfo media, Keyframe keyframe, byte[] rgb) {}

  @Override
  public String name() {
    return "image.labels";
  }

  @Override
  public Tier tier() {
    return Tier.CLASSIFIER;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    return context.decoded().stream()
        .anyMatch(each -> !each.frames().isEmpty() && !context.isSpared(each.info().mediaId()));
  }

  @Override
  public String runs(ResolvedPolicy policy) {
    return packs.labels().installed();
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    Optional<HotSwap.Use<Labeller>> use = packs.labels().use();
    if (use.isEmpty()) {
      return PackModels.notInstalled(PackKind.IMAGE_LABELS);
    }
    // One model for the whole item, whatever is installed meanwhile.
    try (HotSwap.Use<Labeller> labeller = use.get()) {
      return looked(labeller.model(), context);
    }
  }

  private StageOutcome looked(Labeller labeller, ScanContext context) throws InterruptedException {
    List<Subject> subjects = subjects(context);
    StageCurves curves =
        StageCurves.of(context.request().policy(), name(), labeller.model().ref(), calibrations);
    Set<Category> categories = EnumSet.noneOf(Category.class);
    labeller.hints().values().forEach(hint -> categories.add(hint.category()));
    Map<Category, Double> worst = new EnumMap<>(Category.class);
    List<Evidence.Frame> evidence = new ArrayList<>();
    InputHash hash = new InputHash();
    for (int from = 0; from < subjects.size(); from += BATCH) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the deadline passed between two batches of frames");
      }
      List<Subject> some = subjects.subList(from, Math.min(subjects.size(), from + BATCH));
      List<byte[]> frames = some.stream().map(Subject::rgb).toList();
      frames.forEach(hash::add);
      List<float[]> rows = labeller.model().probabilities(frames);
      for (int i = 0; i < some.size(); i++) {
        List<Evidence.Frame> found = found(labeller, some.get(i), rows.get(i));
        for (Category category : categories) {
          double raw =
              found.stream()
                  .filter(each -> each.category() == category)
                  .mapToDouble(Evidence::weight)
                  .max()
                  .orElse(0);
          Modality kind = some.get(i).media.kind();
          worst.merge(category, curves.score(category, kind, raw), Math::max);
        }
        evidence.addAll(found);
      }
    }
    return new StageOutcome(
        AssessmentStatus.OK,
        "",
        Verdict.ALLOW,
        worst.entrySet().stream()
            .map(each -> new CategoryScore(each.getKey(), each.getValue(), null))
            .sorted(CategoryScore.HIGHEST_FIRST)
            .toList(),
        shares(evidence),
        curves.model(),
        hash.hex());
  }

  private static List<Subject> subjects(ScanContext context) {
    List<Subject> subjects = new ArrayList<>();
    for (DecodedMedia decoded : context.decoded()) {
      if (context.isSpared(decoded.info().mediaId())) {
        continue;
      }
      for (int i = 0; i < decoded.frames().size(); i++) {
        subjects.add(
            new Subject(
                decoded.info(),
                decoded.info().keyframes().get(i),
                decoded.frames().get(i).rgb224()));
      }
    }
    return subjects;
  }

  /** The hints in one frame; several labels of a category count as the surest of them. */
  private static List<Evidence.Frame> found(
      Labeller labeller, Subject subject, float[] probabilities) {
    Map<Category, Evidence.Frame> found = new EnumMap<>(Category.class);
    List<String> labels = labeller.model().labels();
    for (int i = 0; i < probabilities.length; i++) {
      @Nullable Hint hint = labeller.hints().get(labels.get(i));
      if (hint != null && probabilities[i] >= LEAST) {
        double score = Math.min(1, probabilities[i]) * hint.weight();
        Evidence.Frame frame =
            new Evidence.Frame(
                hint.category(),
                score,
                "model:" + labeller.model().ref().name() + "#" + labels.get(i),
                subject.media.mediaId(),
                subject.keyframe.index(),
                subject.keyframe.atSeconds());
        found.merge(hint.category(), frame, (a, b) -> a.weight() >= b.weight() ? a : b);
      }
    }
    return List.copyOf(found.values());
  }

  /** The strongest, with weights that sum to 1. */
  private static List<Evidence> shares(List<Evidence.Frame> evidence) {
    List<Evidence.Frame> best =
        evidence.stream()
            .sorted((a, b) -> Double.compare(b.weight(), a.weight()))
            .limit(MOST_EVIDENCE)
            .toList();
    double sum = best.stream().mapToDouble(Evidence.Frame::weight).sum();
    return best.stream()
        .<Evidence>map(
            each ->
                new Evidence.Frame(
                    each.category(),
                    each.weight() / sum,
                    each.source(),
                    each.mediaId(),
                    each.frame(),
                    each.atSeconds()))
        .toList();
  }
}
