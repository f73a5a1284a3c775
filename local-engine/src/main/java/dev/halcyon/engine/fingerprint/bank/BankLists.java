package dev.halcyon.engine.fingerprint.bank;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes lists of fingerprints in text, as exchanges hand them out, into banks. Stateless. */
public final class BankLists {
  private BankLists() {}

  /**
   * What came of a list.
   *
   * @param listed fingerprints on it
   * @param held entries the bank holds now
   * @param lowQuality of those listed, too low in quality to be compared by
   */
  public record Imported(HashKind kind, int listed, int held, int lowQuality) {}

  /**
   * Makes a bank of a list, see docs/fingerprints.md.
   *
   * @param stated the kind of 64 digits that the list does not name; PDQ if empty
   * @throws UserProblem {@code bank.list} with the line that is wrong; then no bank is made
   */
  public static Imported make(Path bank, Path list, Optional<HashKind> stated) {
    BankText.Listed read = BankText.read(list, stated);
    int held = BaseWriter.create(bank, read.kind(), read.entries());
    return new Imported(read.kind(), read.entries().size(), held, read.lowQuality());
  }

  /**
   * Adds what a list holds to a bank.
   *
   * @throws UserProblem {@code bank.list}; then nothing is added
   */
  public static Imported add(HashBank bank, Path list) {
    BankText.Listed read = BankText.read(list, Optional.of(bank.kind()));
    List<BankEntry> entries = new ArrayList<>(read.entries().size());
    for (int i = 0; i < read.entries().size(); i++) {
      entries.add(read.entries().entry(i));
    }
    bank.add(entries);
    return new Imported(read.kind(), entries.size(), bank.size(), read.lowQuality());
  }

  /** Whether a file is a bank, rather than a list in text. */
  public static boolean isBank(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer head = ByteBuffer.allocate(8);
      channel.read(head);
      return BankLayout.isBank(head.flip());
    } catch (IOException e) {
      throw BankFiles.unreadable(file, e);
    }
  }
}
