package dev.halcyon.engine.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.judge.Judge;
import dev.halcyon.engine.judge.JudgeSettings;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code ./halcyon judge probe}: says what each judge that is set up can do. Runs once. */
final class JudgeCommand {
  private static final String USAGE = "judge probe [--json]";

  private JudgeCommand() {}

  /** Runs the command; false when an endpoint does not answer. */
  static boolean run(List<String> arguments, OutputStream out, PrintStream err) {
    return run(arguments, System.getenv(), out);
  }

  /** The same in an environment. */
  static boolean run(List<String> arguments, Map<String, String> environment, OutputStream out) {
    Options options = Options.read(arguments, Set.of("--json"), Set.of(), USAGE);
    if (!options.operands().equals(List.of("probe"))) {
      throw Options.usage("judge knows only: probe.", USAGE);
    }
    JudgeSettings settings = JudgeSettings.of(environment);
    if (settings.endpoints().isEmpty()) {
      throw new UserProblem(
          "judge.settings",
          "No judge is set up.",
          "Name a file with endpoints in HALCYON_JUDGE_SETTINGS, or set HALCYON_JUDGE_URL and"
              + " HALCYON_JUDGE_MODEL (docs/judge.md).");
    }
    PrintStream answers = new PrintStream(out, true, StandardCharsets.UTF_8);
    try (Judge judge = Judge.of(settings)) {
      List<Judge.Probed> all = judge.probe();
      all.forEach(each -> answers.println(line(each, options.has("--json"))));
      return all.stream().allMatch(Judge.Probed::answers);
    }
  }

  private static String line(Judge.Probed probed, boolean json) {
    var endpoint = probed.endpoint();
    String role = endpoint.role().name().toLowerCase(Locale.ROOT);
    if (json) {
      ObjectNode line = Wire.mapper().createObjectNode();
      line.put("name", endpoint.name()).put("role", role).put("model", endpoint.model());
      line.put("url", endpoint.url().toString()).put("local", endpoint.local());
      line.put("pictures", endpoint.pictures()).put("answers", probed.answers());
      line.put("found", probed.found()).put("millis", probed.millis());
      return Plain.json(line.toString());
    }
    return Plain.line(
        "%s (%s): %s at %s, %s; %s, %d ms"
            .formatted(
                endpoint.name(),
                role,
                endpoint.model(),
                endpoint.url(),
                endpoint.local() ? "on this machine" : "on another machine",
                probed.found(),
                probed.millis()));
  }
}
