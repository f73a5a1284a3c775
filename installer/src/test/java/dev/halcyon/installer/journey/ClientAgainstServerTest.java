package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.assets.Assets;
import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.ChangeListener;
import dev.halcyon.client.RevealedBytes;
import dev.halcyon.client.ReviewServer;
import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.RevealGrant;
import dev.halcyon.protocol.RevealPurpose;
import dev.halcyon.protocol.RevealRequest;
import dev.halcyon.protocol.UserProblem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call of the client against the real server, its answers and its refusals. */
class ClientAgainstServerTest {
  @TempDir static Path folder;

  private static ServerProcess server;
  private static SyncClient ana;
  private static SyncClient lin;
  private static UUID withPicture;

  @BeforeAll
  static void start() {
    server = ServerProcess.start(folder);
    ana = new SyncClient(server.url());
    ana.signInOneTime(server.oneTimeToken("ana"));
    lin = new SyncClient(server.url());
    lin.signInOneTime(server.oneTimeToken("lin"));
    try (var harbor = new SampleHarbor(server)) {
      harbor.cases(5, item -> item.media().isEmpty());
      withPicture =
          harbor.caseOf(
              "with-picture",
              SampleHarbor.sample("h-23ad5abab4c0"),
              "image/png",
              Assets.bytes("sample/media/pen.png"));
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      ana.close();
      lin.close();
      server.close();
    }
  }

  private static void assertCode(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(code);
              assertThat(problem.remedy()).isNotBlank();
            });
  }

  private static UUID waiting() {
    return ana.cases(CaseFilter.WAITING).cases().stream()
        .map(CaseSummary::id)
        .filter(id -> !id.equals(withPicture))
        .findFirst()
        .orElseThrow();
  }

  private static DecisionRequest allow(OpenedCase opened, long token) {
    return new DecisionRequest(
        com.github.f4b6a3.uuid.UuidCreator.getTimeOrderedEpoch(),
        opened.lease().caseId(),
        opened.detail().summary().version(),
        token,
        DecisionAction.ALLOW,
        List.of(),
        null,
        null,
        "",
        null,
        Instant.now(),
        100);
  }

  private static DecisionResult decide(DecisionRequest request) {
    return ana.decide(new DecisionBatch(List.of(request))).results().getFirst();
  }

  @Test
  void wrongPasswordAndUsedTokenAreRefused() {
    try (var stranger = new SyncClient(server.url())) {
      assertCode("auth.failed", () -> stranger.signIn("ana", "wrong"));
      assertCode("auth.failed", () -> stranger.signInOneTime(server.oneTimeToken("lin")));
      assertCode("auth.expired", stranger::queues);
    }
  }

  @Test
  void signedInAccountSeesItselfQueuesPolicyAndModels() {
    assertThat(ana.me().name()).isEqualTo("ana");
    assertThat(ana.queues()).isNotEmpty();
    assertThat(ana.currentPolicy("DE").categories()).isNotEmpty();
    assertThat(ana.policy(2, "ZZ").ref().version()).isEqualTo(2);
    assertThat(ana.models()).isNotEmpty();
  }

  @Test
  void filtersAndPagesCoverTheQueueInOrderWithoutRepeats() {
    List<UUID> paged = new ArrayList<>();
    CaseFilter filter = CaseFilter.ALL.withLimit(2);
    CasePage page = ana.cases(filter);
    paged.addAll(page.cases().stream().map(CaseSummary::id).toList());
    while (page.next() != null) {
      page = ana.cases(filter.withAfter(page.next()));
      paged.addAll(page.cases().stream().map(CaseSummary::id).toList());
    }
    assertThat(paged).doesNotHaveDuplicates().hasSize(6);
    assertThat(ana.cases(CaseFilter.ALL.withKind(Modality.IMAGE)).cases())
        .extracting(CaseSummary::id)
        .containsExactly(withPicture);
    int found = 0;
    for (Category category : Category.values()) {
      List<CaseSummary> of = ana.cases(CaseFilter.ALL.withCategory(category)).cases();
      assertThat(of).allMatch(each -> each.category() == category);
      found += of.size();
    }
    assertThat(found).as("each case has one category").isEqualTo(6);
    assertThat(ana.cases(CaseFilter.ALL.withState(CaseState.CLOSED)).cases()).isEmpty();
  }

  @Test
  void leadMayLookButNotOpen() {
    UUID id = waiting();
    assertThat(lin.detail(id).summary().id()).isEqualTo(id);
    assertCode("auth.role", () -> lin.open(id));
    assertCode("case.unknown", () -> ana.open(UUID.randomUUID()));
  }

  @Test
  void sameDecisionTwiceIsOneAndAnOldTokenIsAConflict() {
    OpenedCase opened = ana.open(waiting());
    long token = opened.lease().token();
    assertThat(ana.heartbeat(opened.lease().caseId(), token).token()).isEqualTo(token);
    DecisionRequest request = allow(opened, token);

    DecisionResult first = decide(request);
    assertThat(first.outcome()).as("%s", first.problem()).isEqualTo(DecisionOutcome.ACCEPTED);
    DecisionResult again = decide(request);
    assertThat(again.outcome()).isEqualTo(DecisionOutcome.ACCEPTED);
    assertThat(again.replayed()).isTrue();

    OpenedCase other = ana.open(waiting());
    DecisionResult stale = decide(allow(other, other.lease().token() + 1));
    assertThat(stale.outcome()).isEqualTo(DecisionOutcome.CONFLICT);
    ana.release(other.lease().caseId(), other.lease().token());
    assertCode("lease.lost", () -> ana.heartbeat(other.lease().caseId(), other.lease().token()));
  }

  @Test
  void feedTellsOfACaseThatIsOpenedAndReleased() throws Exception {
    List<Change> heard = new CopyOnWriteArrayList<>();
    ChangeListener listener = heard::add;
    try (AutoCloseable feed = lin.changes(ReviewServer.FROM_NOW, listener)) {
      Await.until("the feed", () -> !heard.isEmpty());
      assertThat(heard.getFirst().kind()).isEqualTo(ChangeKind.RESET);
      OpenedCase opened = ana.open(waiting());
      ana.release(opened.lease().caseId(), opened.lease().token());
      String id = opened.lease().caseId().toString();
      Await.until(
          "the release",
          () ->
              heard.stream()
                  .anyMatch(
                      each ->
                          each.kind() == ChangeKind.CASE_RELEASED && each.subject().equals(id)));
      assertThat(heard.stream().filter(each -> each.subject().equals(id)).map(Change::kind))
          .contains(ChangeKind.CASE_OPENED);
    }
  }

  @Test
  void originalComesOnlyUnderALeaseAndOnceForALook() throws Exception {
    MediaInfo media = ana.detail(withPicture).item().media().getFirst();
    assertThat(ana.rendition(withPicture, media.mediaId(), 0)).startsWith(0xFF, 0xD8, 0xFF);
    RevealRequest early = new RevealRequest(media.mediaId(), null, RevealPurpose.VIEW, 1);
    assertCode("lease.lost", () -> ana.reveal(withPicture, early));

    OpenedCase opened = ana.open(withPicture);
    long token = opened.lease().token();
    RevealGrant look =
        ana.reveal(
            withPicture, new RevealRequest(media.mediaId(), null, RevealPurpose.VIEW, token));
    assertThat(ana.revealedPicture(look)).isNotEmpty();
    assertCode("reveal.expired", () -> ana.revealedPicture(look));
    ana.endReveal(look.id(), 5);

    RevealGrant rescan =
        ana.reveal(
            withPicture, new RevealRequest(media.mediaId(), null, RevealPurpose.RESCAN, token));
    try (RevealedBytes bytes = ana.originalTo(rescan)) {
      assertThat(bytes.size()).isEqualTo(media.bytes());
    }
    ana.endReveal(rescan.id(), 0);
    ana.release(withPicture, token);
  }
}
