package dev.halcyon.engine.cli;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.calibration.Calibration;
import dev.halcyon.engine.calibration.LabelledScore;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Has the engine look at labelled files and sorts what its picture models said by model, category
 * and kind of media. The same file under several names counts once. Confined to one thread; the
 * looking is not.
 */
final class LabelledScores {
  private static final int AT_ONCE = 2;

  private final Session session;
  private final Progress progress;
  private final PrintStream err;

  /** By hash, so that neither names nor the order of lines decide over folds. */
  private final Map<String, Seen> seen = new TreeMap<>();

  private volatile @Nullable UserProblem conflict;

  LabelledScores(Session session, Progress progress, PrintStream err) {
    this.session = session;
    this.progress = progress;
    this.err = err;
  }

  /** What the scores of one curve have in common. */
  record Group(
      String stage, Category category, Modality kind, String model, String version, String sha256) {
    String inWords() {
      return stage + ", " + category.id() + ", " + (kind == Modality.VIDEO ? "videos" : "pictures");
    }
  }

  /** A file that was looked at. */
  private record Seen(
      LabelSet.Labelled file,
      Modality kind,
      List<Assessment> said,
      Map<Category, Boolean> labels) {}

  /** What came of a file: one of both. */
  private record Looked(
      LabelSet.Labelled file, String sha256, @Nullable Seen seen, @Nullable String failure) {}

  /**
   * Looks at every file; failures are told on the error stream and counted.
   *
   * @throws UserProblem {@code labels.file} when one file is labelled both ways
   */
  void look(List<LabelSet.Labelled> files) throws IOException, InterruptedException {
    progress.total(files.size());
    try (OrderedWork<Looked> work = new OrderedWork<>(AT_ONCE, this::take)) {
      for (LabelSet.Labelled each : files) {
        work.add(() -> looked(each));
      }
      work.finish();
    }
    @Nullable UserProblem found = conflict;
    if (found != null) {
      throw found;
    }
  }

  private Looked looked(LabelSet.Labelled file) {
    try {
      if (ContentFile.read(file.file()) instanceof ContentFile.Media media) {
        return looked(file, media);
      }
      return failed(file, "it is a text");
    } catch (IOException e) {
      return failed(file, Reasons.of(e));
    } catch (UserProblem e) {
      return failed(file, String.valueOf(e.getMessage()));
    }
  }

  private Looked looked(LabelSet.Labelled file, ContentFile.Media media) {
    ScanResult result = session.media(media.source());
    @Nullable MediaAnalysis analysis = result.media().stream().findFirst().orElse(null);
    if (analysis == null) {
      return failed(file, "it was not looked at within the time allowed");
    }
    @Nullable Problem problem = analysis.info().problem();
    Modality kind = analysis.info().kind();
    if (problem != null) {
      return failed(file, problem.message());
    } else if (kind != Modality.IMAGE && kind != Modality.VIDEO) {
      return failed(file, "it holds no picture");
    }
    List<Assessment> said =
        result.assessments().stream()
            .filter(each -> Calibration.STAGES.contains(each.stage()))
            .toList();
    for (Assessment each : said) {
      boolean none = each.status() == AssessmentStatus.NOT_SUPPORTED;
      if (each.status() != AssessmentStatus.OK && !none) {
        return failed(file, each.stage() + ": " + each.note());
      }
    }
    Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    labels.putAll(file.labels());
    return new Looked(file, media.sha256(), new Seen(file, kind, said, labels), null);
  }

  private static Looked failed(LabelSet.Labelled file, String why) {
    return new Looked(file, "", null, why);
  }

  private void take(Looked looked) {
    progress.one(looked.failure != null);
    if (looked.failure != null) {
      err.println(
          Plain.line(
              "halcyon: "
                  + looked.file.file()
                  + " (line "
                  + looked.file.line()
                  + ") does not count: "
                  + looked.failure));
    } else if (looked.seen != null) {
      seen.merge(looked.sha256, looked.seen, this::same);
    }
  }

  private Seen same(Seen one, Seen other) {
    other.labels.forEach(
        (category, yes) -> {
          @Nullable Boolean before = one.labels.put(category, yes);
          if (before != null && !before.equals(yes)) {
            conflict = conflict(one.file, other.file, category);
          }
        });
    return one;
  }

  private static UserProblem conflict(
      LabelSet.Labelled one, LabelSet.Labelled other, Category category) {
    return new UserProblem(
        "labels.file",
        "%s (line %d) and %s (line %d) hold the same and are labelled against each other for %s."
            .formatted(one.file(), one.line(), other.file(), other.line(), category.id()),
        "Leave one of the two out.");
  }

  /** The scores of what was labelled for their category, by what they have in common. */
  Map<Group, List<LabelledScore>> groups() {
    Map<Group, List<LabelledScore>> groups = new LinkedHashMap<>();
    for (Seen each : seen.values()) {
      for (Assessment said : each.said) {
        ModelRef model = said.model();
        for (CategoryScore score : said.scores()) {
          @Nullable Boolean yes = each.labels.get(score.category());
          if (yes != null) {
            Group group =
                new Group(
                    said.stage(),
                    score.category(),
                    each.kind,
                    model.name(),
                    model.version(),
                    model.sha256());
            groups
                .computeIfAbsent(group, key -> new ArrayList<>())
                .add(new LabelledScore(score.score(), yes));
          }
        }
      }
    }
    return groups;
  }
}
