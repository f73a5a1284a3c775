package dev.halcyon.engine.fingerprint.command;

import dev.halcyon.engine.fingerprint.bank.BankLists;
import dev.halcyon.engine.fingerprint.bank.HashBank;
import dev.halcyon.engine.fingerprint.bank.HashKind;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code ./halcyon bank …}: makes, changes and checks banks of known fingerprints. */
public final class BankCommand {
  static final String USAGE =
      "halcyon bank import LIST BANK [--kind pdq|simhash|sha256] | add BANK LIST"
          + " | withdraw BANK HASH… | fold BANK | show BANK";

  private BankCommand() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, CommandLine.out(), System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    return CommandLine.run(() -> work(arguments, out), err);
  }

  private static int work(String[] arguments, PrintStream out) {
    CommandLine line = CommandLine.of(arguments, Set.of("kind"), USAGE);
    List<String> rest = line.rest();
    String what = rest.isEmpty() ? "" : rest.getFirst();
    switch (what) {
      case "import" -> importList(line, rest, out);
      case "add" -> add(rest, out);
      case "withdraw" -> withdraw(rest, out);
      case "fold" -> fold(rest, out);
      case "show" -> show(rest, out);
      default -> throw CommandLine.usage("'" + what + "' is nothing to do with a bank.", USAGE);
    }
    return 0;
  }

  private static Path file(List<String> rest, int index, int most) {
    if (rest.size() <= index || rest.size() > most) {
      throw CommandLine.usage("Too few or too many names.", USAGE);
    }
    return Path.of(rest.get(index));
  }

  private static void importList(CommandLine line, List<String> rest, PrintStream out) {
    Optional<HashKind> kind =
        Optional.ofNullable(line.options().get("kind"))
            .map(
                id ->
                    HashKind.of(id)
                        .orElseThrow(
                            () -> CommandLine.usage("'" + id + "' is no kind of hash.", USAGE)));
    Path bank = file(rest, 2, 3);
    say(out, bank, BankLists.make(bank, file(rest, 1, 3), kind));
  }

  private static void add(List<String> rest, PrintStream out) {
    try (HashBank bank = HashBank.open(file(rest, 1, 3))) {
      say(out, file(rest, 1, 3), BankLists.add(bank, file(rest, 2, 3)));
    }
  }

  private static void say(PrintStream out, Path bank, BankLists.Imported done) {
    out.printf(
        "%s: %d %s hashes listed, %d in the bank%n",
        bank, done.listed(), done.kind().id(), done.held());
    if (done.lowQuality() > 0) {
      out.printf(
          "%d of them have a quality under 50 and will match much that is not alike%n",
          done.lowQuality());
    }
  }

  private static void withdraw(List<String> rest, PrintStream out) {
    Path file = file(rest, 1, Integer.MAX_VALUE);
    file(rest, 2, Integer.MAX_VALUE);
    try (HashBank bank = HashBank.open(file)) {
      int gone = 0;
      for (String hash : rest.subList(2, rest.size())) {
        gone += bank.withdraw(bank.kind().parse(hash));
      }
      out.printf("%s: %d entries withdrawn, %d in the bank%n", file, gone, bank.size());
    }
  }

  private static void fold(List<String> rest, PrintStream out) {
    Path file = file(rest, 1, 2);
    try (HashBank bank = HashBank.open(file)) {
      int pending = bank.pending();
      bank.fold();
      out.printf("%s: %d changes written into the base%n", file, pending);
    }
  }

  private static void show(List<String> rest, PrintStream out) {
    Path file = file(rest, 1, 2);
    try (HashBank bank = HashBank.read(file)) {
      out.printf(
          "%s: %d %s hashes, every checksum right; %d changes since the base was written%n",
          file, bank.size(), bank.kind().id(), bank.pending());
    }
  }
}
