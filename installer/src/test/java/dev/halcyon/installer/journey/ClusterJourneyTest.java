package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.reasoning.SimilarMembers;
import dev.halcyon.client.SyncClient;
import dev.halcyon.installer.SampleItem;
import dev.halcyon.protocol.CaseMember;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.MemberKind;
import dev.halcyon.protocol.MemberPage;
import dev.halcyon.protocol.PastDecision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The journey of a case that three hundred items wait for: all of them reached, some set apart, the
 * whole undone as one, decided once more, and carried out on each.
 */
class ClusterJourneyTest {
  private static final int MEMBERS = 300;
  private static final int PATIENT_UNDO = 6;
  private static final List<Integer> APART = List.of(0, 150, 299);

  @TempDir Path folder;

  private static String similar(int kept) {
    return Workbench.WORDS.say("tab.similar_count", MEMBERS, kept);
  }

  private static List<PastDecision> byPeople(SyncClient lin, UUID caseId) {
    return lin.detail(caseId).decisions().stream().filter(made -> !made.byMachine()).toList();
  }

  private static List<CaseMember> members(SyncClient lin, UUID caseId) {
    List<CaseMember> members = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      MemberPage page = lin.members(caseId, after, 77);
      members.addAll(page.members());
      after = Optional.ofNullable(page.next());
    } while (after.isPresent());
    return members;
  }

  /** The first sample that makes a case, and as many like it: a few nearly the same, then equal. */
  private static UUID fill(SampleHarbor harbor, SyncClient lin) {
    UUID caseId = harbor.texts(1).getFirst();
    SampleItem words = SampleHarbor.sample(lin.detail(caseId).item().externalId());
    Set<UUID> cases = new HashSet<>();
    for (int i = 0; i < MEMBERS; i++) {
      cases.add(harbor.caseOf("like-" + i, words, text -> text));
    }
    assertThat(cases).as("one case for all").containsExactly(caseId);
    return caseId;
  }

  /** On the JavaFX thread. */
  private static List<UUID> rows(Workbench bench) {
    return bench.items(Workbench.WORDS.say("similar.list")).stream()
        .map(row -> ((SimilarMembers.Row) row).itemId())
        .toList();
  }

  /** Chooses a row and presses the key that turns its box. */
  private static void setApart(Workbench bench, int row) {
    bench.fx(
        () -> {
          ListView<?> list = bench.list(Workbench.WORDS.say("similar.list"));
          list.requestFocus();
          list.getSelectionModel().clearAndSelect(row);
          list.scrollTo(row);
          return true;
        });
    bench.press(KeyCode.SPACE);
  }

  @Test
  void threeHundredAreReachedDecidedButForThreeUndoneAsOneAndDecidedOnce() {
    try (ServerProcess server = People.server(folder);
        SampleHarbor harbor = new SampleHarbor(server);
        SyncClient lin = new SyncClient(server.url())) {
      lin.signInOneTime(server.oneTimeToken("lin"));
      UUID caseId = fill(harbor, lin);
      List<CaseMember> all = members(lin, caseId);
      List<UUID> ids = all.stream().map(CaseMember::itemId).toList();
      assertThat(ids).hasSize(MEMBERS).doesNotHaveDuplicates();
      assertThat(all).extracting(CaseMember::kind).containsOnly(MemberKind.EXACT);
      List<UUID> apart = APART.stream().map(ids::get).toList();
      try (Workbench bench =
          Workbench.signedIn(
              folder.resolve("workbench"),
              PATIENT_UNDO,
              server.url(),
              People.ANA,
              People.PASSWORD)) {
        bench.open(caseId);
        for (int i = 0; i < 3; i++) {
          bench.press(KeyCode.T);
        }
        bench.awaitTrue("all members in the list", () -> rows(bench).size() == MEMBERS);
        assertThat(bench.fx(() -> rows(bench))).containsExactlyElementsOf(ids);
        APART.forEach(row -> setApart(bench, row));
        bench.awaitText("the count of the tab", similar(MEMBERS - 3));
        bench.keepPicture("cluster");

        bench.press(KeyCode.X);
        bench.awaitText("the undo", Workbench.WORDS.say("past.remove") + " · ");
        bench.press(KeyCode.Z);

        bench.awaitText("the case as it was left", similar(MEMBERS - 3));
        bench.awaitActable();
        assertThat(byPeople(lin, caseId)).isEmpty();
        assertThat(members(lin, caseId)).allMatch(CaseMember::waiting);

        bench.press(KeyCode.X);
        Await.value(
            "the decision at the server",
            () ->
                Optional.of(lin.detail(caseId))
                    .filter(detail -> detail.summary().state() == CaseState.DECIDED));
      }
      Await.value(
          "nobody waits for it any more",
          () ->
              Optional.of(members(lin, caseId))
                  .filter(left -> left.stream().noneMatch(CaseMember::waiting)));
      assertThat(byPeople(lin, caseId)).hasSize(1);
      Stored.check(server, stored -> assertCarriedOut(stored, ids, apart));
    }
  }

  private static void assertCarriedOut(Stored stored, List<UUID> ids, List<UUID> apart) {
    for (UUID id : ids) {
      boolean alone = apart.contains(id);
      assertThat(stored.row("select visibility from item where id = ?", id))
          .as("%s, set apart: %s", id, alone)
          .satisfies(row -> assertThat("REMOVED".equals(row.get("visibility"))).isEqualTo(!alone));
      assertThat(stored.rows("select id from review_case where item_id = ?", id))
          .hasSize(alone ? 1 : 0);
    }
  }
}
