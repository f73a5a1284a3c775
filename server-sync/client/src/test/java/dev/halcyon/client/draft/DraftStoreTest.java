package dev.halcyon.client.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.client.Samples;
import dev.halcyon.client.TestClock;
import dev.halcyon.client.journal.FaultyStorage;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftStoreTest {
  private static final UUID CASE = new UUID(1, 1);
  private static final UUID OTHER = new UUID(1, 2);

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final FaultyStorage disk = new FaultyStorage();

  private DraftStore onDisk(byte[] content) {
    return DraftStore.open(new FaultyStorage(content), Samples.ANA, clock);
  }

  static CaseDraft draft(UUID caseId, String note) {
    return new CaseDraft(
        caseId,
        Category.HATE,
        "H1",
        note,
        List.of(Restriction.AGE_GATE, Restriction.LABEL),
        List.of(new UUID(2, 2), new UUID(2, 1)));
  }

  @Test
  void everythingChosenAndTypedIsThereAfterAKillAndAfterPowerLoss() {
    DraftStore drafts = DraftStore.open(disk, Samples.ANA, clock);
    drafts.keep(draft(CASE, "first words"));
    drafts.keep(draft(OTHER, ""));
    drafts.save();
    drafts.keep(draft(CASE, "first words, and more"));
    drafts.save();
    for (byte[] left : List.of(disk.afterKill(), disk.afterPowerLoss(0))) {
      try (DraftStore again = onDisk(left)) {
        assertThat(again.drafts())
            .containsEntry(CASE, draft(CASE, "first words, and more"))
            .containsEntry(OTHER, draft(OTHER, ""))
            .hasSize(2);
        assertThat(again.notice()).isNull();
      }
    }
  }

  @Test
  void aDroppedNoteLeavesTheDiskAtOnce() {
    DraftStore drafts = DraftStore.open(disk, Samples.ANA, clock);
    drafts.keep(draft(CASE, "a word about somebody"));
    drafts.keep(draft(OTHER, "another"));
    drafts.save();
    assertThat(text(disk.afterKill())).contains("a word about somebody");

    drafts.drop(CASE);
    drafts.save();

    assertThat(text(disk.afterKill())).doesNotContain("a word about somebody").contains("another");
    assertThat(text(disk.durable)).doesNotContain("a word about somebody");
    assertThat(onDisk(disk.afterKill()).drafts()).containsOnlyKeys(OTHER);
  }

  @Test
  void whatIsForgottenBeforeItWasSavedNeverReachesTheDisk() {
    DraftStore drafts = DraftStore.open(disk, Samples.ANA, clock);
    drafts.keep(draft(CASE, "taken back"));
    drafts.drop(CASE);
    drafts.save();
    assertThat(text(disk.afterKill())).doesNotContain("taken back");
  }

  @Test
  void aDraftNobodyComesBackToIsGoneAfterSevenDays() {
    try (DraftStore drafts = DraftStore.open(disk, Samples.ANA, clock)) {
      drafts.keep(draft(CASE, "old"));
      drafts.save();
      clock.advance(Duration.ofDays(6));
      drafts.keep(draft(OTHER, "newer"));
    }
    clock.advance(Duration.ofHours(25));
    FaultyStorage later = new FaultyStorage(disk.afterKill());
    try (DraftStore again = DraftStore.open(later, Samples.ANA, clock)) {
      assertThat(again.drafts()).containsOnlyKeys(OTHER);
      assertThat(text(later.afterKill())).doesNotContain("old\"").contains("newer");
    }
  }

  @Test
  void aFullDiskIsSaidAndTheNextSaveTriesAgain() {
    DraftStore drafts = DraftStore.open(disk, Samples.ANA, clock);
    disk.capacity = 10;
    drafts.keep(draft(CASE, "kept in memory"));
    assertThatThrownBy(drafts::save)
        .isInstanceOfSatisfying(
            UserProblem.class, e -> assertThat(e.code()).isEqualTo("drafts.disk-full"));
    assertThat(drafts.drafts()).containsKey(CASE);
    disk.capacity = Long.MAX_VALUE;
    drafts.save();
    assertThat(onDisk(disk.afterKill()).drafts()).containsKey(CASE);
  }

  @Test
  void closingSavesWhatIsDue() {
    try (DraftStore drafts = DraftStore.open(disk, Samples.ANA, clock)) {
      drafts.keep(draft(CASE, "the last letter"));
    }
    assertThat(disk.closed).isTrue();
    assertThat(onDisk(disk.afterKill()).drafts().get(CASE).note()).isEqualTo("the last letter");
  }

  @Test
  void anHourOfTypingStaysSmall() {
    DraftStore drafts = DraftStore.open(disk, Samples.ANA, clock);
    StringBuilder note = new StringBuilder();
    for (int letter = 0; letter < 2_000; letter++) {
      note.append('x');
      drafts.keep(draft(CASE, note.toString()));
      drafts.save();
      assertThat(disk.afterKill().length).isLessThan(80 * 1024);
    }
    assertThat(onDisk(disk.afterKill()).drafts().get(CASE).note()).hasSize(2_000);
  }

  @Test
  void aDamagedLineCostsOnlyItself() {
    DraftStore drafts = DraftStore.open(disk, Samples.ANA, clock);
    drafts.keep(draft(CASE, "first"));
    drafts.save();
    drafts.keep(draft(OTHER, "second"));
    drafts.save();
    byte[] bytes = disk.afterKill();
    bytes[text(bytes).indexOf("first")] ^= 1;
    try (DraftStore again = onDisk(bytes)) {
      assertThat(again.drafts()).containsOnlyKeys(OTHER);
      assertThat(again.notice().code()).isEqualTo("drafts.damaged");
    }
  }

  @Test
  void theFileIsTheOwnersAloneAndOneWorkbenchHasIt() throws IOException {
    Path file = DraftStore.fileFor(folder, Samples.ANA);
    try (DraftStore drafts = DraftStore.open(file, Samples.ANA, clock)) {
      drafts.keep(draft(CASE, "mine"));
      drafts.save();
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThatThrownBy(() -> DraftStore.open(file, Samples.ANA, clock))
          .isInstanceOfSatisfying(
              UserProblem.class, e -> assertThat(e.code()).isEqualTo("drafts.locked"));
    }
    assertThatThrownBy(() -> DraftStore.open(file, new UUID(9, 9), clock))
        .isInstanceOfSatisfying(
            UserProblem.class, e -> assertThat(e.code()).isEqualTo("drafts.other-account"));
  }

  @Test
  void theNoteIsInNoLogLine() {
    assertThat(draft(CASE, "private words")).asString().doesNotContain("private words");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
