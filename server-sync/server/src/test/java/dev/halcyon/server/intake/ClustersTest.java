package dev.halcyon.server.intake;

import static java.util.Comparator.reverseOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseMember;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ClusterPolicy;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.DecisionResult;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.MemberKind;
import dev.halcyon.protocol.MemberPage;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ReportSubmission;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.seal.ItemKey;
import dev.halcyon.server.seal.ItemKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Near duplicates share a case, from the door to the decision and what follows from it. */
@OnBothDatabases
class ClustersTest {
  private static final String LONG =
      "Please review this offer: we are selling the very best followers and likes for every account"
          + " in this town, delivered within the hour by our own people, and whoever writes to us"
          + " today gets a second thousand for nothing. Ask for the list of prices in the Grave and"
          + " for what others said of us before you pay, and tell your friends and neighbours.";

  @TempDir Path data;

  private ScriptedServer server;
  private TestClient harbor;
  private TestClient ana;

  @BeforeEach
  void start() {
    server = new ScriptedServer(data);
    harbor = server.client("harbor", Role.SERVICE);
    ana = server.client("ana", Role.REVIEWER);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theSameItemOfManyMakesOneCaseThatCountsAndNamesThem() {
    IntakeAnswer first = harbor.submit(Samples.post("1", "review this"));
    IntakeAnswer second = harbor.submit(Samples.post("2", "review this"));
    IntakeAnswer other = harbor.submit(Samples.post("3", "review that"));
    assertThat(second.caseId()).isEqualTo(first.caseId()).isNotNull();
    assertThat(other.caseId()).isNotEqualTo(first.caseId());
    CaseDetail detail = detail(first);
    assertThat(detail.summary().members()).isEqualTo(1);
    assertThat(detail.members())
        .singleElement()
        .satisfies(
            member -> {
              assertThat(member.itemId()).isEqualTo(second.itemId());
              assertThat(member.kind()).isEqualTo(MemberKind.EXACT);
              assertThat(member.waiting()).isTrue();
              assertThat(member.externalId()).isEqualTo("2");
            });
    assertThat(detail(other).summary().members()).isZero();
    assertThat(harbor.submit(Samples.post("2", "review this")).caseId())
        .as("sent again it names the same case")
        .isEqualTo(first.caseId());
  }

  @Test
  void whatIsDecidedHoldsForExactMembersAndNamesThePersonsDecision() {
    IntakeAnswer first = harbor.submit(Samples.post("1", "review this"));
    IntakeAnswer second = harbor.submit(Samples.post("2", "review this"));
    UUID decision = decide(first, DecisionAction.REMOVE);
    Eventually.until("the member followed", () -> visibility(second) == Visibility.REMOVED);
    assertThat(
            server.one(
                "select cast(follows as varchar) || ' ' || action || ' ' || category || ' ' ||"
                    + " clause || ' ' || by_machine from decision where item_id = '"
                    + second.itemId()
                    + "'",
                String.class))
        .isEqualToIgnoringCase(decision + " REMOVE hate H1 true");
    assertThat(detail(first).members().getFirst().waiting()).isFalse();
    String timeline =
        server.client("lea", Role.LEAD).get("/v1/items/" + second.itemId() + "/timeline").text();
    assertThat(timeline)
        .contains("case.joined")
        .contains(first.caseId().toString())
        .contains("\"follows\":\"" + decision + "\"");
    assertThat(harbor.submit(Samples.post("3", "review this")).caseId())
        .as("a decided case takes nobody in")
        .isNotEqualTo(first.caseId());
  }

  @Test
  void aNearMemberIsLookedAtByItselfOnceTheCaseIsDecided() {
    IntakeAnswer first = harbor.submit(Samples.post("1", LONG));
    List<String> edits = near(LONG, 2);
    IntakeAnswer near = harbor.submit(Samples.post("2", edits.get(0)));
    IntakeAnswer same = harbor.submit(Samples.post("3", edits.get(0)));
    IntakeAnswer exact = harbor.submit(Samples.post("4", LONG));
    assertThat(List.of(near.caseId(), same.caseId(), exact.caseId())).containsOnly(first.caseId());
    assertThat(detail(first).members())
        .extracting(CaseMember::kind)
        .as("the exact one, which came last, stands last")
        .containsExactly(MemberKind.NEAR, MemberKind.NEAR, MemberKind.EXACT);
    decide(first, DecisionAction.REMOVE);
    Eventually.until("all are settled", () -> waiting(first.caseId()) == 0);
    assertThat(visibility(exact)).isEqualTo(Visibility.REMOVED);
    assertThat(visibility(near)).isEqualTo(Visibility.PENDING);
    UUID released = harbor.submit(Samples.post("2", edits.get(0))).caseId();
    assertThat(released).isNotNull().isNotEqualTo(first.caseId());
    assertThat(harbor.submit(Samples.post("3", edits.get(0))).caseId())
        .as("released ones that are alike share the next case")
        .isEqualTo(released);
    assertThat(server.one("select count(*) from review_case", Long.class)).isEqualTo(2);
    CaseSummary next = ana.get("/v1/cases/" + released).as(CaseDetail.class).summary();
    assertThat(next.state()).isEqualTo(CaseState.WAITING);
    assertThat(next.members()).isEqualTo(1);
  }

  /** As after a restore of an older database beside newer keys: erased since, but not in it. */
  private void destroyKey(IntakeAnswer item) {
    byte[] head =
        server
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("select words from item where id = :id")
                        .bind("id", item.itemId())
                        .mapTo(byte[].class)
                        .one());
    ItemKeys.open(data, server.database()).destroy(List.of(ItemKey.number(head)));
  }

  @Test
  void membersWhoseKeysAreGoneHoldNobodyUp() {
    IntakeAnswer first = harbor.submit(Samples.post("1", LONG));
    List<String> edits = near(LONG, 2);
    IntakeAnswer goneNear = harbor.submit(Samples.post("2", edits.get(0)));
    IntakeAnswer goneExact = harbor.submit(Samples.post("3", LONG));
    IntakeAnswer exact = harbor.submit(Samples.post("4", LONG));
    IntakeAnswer other = harbor.submit(Samples.post("5", edits.get(1)));
    destroyKey(goneNear);
    destroyKey(goneExact);
    decide(first, DecisionAction.REMOVE);
    Eventually.until("all are settled", () -> waiting(first.caseId()) == 0);
    assertThat(visibility(exact)).isEqualTo(Visibility.REMOVED);
    assertThat(visibility(goneExact)).isEqualTo(Visibility.REMOVED);
    assertThat(visibility(other)).isEqualTo(Visibility.PENDING);
    assertThat(visibility(goneNear)).isEqualTo(Visibility.PENDING);
  }

  @Test
  void aCaseWhoseKeyIsGoneIsJoinedByNobodyAndStopsNobody() {
    IntakeAnswer gone = harbor.submit(Samples.post("1", "review this"));
    destroyKey(gone);
    IntakeAnswer second = harbor.submit(Samples.post("2", "review this"));
    IntakeAnswer third = harbor.submit(Samples.post("3", "review this"));
    assertThat(second.caseId()).isNotNull().isNotEqualTo(gone.caseId());
    assertThat(third.caseId()).isEqualTo(second.caseId());
  }

  @Test
  void thoseLeastLikeComeFirstOnEveryPage() {
    IntakeAnswer first = harbor.submit(Samples.post("1", LONG));
    harbor.submit(Samples.post("exact", LONG));
    List<String> edits = near(LONG, 12);
    for (int i = 0; i < edits.size(); i++) {
      harbor.submit(Samples.post("near" + i, edits.get(i)));
    }
    List<CaseMember> paged = new ArrayList<>();
    String after = "";
    do {
      MemberPage page =
          ana.get("/v1/cases/" + first.caseId() + "/members?limit=5" + after).as(MemberPage.class);
      paged.addAll(page.members());
      after = page.next() == null ? "" : "&after=" + page.next();
    } while (!after.isEmpty());
    assertThat(paged).hasSize(13).doesNotHaveDuplicates();
    assertThat(paged).extracting(CaseMember::wordsApart).isSortedAccordingTo(reverseOrder());
    assertThat(paged.getLast())
        .satisfies(last -> assertThat(last.kind()).isEqualTo(MemberKind.EXACT))
        .satisfies(last -> assertThat(last.wordsApart()).isZero());
    for (CaseMember member : paged.subList(0, 12)) {
      String text = edits.get(Integer.parseInt(member.externalId().substring("near".length())));
      int bits = SimHash.of(LONG).distance(SimHash.of(text));
      assertThat(member.wordsApart()).isEqualTo(Math.max(1, 100 * bits / SimHash.MATCH));
    }
    assertThat(detail(first).members()).isEqualTo(paged);
  }

  @Test
  void anExceptionGetsACaseOfItsOwnAndTheOthersFollowTheDecision() {
    IntakeAnswer first = harbor.submit(Samples.post("1", "review this"));
    IntakeAnswer followed = harbor.submit(Samples.post("2", "review this"));
    IntakeAnswer apart = harbor.submit(Samples.post("3", "review this"));
    IntakeAnswer alsoApart = harbor.submit(Samples.post("4", "review this"));
    OpenedCase opened = ana.post("/v1/cases/" + first.caseId() + "/open").as(OpenedCase.class);
    DecisionRequest request =
        except(Fixtures.decide(opened, DecisionAction.REMOVE), apart.itemId(), alsoApart.itemId());
    assertThat(send(request))
        .satisfies(result -> assertThat(result.outcome()).isEqualTo(DecisionOutcome.ACCEPTED))
        .satisfies(result -> assertThat(result.replayed()).isFalse());
    Eventually.until("all are settled", () -> waiting(first.caseId()) == 0);
    assertThat(visibility(followed)).isEqualTo(Visibility.REMOVED);
    assertThat(List.of(visibility(apart), visibility(alsoApart))).containsOnly(Visibility.PENDING);
    UUID own = harbor.submit(Samples.post("3", "review this")).caseId();
    UUID other = harbor.submit(Samples.post("4", "review this")).caseId();
    assertThat(Set.of(first.caseId(), own, other)).as("each stands alone").hasSize(3);
    assertThat(ana.get("/v1/cases/" + own).as(CaseDetail.class).summary())
        .satisfies(summary -> assertThat(summary.state()).isEqualTo(CaseState.WAITING))
        .satisfies(summary -> assertThat(summary.members()).isZero());
    assertThat(send(request).replayed()).isTrue();
    assertThat(send(except(request)).outcome())
        .as("under the same id with other exceptions")
        .isEqualTo(DecisionOutcome.REJECTED);
    assertThat(server.one("select count(*) from review_case", Long.class)).isEqualTo(3);
    assertThat(harbor.submit(Samples.post("5", "review this")).caseId())
        .as("what was set apart takes nobody in")
        .isNotIn(first.caseId(), own, other);
    assertThat(
            server.client("lea", Role.LEAD).get("/v1/items/" + apart.itemId() + "/timeline").text())
        .contains("\"excepted\":\"true\"")
        .contains("case.released");
  }

  @Test
  void anExceptionThatIsNoMemberIsRefusedAndNothingIsDecided() {
    IntakeAnswer first = harbor.submit(Samples.post("1", "review this"));
    IntakeAnswer member = harbor.submit(Samples.post("2", "review this"));
    IntakeAnswer foreign = harbor.submit(Samples.post("3", "review that"));
    OpenedCase opened = ana.post("/v1/cases/" + first.caseId() + "/open").as(OpenedCase.class);
    DecisionRequest request =
        except(Fixtures.decide(opened, DecisionAction.REMOVE), member.itemId(), foreign.itemId());
    assertThat(send(request))
        .satisfies(result -> assertThat(result.outcome()).isEqualTo(DecisionOutcome.REJECTED))
        .extracting(result -> Objects.requireNonNull(result.problem()).code())
        .isEqualTo("decision.exceptions");
    assertThat(detail(first).summary().state()).isEqualTo(CaseState.IN_REVIEW);
    decide(first, DecisionAction.REMOVE);
    Eventually.until("the member follows", () -> visibility(member) == Visibility.REMOVED);
  }

  @Test
  void aNearExceptionStandsAloneThoughNearOnesFollow() {
    server.policy = with(new ClusterPolicy(true, true, 100));
    List<String> edits = near(LONG, 2);
    IntakeAnswer first = harbor.submit(Samples.post("1", LONG));
    IntakeAnswer near = harbor.submit(Samples.post("2", edits.get(0)));
    IntakeAnswer apart = harbor.submit(Samples.post("3", edits.get(1)));
    assertThat(List.of(near.caseId(), apart.caseId())).containsOnly(first.caseId());
    OpenedCase opened = ana.post("/v1/cases/" + first.caseId() + "/open").as(OpenedCase.class);
    send(except(Fixtures.decide(opened, DecisionAction.REMOVE), apart.itemId()));
    Eventually.until("all are settled", () -> waiting(first.caseId()) == 0);
    assertThat(visibility(near)).isEqualTo(Visibility.REMOVED);
    assertThat(visibility(apart)).isEqualTo(Visibility.PENDING);
  }

  @Test
  void aNearMemberFollowsWhereThePolicySaysSo() {
    server.policy = with(new ClusterPolicy(true, true, 100));
    IntakeAnswer first = harbor.submit(Samples.post("1", LONG));
    IntakeAnswer near = harbor.submit(Samples.post("2", near(LONG, 1).getFirst()));
    assertThat(near.caseId()).isEqualTo(first.caseId());
    decide(first, DecisionAction.ALLOW);
    Eventually.until("it followed", () -> visibility(near) == Visibility.VISIBLE);
  }

  @Test
  void aPolicyCanHaveEachItemLookedAtByItselfAndLimitHowManyShareACase() {
    server.policy = with(new ClusterPolicy(false, false, 1));
    assertThat(harbor.submit(Samples.post("1", "review this")).caseId())
        .isNotEqualTo(harbor.submit(Samples.post("2", "review this")).caseId());
    server.policy = with(new ClusterPolicy(true, false, 2));
    Set<UUID> cases = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      cases.add(harbor.submit(Samples.post("many" + i, "review these")).caseId());
    }
    assertThat(cases).as("three and three").hasSize(2);
  }

  @Test
  void aMoreSevereMemberMakesTheCaseMoreUrgentAndAFloodNeverHidesIt() {
    String grave = LONG.replace("Grave", "grave");
    assertThat(SimHash.of(LONG).distance(SimHash.of(grave))).isLessThanOrEqualTo(SimHash.MATCH);
    IntakeAnswer first = harbor.submit(Samples.post("1", LONG));
    for (int i = 0; i < 5; i++) {
      harbor.submit(Samples.post("flood" + i, LONG));
    }
    CaseSummary before = detail(first).summary();
    assertThat(before.priority()).isEqualTo(Priority.P1);
    assertThat(before.version())
        .as("a flood takes no decision out of anybody's hands")
        .isEqualTo(1);
    assertThat(harbor.submit(Samples.post("2", grave)).caseId()).isEqualTo(first.caseId());
    CaseSummary after = detail(first).summary();
    assertThat(after.priority()).isEqualTo(Priority.P0);
    assertThat(after.version()).isEqualTo(2);
    assertThat(after.dueAt()).isBefore(before.dueAt());
    assertThat(after.members()).isEqualTo(6);
    assertThat(after.why().getFirst().kind()).isEqualTo(ReasonKind.RAISED_BY_MEMBER);
    assertThat(after.why().getFirst().value()).isEqualTo(Category.VIOLENCE.id());
  }

  @Test
  void twoAtOnceMakeOneCase() throws Exception {
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<IntakeAnswer>> calls =
          IntStream.range(0, 24)
              .<Callable<IntakeAnswer>>mapToObj(
                  // Half of them with a report, which goes another way than words alone.
                  i ->
                      () ->
                          harbor.submit(
                              i % 2 == 0
                                  ? Samples.post("n" + i, LONG)
                                  : Samples.item("n" + i, "a" + i, LONG, List.of(report("r" + i)))))
              .toList();
      Set<UUID> cases = new HashSet<>();
      for (Future<IntakeAnswer> answer : senders.invokeAll(calls)) {
        cases.add(Objects.requireNonNull(answer.get().caseId()));
      }
      assertThat(cases).hasSize(1);
      assertThat(ana.get("/v1/cases/" + cases.iterator().next()).as(CaseDetail.class).summary())
          .extracting(CaseSummary::members)
          .isEqualTo(23);
    }
  }

  @Test
  void aBatchOfLikeItemsMakesOneCaseAndItsMembersCanBePagedThrough() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      lines.append(Wire.write(Samples.post("b" + i, "review this"))).append('\n');
    }
    TestClient.Answer answer =
        harbor.send(
            harbor
                .request("/v1/items?deadlineMillis=20000")
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(lines.toString())));
    assertThat(answer.status()).isEqualTo(200);
    UUID only = server.one("select id from review_case", UUID.class);
    Set<UUID> seen = new HashSet<>();
    String after = "";
    do {
      MemberPage page =
          ana.get("/v1/cases/" + only + "/members?limit=7" + after).as(MemberPage.class);
      page.members().forEach(member -> assertThat(seen.add(member.itemId())).isTrue());
      after = page.next() == null ? "" : "&after=" + page.next();
    } while (!after.isEmpty());
    assertThat(seen).hasSize(29);
    assertThat(ana.get("/v1/cases/" + only + "/members?after=x").problem().code())
        .isEqualTo("request.cursor");
    assertThat(ana.get("/v1/cases/" + UUID.randomUUID() + "/members").problem().code())
        .isEqualTo("case.unknown");
    assertThat(ana.get("/v1/cases/" + only).as(CaseDetail.class).members()).hasSize(20);
  }

  @Test
  void likePicturesShareACaseByTheirFingerprints() {
    String one = harbor.upload("one");
    String like = harbor.upload("like");
    String other = harbor.upload("other");
    server.engine.prints.put(one, new PdqFingerprint(new PdqHash(1, 2, 3, 4), 90));
    server.engine.prints.put(like, new PdqFingerprint(new PdqHash(1, 2, 3, 4 + 0xff0000), 90));
    server.engine.prints.put(other, new PdqFingerprint(new PdqHash(~1, 2, 3, 4), 90));
    UUID first = harbor.submit(Samples.post("1", "review", one)).caseId();
    assertThat(harbor.submit(Samples.post("2", "review", like)).caseId()).isEqualTo(first);
    assertThat(harbor.submit(Samples.post("3", "review", other)).caseId()).isNotEqualTo(first);
    assertThat(harbor.submit(Samples.post("4", "review", one)).caseId()).isEqualTo(first);
    assertThat(ana.get("/v1/cases/" + first).as(CaseDetail.class).members())
        .extracting(CaseMember::kind)
        .containsExactly(MemberKind.NEAR, MemberKind.EXACT);
  }

  @Test
  void aReportRaisesTheCaseOfAnExactMemberAndGivesANearOneItsOwn() {
    IntakeAnswer first = harbor.submit(Samples.post("1", LONG));
    String edit = near(LONG, 1).getFirst();
    IntakeAnswer exact = harbor.submit(Samples.post("2", LONG));
    IntakeAnswer near = harbor.submit(Samples.post("3", edit));
    assertThat(near.caseId()).isEqualTo(first.caseId());
    harbor.submit(Samples.item("2", "author-2", LONG, List.of(authority())));
    CaseSummary raised = detail(first).summary();
    assertThat(raised.priority()).isEqualTo(Priority.P0);
    assertThat(raised.members()).isEqualTo(2);
    harbor.submit(Samples.item("3", "author-3", edit, List.of(authority())));
    UUID own = harbor.submit(Samples.post("3", edit)).caseId();
    assertThat(own).isNotEqualTo(first.caseId());
    assertThat(ana.get("/v1/cases/" + own).as(CaseDetail.class).summary().priority())
        .isEqualTo(Priority.P0);
    assertThat(detail(first).summary().members()).isEqualTo(1);
    decide(first, DecisionAction.REMOVE);
    Eventually.until("the exact one followed", () -> visibility(exact) == Visibility.REMOVED);
    assertThat(visibility(near)).isEqualTo(Visibility.PENDING);
  }

  @Test
  void escalatingKeepsTheMembersAndTheCaseGoesOnTakingThemIn() {
    IntakeAnswer first = harbor.submit(Samples.post("1", "review this"));
    IntakeAnswer second = harbor.submit(Samples.post("2", "review this"));
    server.execute(
        "update review_case set escalated = true, queue = 'escalated' where id = '"
            + first.caseId()
            + "'");
    harbor.submit(Samples.item("3", "a3", "review this", List.of(authority())));
    CaseSummary summary = detail(first).summary();
    assertThat(summary.members()).isEqualTo(2);
    assertThat(summary.queue()).isEqualTo("escalated");
    assertThat(summary.priority()).isEqualTo(Priority.P0);
    assertThat(second.caseId()).isEqualTo(first.caseId());
  }

  @Test
  void whatAKillLeavesUnsettledTheNextStartSettles() {
    IntakeAnswer first = harbor.submit(Samples.post("1", "review this"));
    IntakeAnswer second = harbor.submit(Samples.post("2", "review this"));
    stop();
    start();
    decide(first, DecisionAction.REMOVE);
    stop();
    start();
    Eventually.until("the member followed", () -> visibility(second) == Visibility.REMOVED);
    assertThat(
            server.one(
                "select count(*) from decision where item_id = '" + second.itemId() + "'",
                Long.class))
        .isEqualTo(1);
  }

  private CaseDetail detail(IntakeAnswer item) {
    return ana.get("/v1/cases/" + item.caseId()).as(CaseDetail.class);
  }

  private UUID decide(IntakeAnswer item, DecisionAction action) {
    OpenedCase opened = ana.post("/v1/cases/" + item.caseId() + "/open").as(OpenedCase.class);
    var request = Fixtures.decide(opened, action);
    DecisionResults results =
        ana.post("/v1/decisions", new DecisionBatch(List.of(request))).as(DecisionResults.class);
    assertThat(results.results().getFirst().outcome()).isEqualTo(DecisionOutcome.ACCEPTED);
    return request.id();
  }

  private DecisionResult send(DecisionRequest request) {
    return ana.post("/v1/decisions", new DecisionBatch(List.of(request)))
        .as(DecisionResults.class)
        .results()
        .getFirst();
  }

  private static DecisionRequest except(DecisionRequest of, UUID... members) {
    return new DecisionRequest(
        of.id(),
        of.caseId(),
        of.caseVersion(),
        of.leaseToken(),
        of.action(),
        of.restrictions(),
        of.category(),
        of.clause(),
        of.note(),
        of.rationale(),
        of.decidedAt(),
        of.handlingMillis(),
        List.of(members));
  }

  private Visibility visibility(IntakeAnswer item) {
    return Visibility.valueOf(
        server.one("select visibility from item where id = '" + item.itemId() + "'", String.class));
  }

  private long waiting(UUID caseId) {
    return server.one(
        "select count(*) from case_member where state = 'WAITING' and case_id = '" + caseId + "'",
        Long.class);
  }

  /** Texts within reach of another in one letter, and not of the same words. */
  private static List<String> near(String text, int count) {
    List<String> near = new ArrayList<>();
    for (int i = text.length() - 1; near.size() < count; i--) {
      if (Character.isLetter(text.charAt(i))) {
        String edit = text.substring(0, i) + 'k' + text.substring(i + 1);
        if (!edit.equals(text) && SimHash.of(text).distance(SimHash.of(edit)) <= SimHash.MATCH) {
          near.add(edit);
        }
      }
    }
    return near;
  }

  private static ReportSubmission report(String reporter) {
    return new ReportSubmission(
        ReportSource.USER,
        reporter,
        Category.HATE,
        "",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(5));
  }

  private static ReportSubmission authority() {
    return new ReportSubmission(
        ReportSource.AUTHORITY,
        "office",
        Category.HATE,
        "",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(5));
  }

  private static ResolvedPolicy with(ClusterPolicy clusters) {
    ResolvedPolicy base = ScriptedServer.POLICY;
    return new ResolvedPolicy(
        base.ref(),
        base.title(),
        base.categories(),
        base.rules(),
        base.stages(),
        base.queues(),
        base.sla(),
        base.reviewHides(),
        base.unsupportedLanguage(),
        base.clocks(),
        base.judge(),
        base.banks(),
        base.retention(),
        clusters,
        base.routing());
  }
}
