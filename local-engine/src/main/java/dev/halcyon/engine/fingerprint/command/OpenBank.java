package dev.halcyon.engine.fingerprint.command;

import dev.halcyon.engine.fingerprint.bank.BankLists;
import dev.halcyon.engine.fingerprint.bank.HashBank;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bank to search, be it one or a list in text; of a list a bank is made for as long as this is
 * open, which also goes when the program is stopped from outside. Confined to one thread.
 */
final class OpenBank implements AutoCloseable {
  private final HashBank bank;
  private final @Nullable Path folder;
  private final @Nullable Thread sweeper;

  private OpenBank(HashBank bank, @Nullable Path folder, @Nullable Thread sweeper) {
    this.bank = bank;
    this.folder = folder;
    this.sweeper = sweeper;
  }

  static OpenBank of(Path file, PrintStream err) throws IOException {
    if (BankLists.isBank(file)) {
      return new OpenBank(HashBank.read(file), null, null);
    }
    Path folder = Files.createTempDirectory("halcyon-bank");
    Thread sweeper = Thread.ofPlatform().unstarted(() -> sweep(folder));
    Runtime.getRuntime().addShutdownHook(sweeper);
    boolean done = false;
    try {
      Path made = folder.resolve("list.bank");
      BankLists.Imported imported = BankLists.make(made, file, Optional.empty());
      OpenBank open = new OpenBank(HashBank.read(made), folder, sweeper);
      done = true;
      err.println(
          "read "
              + imported.held()
              + " "
              + imported.kind().id()
              + " hashes of a list; ./halcyon bank import keeps them ready");
      return open;
    } finally {
      if (!done) {
        Runtime.getRuntime().removeShutdownHook(sweeper);
        sweep(folder);
      }
    }
  }

  HashBank bank() {
    return bank;
  }

  private static void sweep(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // The system's own temporary folder is emptied by the system in the end.
    }
  }

  @Override
  public void close() {
    bank.close();
    if (folder != null && sweeper != null) {
      Runtime.getRuntime().removeShutdownHook(sweeper);
      sweep(folder);
    }
  }
}
