package dev.halcyon.engine.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.engine.pack.InstalledPack;
import dev.halcyon.engine.pack.PackManifest;
import dev.halcyon.engine.pack.PackStore;
import dev.halcyon.engine.pack.Pin;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code ./halcyon models …}: lists, adds, checks and removes model packs. Runs once. */
final class ModelsCommand {
  private static final String USAGE =
      "models list [--all] [--json] | add FILE|DIR [--sha256 HASH] [--accept-licence ID]"
          + " | verify [NAME | FILE|DIR [--sha256 HASH] [--accept-licence ID]]"
          + " | remove NAME | trust KEY.pem";

  private static final Set<String> FLAGS = Set.of("--all", "--json");
  private static final Set<String> VALUED = Set.of("--sha256", "--accept-licence");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Options options;
  private final PackStore store;
  private final PrintStream out;
  private final PrintStream err;

  private ModelsCommand(Options options, PackStore store, PrintStream out, PrintStream err) {
    this.options = options;
    this.store = store;
    this.out = out;
    this.err = err;
  }

  /** Runs the command; false when a pack was found bad. */
  static boolean run(List<String> arguments, OutputStream out, PrintStream err) {
    Options options = Options.read(arguments, FLAGS, VALUED, USAGE);
    PackStore store =
        PackStore.configured()
            .orElseThrow(
                () ->
                    new UserProblem(
                        "pack.store",
                        "Where model packs lie is not said.",
                        "Run the command as ./halcyon models, which says it."));
    PrintStream answers = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new ModelsCommand(options, store, answers, err).work();
  }

  private boolean work() {
    List<String> operands = options.operands();
    return switch (operands.isEmpty() ? "" : operands.getFirst()) {
      case "list" -> list(operands(1, 1));
      case "add" -> add(operands(2, 2));
      case "verify" -> verify(operands(1, 2));
      case "remove" -> remove(operands(2, 2));
      case "trust" -> trust(operands(2, 2));
      default -> throw options.wrong("The first word is list, add, verify, remove or trust.");
    };
  }

  private List<String> operands(int least, int most) {
    List<String> operands = options.operands();
    if (operands.size() < least || operands.size() > most) {
      throw options.wrong("There are too few or too many words.");
    }
    return operands;
  }

  private @Nullable String hash() {
    @Nullable String given = options.value("--sha256");
    if (given == null) {
      return null;
    }
    String hash = given.toLowerCase(Locale.ROOT);
    if (!HASH.matcher(hash).matches()) {
      throw options.wrong("A SHA-256 has 64 hexadecimal digits.");
    }
    return hash;
  }

  private boolean add(List<String> operands) {
    InstalledPack pack =
        store.add(options.path(operands.get(1)), hash(), options.value("--accept-licence"));
    PackManifest manifest = pack.manifest();
    out.println(
        Plain.line(
            String.format(
                "installed %s %s (%s, %s): %s; used by %s",
                manifest.name(),
                manifest.version(),
                manifest.kind().id(),
                manifest.licence(),
                pack.pin().trust(),
                manifest.kind().usedBy())));
    return true;
  }

  private boolean verify(List<String> operands) {
    List<Pin> installed = store.installed();
    if (operands.size() == 1) {
      if (installed.isEmpty()) {
        err.println("No model pack is installed.");
      }
      boolean good = true;
      for (Pin pin : installed) {
        good &= verified(pin);
      }
      return good;
    }
    String named = operands.get(1);
    for (Pin pin : installed) {
      if (pin.name().equals(named)) {
        return verified(pin);
      }
    }
    Path path = options.path(named);
    if (!Files.exists(path)) {
      throw PackStore.missing(named, installed);
    }
    PackManifest manifest = store.check(path, hash(), options.value("--accept-licence"));
    out.println(
        Plain.line(
            "good      "
                + manifest.name()
                + " "
                + manifest.version()
                + ": it could be installed; nothing was"));
    return true;
  }

  private boolean verified(Pin pin) {
    String name = pin.name() + " " + pin.version();
    try {
      store.verify(pin);
      out.println("good      " + name + ": " + pin.trust() + "; every file and the model's shape");
      return true;
    } catch (UserProblem e) {
      out.println(Plain.line("bad       " + name + ": " + e.getMessage()));
      err.println("  " + Plain.line(e.remedy()));
      return false;
    }
  }

  private boolean remove(List<String> operands) {
    Pin gone = store.remove(operands.get(1));
    out.println("removed " + gone.name() + " " + gone.version());
    return true;
  }

  private boolean trust(List<String> operands) {
    String fingerprint = store.trust(options.path(operands.get(1)));
    out.println("pinned the key with the fingerprint " + fingerprint);
    return true;
  }

  /** What is known of an installed pack without running it. */
  private record Row(Pin pin, String licence, String state) {}

  private boolean list(List<String> operands) {
    List<Row> rows = new ArrayList<>();
    for (Pin pin : store.installed()) {
      try {
        PackManifest manifest = store.open(pin).manifest();
        boolean last =
            store.installed().reversed().stream()
                .filter(each -> each.kind().equals(pin.kind()))
                .findFirst()
                .filter(pin::equals)
                .isPresent();
        String use = manifest.kind().usedBy();
        rows.add(
            new Row(pin, manifest.licence(), last ? use : "unused: a later one serves " + use));
      } catch (UserProblem e) {
        rows.add(new Row(pin, "?", "NOT USED: " + e.getMessage()));
      }
    }
    rows.forEach(options.has("--json") ? this::json : this::line);
    if (rows.isEmpty() && !options.has("--json")) {
      out.println("No model pack is installed. docs/model-packs.md says how to add one.");
    }
    if (options.has("--all")) {
      shipped();
    }
    return rows.stream().noneMatch(row -> row.state.startsWith("NOT USED"));
  }

  private void line(Row row) {
    out.println(
        Plain.line(
            String.format(
                Locale.ROOT,
                "%-20s %-10s %-13s %-12s %s; %s",
                row.pin.name(),
                row.pin.version(),
                row.pin.kind(),
                row.licence,
                row.pin.trust(),
                row.state)));
  }

  private void json(Row row) {
    ObjectNode node = Wire.mapper().createObjectNode();
    node.put("name", row.pin.name());
    node.put("version", row.pin.version());
    node.put("kind", row.pin.kind());
    node.put("licence", row.licence);
    node.put("trust", row.pin.trust());
    node.put("manifestSha256", row.pin.manifestSha256());
    node.put("addedAt", row.pin.addedAt().toString());
    node.put("state", row.state);
    out.println(Plain.json(Wire.write(node)));
  }

  /** All models of the engine with what runs them and why; loads them. */
  private void shipped() {
    try (RescanEngine engine = RescanEngine.start(EngineOptions.forWorkbench())) {
      for (ModelDescription row : engine.models()) {
        if (options.has("--json")) {
          out.println(Plain.json(Wire.write(row)));
        } else {
          out.println(
              Plain.line(
                  String.format(
                      Locale.ROOT,
                      "%-28s %-8s %-5s %s",
                      row.model().name(),
                      row.model().version(),
                      row.model().provider(),
                      row.providerReason())));
        }
      }
    }
  }

  /** {@code provider}, for the doctor: what would run a model on this machine, and why. */
  static boolean provider(OutputStream out) {
    OnnxProviders.Choice choice = OnnxProviders.installed().choice();
    PrintStream answers = new PrintStream(out, true, StandardCharsets.UTF_8);
    answers.println(Plain.line(choice.provider() + ": " + choice.reason()));
    return true;
  }
}
