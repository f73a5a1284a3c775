package dev.halcyon.engine.cli;

import dev.halcyon.engine.calibration.Calibration;
import dev.halcyon.engine.calibration.CalibrationFile;
import dev.halcyon.engine.calibration.CalibrationFolder;
import dev.halcyon.engine.calibration.CurveFit;
import dev.halcyon.engine.calibration.LabelledScore;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./halcyon calibrate}: fits the picture models' scores to what an operator's own people
 * said of pictures, and writes a calibration that policies name. Runs once.
 */
final class CalibrateCommand {
  private static final String USAGE =
      "calibrate --labels FILE.csv|FILE.jsonl [--folder DIR] --out NAME@VERSION.json"
          + " [--category C] [--share S] [--require-sandbox]";

  private final PrintStream out;
  private final double share;
  private final List<Calibration.Entry> entries = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private CalibrateCommand(PrintStream out, double share) {
    this.out = out;
    this.share = share;
  }

  /** Runs the command; returns whether every label counted and got its curve. */
  static boolean run(List<String> arguments, OutputStream out, PrintStream err)
      throws IOException, InterruptedException {
    Options options =
        Options.read(
            arguments,
            Set.of("--require-sandbox"),
            Set.of("--labels", "--folder", "--out", "--category", "--share"),
            USAGE);
    @Nullable String named = options.value("--labels");
    @Nullable String target = options.value("--out");
    if (named == null || target == null || !options.operands().isEmpty()) {
      throw options.wrong("--labels and --out are needed, and nothing else stands alone.");
    }
    CalibrationFile file = CalibrationFile.named(options.path(target));
    double share = share(options);
    Path source = options.path(named);
    LabelFile.Read labels = LabelFile.read(source, folder(options, source), category(options));
    PrintStream answers = new PrintStream(out, true, StandardCharsets.UTF_8);
    CalibrateCommand command = new CalibrateCommand(answers, share);
    try (Session session =
            new Session(policy(), null, null, options.has("--require-sandbox"), () -> {});
        Progress progress = new Progress(err, "files")) {
      LabelledScores scores = new LabelledScores(session, progress, err);
      scores.look(labels.files());
      progress.summary();
      command.fit(scores.groups(), labels.files());
      command.write(file, labels.sha256());
      return command.leftOut.isEmpty() && progress.failed() == 0;
    }
  }

  private static Path folder(Options options, Path labels) {
    @Nullable String given = options.value("--folder");
    @Nullable Path beside = labels.toAbsolutePath().getParent();
    return given != null ? options.path(given) : beside == null ? Path.of("") : beside;
  }

  private static @Nullable Category category(Options options) {
    @Nullable String given = options.value("--category");
    if (given == null) {
      return null;
    }
    Category category = Category.of(given);
    if (category == Category.UNKNOWN) {
      throw options.wrong("'" + given + "' is no category.");
    }
    return category;
  }

  private static double share(Options options) {
    @Nullable String given = options.value("--share");
    if (given == null) {
      return Double.NaN;
    }
    try {
      double share = Double.parseDouble(given);
      if (share > 0 && share < 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is none of those allowed.
      throw options.wrong("'" + given + "' is no share; write 0.02 for two in a hundred.");
    }
    throw options.wrong("--share lies between 0 and 1, such as 0.02.");
  }

  /** The picture models alone, their scores raw. */
  private static ResolvedPolicy policy() {
    ResolvedPolicy all = PolicyDocuments.shipped(PolicyDocuments.SHIPPED_VERSIONS.getLast());
    return new ResolvedPolicy(
        all.ref(),
        all.title(),
        all.categories(),
        List.of(),
        Stream.concat(Stream.of("media.decode"), Calibration.STAGES.stream())
            .map(each -> new StageSpec(each, null, true))
            .toList(),
        all.queues(),
        all.sla(),
        all.reviewHides(),
        all.unsupportedLanguage());
  }

  private void fit(
      Map<LabelledScores.Group, List<LabelledScore>> groups, List<LabelSet.Labelled> labelled) {
    Set<Category> silent = EnumSet.noneOf(Category.class);
    labelled.forEach(each -> silent.addAll(each.labels().keySet()));
    groups.forEach(
        (group, rows) -> {
          silent.remove(group.category());
          fit(group, rows);
        });
    silent.forEach(
        each -> leftOut.add(each.id() + ": no picture model that is installed scores it."));
  }

  private void fit(LabelledScores.Group group, List<LabelledScore> rows) {
    int yes = (int) rows.stream().filter(LabelledScore::yes).count();
    int no = rows.size() - yes;
    if (Math.min(yes, no) < CurveFit.FEWEST) {
      leftOut.add(group.inWords() + ": " + CalibrationReport.tooFew(yes, no, CurveFit.FEWEST));
      return;
    }
    CurveFit fit = CurveFit.of(rows, share);
    out.println(CalibrationReport.of(group.inWords(), fit));
    if (fit.before().auroc().low() <= 0.5 || !fit.curve().complaint().isEmpty()) {
      leftOut.add(
          group.inWords()
              + ": the scores do not tell yes from no (the interval of the area under the ROC"
              + " curve reaches 0.5), so that no curve would mean anything.");
      return;
    }
    entries.add(
        new Calibration.Entry(
            group.stage(),
            group.category(),
            group.kind(),
            group.model(),
            group.version(),
            group.sha256(),
            yes,
            no,
            fit.share(),
            fit.before().error().value(),
            fit.after().error().value(),
            fit.curve()));
  }

  private void write(CalibrationFile file, String labels) throws IOException {
    leftOut.forEach(each -> out.println("no curve: " + each));
    if (entries.isEmpty()) {
      throw new UserProblem(
          "calibration.few",
          "No curve could be made, so nothing was written.",
          leftOut.isEmpty()
              ? "None of the files that were looked at has a label."
              : String.join("\n", leftOut));
    }
    Calibration made = file.write(labels, entries);
    out.println("wrote " + made.ref());
    out.println("Put the file into " + place() + " of every machine that judges, and name it in");
    out.println("the policy's stages:");
    entries.stream()
        .map(Calibration.Entry::stage)
        .distinct()
        .forEach(
            each -> out.println("  - {stage: " + each + ", calibration: \"" + made.ref() + "\"}"));
  }

  private static String place() {
    String folder = System.getProperty(CalibrationFolder.FOLDER, "");
    return folder.isBlank() ? "the folder of calibrations" : folder;
  }
}
