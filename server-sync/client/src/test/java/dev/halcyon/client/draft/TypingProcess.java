package dev.halcyon.client.draft;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import java.nio.file.Path;
import java.util.UUID;

/** A workbench in which somebody only types, in a process of its own that a test kills. */
final class TypingProcess {
  static final UUID CASE = new UUID(7, 7);

  private TypingProcess() {}

  /** Types letter after letter, and says after each save how many there are. */
  public static void main(String[] arguments) {
    DraftStore drafts = DraftStore.open(Path.of(arguments[0]), Samples.ANA, new TestClock());
    StringBuilder note = new StringBuilder();
    while (true) {
      note.append('e');
      drafts.keep(DraftStoreTest.draft(CASE, note.toString()));
      drafts.save();
      System.out.println(note.length() + ".");
    }
  }
}
