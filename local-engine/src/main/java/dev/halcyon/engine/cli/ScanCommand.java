package dev.halcyon.engine.cli;

import dev.halcyon.engine.calibration.CalibrationFolder;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ./halcyon scan}: judges files, folders, or JSON lines of text. Stateless. */
final class ScanCommand {
  private static final String USAGE =
      "scan FILE|DIR…|- [--policy FILE|VERSION] [--region XX] [--language xx] [--json]"
          + " [--require-sandbox]";
  private static final Set<String> REGIONS = new HashSet<>(Arrays.asList(Locale.getISOCountries()));

  private ScanCommand() {}

  /** Runs the command; returns whether everything was assessed whole. */
  static boolean run(List<String> arguments, InputStream in, OutputStream out, PrintStream err)
      throws IOException, InterruptedException {
    Options options =
        Options.read(
            arguments,
            Set.of("--json", "--require-sandbox"),
            Set.of("--policy", "--region", "--language"),
            USAGE);
    List<String> operands = options.operands();
    boolean lines = operands.contains("-");
    if (operands.isEmpty() || lines && operands.size() > 1) {
      throw options.wrong(lines ? "- stands alone." : "Nothing to scan was named.");
    }
    @Nullable String region = options.value("--region");
    if (region != null && !REGIONS.contains(region)) {
      throw options.wrong("'" + region + "' is no region; use ISO 3166-1, such as DE.");
    }
    @Nullable String language = options.value("--language");
    if (language != null && !LineRequest.LANGUAGES.contains(language)) {
      throw options.wrong("'" + language + "' is no language; use ISO 639-1, such as en.");
    }
    ResolvedPolicy policy = PolicyChoice.of(options.value("--policy"), options);
    // Better said once than in the answer for every file.
    CalibrationFolder calibrations = CalibrationFolder.configured();
    policy.stages().stream()
        .map(StageSpec::calibration)
        .filter(Objects::nonNull)
        .forEach(calibrations::find);
    FileList files = new FileList();
    if (!lines) {
      operands.forEach(each -> files.add(options.path(each)));
    }
    AnswerStream answers = new AnswerStream(out);
    try (Session session =
            new Session(policy, region, language, options.has("--require-sandbox"), answers::end);
        Progress progress = new Progress(err, lines ? "lines" : "files")) {
      if (lines) {
        new LineScan(session, answers, progress).run(in);
      } else {
        new FileScan(session, answers, progress, options.has("--json")).run(files.entries());
      }
      progress.summary();
      if (files.leftOut() > 0) {
        err.println(files.leftOut() + " links and special files were left out.");
      }
      return progress.failed() == 0;
    }
  }
}
