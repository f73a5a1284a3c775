package dev.halcyon.engine.media;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.calibration.CalibrationFolder;
import dev.halcyon.engine.cascade.Observation;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the stages over frames share: they score every keyframe in batches, note the scores on the
 * strip, and speak for the item with its worst frame. Safe for any thread.
 */
abstract class FrameStage implements Stage {
  /** Evidence beyond this many pieces explains nothing more. */
  private static final int MOST_EVIDENCE = 24;

  /** What a GPU takes at once. */
  private static final int GPU_BATCH = 32;

  /** A frame, by where it belongs. */
  record Subject(MediaInfo media, Keyframe keyframe, DecodedMedia.Frame frame) {}

  /**
   * What a model said of a frame.
   *
   * @param score 0 when nothing was found
   * @param evidence with the score of each piece as weight; made a share of the item's score later
   * @param seen what else is in it, harmful or not
   */
  record Finding(Subject subject, double score, List<Evidence> evidence, List<Observation> seen) {
    Finding(Subject subject, double score, List<Evidence> evidence) {
      this(subject, score, evidence, List.of());
    }
  }

  private final CalibrationFolder calibrations;

  FrameStage(CalibrationFolder calibrations) {
    this.calibrations = calibrations;
  }

  abstract Category category();

  /**
   * What a policy makes of its raw scores.
   *
   * @throws dev.halcyon.protocol.UserProblem {@code calibration.*}
   */
  StageCurves curves(ResolvedPolicy policy) {
    return StageCurves.of(policy, name(), model(), calibrations);
  }

  /** Scores a batch, in order, and calibrates the scores. */
  final List<Finding> judge(List<Subject> subjects, StageCurves curves) {
    return judge(subjects).stream()
        .map(
            each ->
                new Finding(
                    each.subject,
                    curves.score(category(), each.subject.media.kind(), each.score),
                    each.evidence,
                    each.seen))
        .toList();
  }

  /** Scores a batch, in order. */
  abstract List<Finding> judge(List<Subject> subjects);

  /** Whether rules read what it sees, so that it looks at known-good pictures all the same. */
  boolean feedsRules() {
    return false;
  }

  private boolean isSpared(ScanContext context, DecodedMedia decoded) {
    return !feedsRules() && context.isSpared(decoded.info().mediaId());
  }

  /** The bytes of a frame that {@link #judge} reads. */
  abstract byte[] input(DecodedMedia.Frame frame);

  abstract ModelRef model();

  /** Frames a run: on a processor few, for there more are slower ({@code bench batch}). */
  private int batch() {
    return model().provider().equals("cuda") ? GPU_BATCH : processorBatch();
  }

  /** The fastest number of frames a run on a processor. */
  abstract int processorBatch();

  /** The same evidence with another weight. */
  abstract Evidence weighted(Evidence evidence, double weight);

  @Override
  public Tier tier() {
    return Tier.CLASSIFIER;
  }

  @Override
  public boolean appliesTo(ScanContext context) {
    return context.decoded().stream()
        .anyMatch(each -> !each.frames().isEmpty() && !isSpared(context, each));
  }

  @Override
  public StageOutcome assess(ScanContext context) throws InterruptedException {
    List<Subject> all = subjects(context);
    List<Subject> subjects = distinct(all);
    List<Finding> judged = new ArrayList<>();
    InputHash hash = new InputHash();
    StageCurves curves = curves(context.request().policy());
    int batch = batch();
    for (int from = 0; from < subjects.size(); from += batch) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the deadline passed between two batches of frames");
      }
      List<Subject> some = subjects.subList(from, Math.min(subjects.size(), from + batch));
      some.forEach(each -> hash.add(input(each.frame)));
      judged.addAll(judge(some, curves));
    }
    List<Finding> findings = spread(all, judged);
    note(context, findings);
    findings.forEach(each -> context.observations().addAll(each.seen));
    double worst = findings.stream().mapToDouble(Finding::score).max().orElse(0);
    return new StageOutcome(
        AssessmentStatus.OK,
        "",
        Verdict.ALLOW,
        List.of(new CategoryScore(category(), worst, null)),
        evidence(findings),
        curves.model(),
        hash.hex());
  }

  private List<Subject> subjects(ScanContext context) {
    List<Subject> subjects = new ArrayList<>();
    for (DecodedMedia decoded : context.decoded()) {
      if (isSpared(context, decoded)) {
        continue;
      }
      for (int i = 0; i < decoded.frames().size(); i++) {
        subjects.add(
            new Subject(
                decoded.info(), decoded.info().keyframes().get(i), decoded.frames().get(i)));
      }
    }
    return subjects;
  }

  /** The keyframes with a picture of their own; the others only say when it is seen again. */
  private static List<Subject> distinct(List<Subject> all) {
    Set<DecodedMedia.Frame> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return all.stream().filter(each -> seen.add(each.frame)).toList();
  }

  /** A finding for every keyframe: evidence stays where the picture was first seen. */
  private static List<Finding> spread(List<Subject> all, List<Finding> judged) {
    Map<DecodedMedia.Frame, Finding> found = new IdentityHashMap<>();
    judged.forEach(each -> found.put(each.subject.frame, each));
    List<Finding> findings = new ArrayList<>();
    for (Subject each : all) {
      Finding of = found.get(each.frame);
      findings.add(of.subject == each ? of : new Finding(each, of.score, List.of()));
    }
    return findings;
  }

  /** Adds the scores to the strips of the outward analyses, which are in the order of decoding. */
  private void note(ScanContext context, List<Finding> findings) {
    int at = 0;
    for (int m = 0; m < context.decoded().size(); m++) {
      if (isSpared(context, context.decoded().get(m))) {
        continue;
      }
      MediaAnalysis analysis = context.analyses().get(m);
      List<Keyframe> strip = new ArrayList<>();
      for (Keyframe keyframe : analysis.info().keyframes()) {
        strip.add(scored(keyframe, findings.get(at++).score));
      }
      context.analyses().set(m, analysis.with(with(analysis.info(), strip)));
    }
  }

  private Keyframe scored(Keyframe keyframe, double score) {
    List<CategoryScore> scores = new ArrayList<>(keyframe.scores());
    if (score > 0) {
      scores.add(new CategoryScore(category(), score, null));
      scores.sort(CategoryScore.HIGHEST_FIRST);
    }
    return new Keyframe(keyframe.index(), keyframe.atSeconds(), keyframe.cut(), scores);
  }

  /** The facts with another strip. */
  static MediaInfo with(MediaInfo info, List<Keyframe> strip) {
    return new MediaInfo(
        info.mediaId(),
        info.kind(),
        info.state(),
        info.declaredType(),
        info.detectedType(),
        info.bytes(),
        info.width(),
        info.height(),
        info.seconds(),
        info.hasSound(),
        strip,
        info.problem());
  }

  private List<Evidence> evidence(List<Finding> findings) {
    List<Evidence> all =
        findings.stream()
            .flatMap(each -> each.evidence.stream())
            .sorted((a, b) -> Double.compare(b.weight(), a.weight()))
            .limit(MOST_EVIDENCE)
            .toList();
    double sum = all.stream().mapToDouble(Evidence::weight).sum();
    return all.stream().map(each -> weighted(each, each.weight() / sum)).toList();
  }
}
