package dev.halcyon.engine.fingerprint.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.bank.HashBank;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * {@code ./halcyon match --bank FILE [--within 31] FILE…}: one JSON line for each file with what of
 * the bank it matches. Pictures are searched for in all their eight turns, videos frame by frame.
 */
public final class MatchFiles {
  static final String USAGE =
      "halcyon match --bank FILE [--within BITS] [--quality 0..100] [--every SECONDS] FILE|FOLDER…";

  private MatchFiles() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, CommandLine.out(), System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    return CommandLine.run(() -> match(arguments, out, err), err);
  }

  private static int match(String[] arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    CommandLine line =
        CommandLine.of(arguments, Set.of("bank", "within", "quality", "every"), USAGE);
    String named = line.options().get("bank");
    if (named == null) {
      throw CommandLine.usage("--bank is needed.", USAGE);
    }
    double every = line.number("every", 1, 0, 86_400, USAGE);
    int quality = (int) line.number("quality", PdqHash.USABLE_QUALITY, 0, 100, USAGE);
    List<Path> files = line.files(line.rest(), USAGE);
    Progress progress = new Progress(err, files.size());
    boolean failed = false;
    try (OpenBank open = OpenBank.of(Path.of(named), err);
        FilePrinter printer = new FilePrinter(every)) {
      HashBank bank = open.bank();
      int bits = 64 * bank.kind().words();
      int within = (int) line.number("within", bank.kind().match(), 0, bits, USAGE);
      Lookup lookup = new Lookup(bank, within, quality);
      for (Path file : files) {
        FilePrint print = printer.print(file);
        ObjectNode json = Wire.mapper().createObjectNode();
        json.put("file", file.toString());
        failed |= print.problem().isPresent();
        print.problem().ifPresent(problem -> HashFiles.problem(json, problem));
        lookup.look(print, json);
        out.println(Wire.write(json));
        progress.step();
      }
    }
    return failed ? 1 : 0;
  }
}
