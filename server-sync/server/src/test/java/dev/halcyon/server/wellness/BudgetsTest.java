package dev.halcyon.server.wellness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.Availability;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionOutcome;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.ExposureBatch;
import dev.halcyon.protocol.ExposureChain;
import dev.halcyon.protocol.ExposureEntry;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.LeaseRequest;
import dev.halcyon.protocol.NextCase;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.OptOut;
import dev.halcyon.protocol.OwnWellness;
import dev.halcyon.protocol.PeriodBalance;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.RotationPolicy;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Budgets as a workbench meets them, over HTTP. */
@OnBothDatabases
@Timeout(120)
class BudgetsTest {
  @TempDir Path directory;
  private HalcyonServer server;
  private ServerContext context;
  private TestClient ana;
  private int versions = 1001;

  @BeforeEach
  void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    context = server.context();
    ana = client("ana", Role.REVIEWER);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private TestClient client(String name, Role role) {
    return TestClient.signedIn(
        server.url(), context.accounts().ensure(name, name, Set.of(role), List.of(), null));
  }

  private void inForce(WellnessPolicy wellness) {
    int version = ++versions;
    context.policies().add(WellnessFixture.policy(version, wellness));
    context.policies().publish("system", version);
  }

  private CaseSummary make(Category category) {
    return Fixtures.createCase(context, Fixtures.item("words"), category, 0.7);
  }

  private static Answer open(TestClient by, CaseSummary of) {
    return by.post("/v1/cases/" + of.id() + "/open");
  }

  private static String code(Answer answer) {
    return answer.status() + " " + answer.problem().code();
  }

  private static List<UUID> listed(TestClient by) {
    return by.get("/v1/cases?state=WAITING&limit=500").as(CasePage.class).cases().stream()
        .map(CaseSummary::id)
        .toList();
  }

  private static OwnWellness mine(TestClient by) {
    return by.get("/v1/wellness/mine").as(OwnWellness.class);
  }

  private static PeriodBalance day(TestClient by, BudgetScope scope) {
    return mine(by).budgets().stream()
        .filter(each -> each.of() == scope)
        .findFirst()
        .orElseThrow()
        .day();
  }

  @Test
  void whatWouldPassTheDayIsLeftOutAndLighterWorkIsHandedOut() {
    inForce(WellnessFixture.severeDay(60));
    CaseSummary one = make(Category.HATE);
    CaseSummary two = make(Category.VIOLENCE);
    CaseSummary three = make(Category.HATE);
    CaseSummary light = make(Category.SPAM);
    assertThat(open(ana, one).status()).isEqualTo(200);
    assertThat(open(ana, two).status()).isEqualTo(200);
    assertThat(day(ana, BudgetScope.SEVERE).reservedMillis())
        .isEqualTo(2 * WellnessFixture.CASE_MILLIS);

    assertThat(code(open(ana, three))).isEqualTo("403 case.rest");
    assertThat(listed(ana)).containsExactly(light.id());
    assertThat(ana.post("/v1/next-case").as(NextCase.class).opened().lease().caseId())
        .isEqualTo(light.id());
    Answer nothing = ana.post("/v1/next-case");
    assertThat(code(nothing)).isEqualTo("403 wellness.rest");
    assertThat(nothing.problem().message()).contains("heavy cases");
    assertThat(nothing.problem().remedy()).contains("back on").contains("(UTC)");
    assertThat(mine(ana).resting()).isTrue();

    TestClient ben = client("ben", Role.REVIEWER);
    assertThat(listed(ben)).containsExactly(three.id());
    assertThat(open(ben, three).status()).isEqualTo(200);
    assertThat(ben.post("/v1/next-case").status()).as("nothing waits at all").isEqualTo(204);
  }

  @Test
  void aSpentBudgetOfABandWithoutCategoriesLeavesNothingOut() {
    inForce(
        WellnessFixture.wellness(
            RotationPolicy.NONE, new WellnessBudget(BudgetScope.MODERATE, null, 0, null)));
    CaseSummary one = make(Category.HATE);
    CaseSummary light = make(Category.SPAM);
    assertThat(listed(ana)).containsExactly(one.id(), light.id());
  }

  private CaseSummary image(Category category) {
    CaseSummary made = make(category);
    context
        .database()
        .useTransaction(
            handle ->
                handle.execute(
                    "update review_case set media_kinds = 'TEXT,IMAGE' where id = ?", made.id()));
    return made;
  }

  @Test
  void aListWeighsPicturesAsOpeningDoes() {
    inForce(WellnessFixture.severeDay(51));
    open(ana, make(Category.HATE));
    CaseSummary words = make(Category.HATE);
    CaseSummary picture = image(Category.HATE);
    // 30 s are left: 21 of words fit, and 1.5 times as much of a picture does not.
    assertThat(code(open(ana, picture))).isEqualTo("403 case.rest");
    assertThat(listed(ana)).containsExactly(words.id());
  }

  @Test
  void askingForTheNextCaseGivesUpAfterManyThatOnlyTheirRegionRefuses() {
    int version = ++versions;
    context.policies().add(WellnessFixture.policy(version, WellnessFixture.severeDay(600)));
    context.policies().add(WellnessFixture.policy(version, "US", WellnessFixture.severeDay(0)));
    context.policies().publish("system", version);
    for (int i = 0; i < 40; i++) {
      make(Category.HATE);
    }
    CaseSummary light = make(Category.SPAM);
    OpenedCase first = ana.post("/v1/next-case").as(NextCase.class).opened();
    assertThat(first.lease().caseId()).isEqualTo(light.id());
    ana.post("/v1/cases/" + light.id() + "/release", new LeaseRequest(first.lease().token()));
    for (int i = 0; i < 24; i++) {
      make(Category.HATE);
    }
    assertThat(code(ana.post("/v1/next-case"))).isEqualTo("403 wellness.rest");
  }

  @Test
  void aPolicyWithoutBudgetsLimitsNobodyAndRecordsNothing() {
    inForce(null);
    for (int i = 0; i < 5; i++) {
      assertThat(open(ana, make(Category.HATE)).status()).isEqualTo(200);
    }
    assertThat(day(ana, BudgetScope.SEVERE)).extracting(PeriodBalance::limitMillis).isNull();
    assertThat(day(ana, BudgetScope.SEVERE).reservedMillis()).isZero();
  }

  @Test
  void aCaseThatIsOpenMayBeFinishedThoughTheBudgetIsSpent() {
    inForce(WellnessFixture.severeDay(25));
    CaseSummary one = make(Category.HATE);
    OpenedCase opened = open(ana, one).as(OpenedCase.class);
    assertThat(code(open(ana, make(Category.HATE)))).isEqualTo("403 case.rest");
    assertThat(
            ana.post(
                    "/v1/cases/" + one.id() + "/heartbeat",
                    new LeaseRequest(opened.lease().token()))
                .status())
        .isEqualTo(200);
    // The same person in another window.
    TestClient again = client("ana", Role.REVIEWER);
    OpenedCase taken = open(again, one).as(OpenedCase.class);
    DecisionResults decided =
        again
            .post(
                "/v1/decisions",
                new DecisionBatch(List.of(Fixtures.decide(taken, DecisionAction.REMOVE))))
            .as(DecisionResults.class);
    assertThat(decided.results().getFirst().outcome()).isEqualTo(DecisionOutcome.ACCEPTED);
    assertThat(day(ana, BudgetScope.SEVERE).reservedMillis()).isZero();
  }

  @Test
  void givingACaseBackGivesItsReservationBackAndOnlyThat() {
    inForce(WellnessFixture.severeDay(30));
    CaseSummary one = make(Category.HATE);
    OpenedCase opened = open(ana, one).as(OpenedCase.class);
    assertThat(code(open(ana, make(Category.HATE)))).isEqualTo("403 case.rest");
    ana.post("/v1/cases/" + one.id() + "/release", new LeaseRequest(opened.lease().token()));
    assertThat(day(ana, BudgetScope.SEVERE).reservedMillis()).isZero();
    assertThat(open(ana, one).status()).isEqualTo(200);
  }

  @Test
  void aCaseLongerThanTheWholeBudgetGoesToWhoHasUsedNothing() {
    inForce(WellnessFixture.severeDay(10));
    assertThat(listed(ana)).isEmpty();
    CaseSummary one = make(Category.HATE);
    assertThat(listed(ana)).containsExactly(one.id());
    assertThat(open(ana, one).status()).isEqualTo(200);
    CaseSummary two = make(Category.HATE);
    assertThat(listed(ana)).isEmpty();
    assertThat(code(open(ana, two))).isEqualTo("403 case.rest");
  }

  @Test
  void criticalCasesHaveABudgetOfTheirOwn() {
    inForce(
        WellnessFixture.wellness(
            RotationPolicy.NONE, new WellnessBudget(BudgetScope.P0, 25, null, null)));
    assertThat(open(ana, make(Category.VIOLENCE)).status()).isEqualTo(200);
    CaseSummary critical = make(Category.VIOLENCE);
    assertThat(code(open(ana, critical))).isEqualTo("403 case.rest");
    CaseSummary severe = make(Category.HATE);
    assertThat(listed(ana)).containsExactly(severe.id());
    assertThat(open(ana, severe).status()).isEqualTo(200);
  }

  /** A ledger of one slice of words. */
  private ExposureBatch ledger(UUID caseId, long millis, Instant from) {
    UUID session = UUID.randomUUID();
    ExposureEvent event =
        new ExposureEvent(
            session,
            1,
            caseId,
            UUID.randomUUID(),
            SeverityBand.NEUTRAL,
            ExposureKind.TEXT,
            0,
            millis,
            from.truncatedTo(ChronoUnit.MILLIS),
            0);
    ExposureEntry entry = new ExposureEntry(event, ExposureChain.next(ExposureChain.START, event));
    return new ExposureBatch(session, Instant.now(), null, List.of(entry));
  }

  @Test
  void theLedgerCountsAgainstTheBudgetOfTheCaseWhateverBandItNames() {
    inForce(WellnessFixture.severeDay(60));
    CaseSummary one = make(Category.HATE);
    open(ana, one);
    ExposureBatch batch = ledger(one.id(), 50_000, Instant.now().minusSeconds(51));
    assertThat(ana.post("/v1/exposure", batch).status()).isEqualTo(200);
    assertThat(day(ana, BudgetScope.SEVERE))
        .satisfies(
            day -> {
              assertThat(day.usedMillis() - day.assumedMillis()).isEqualTo(50_000);
              assertThat(day.reservedMillis()).as("it took longer than expected").isZero();
            });
    assertThat(day(ana, BudgetScope.NEUTRAL).usedMillis()).isZero();
    ana.post("/v1/exposure", batch);
    assertThat(day(ana, BudgetScope.SEVERE).usedMillis()).as("the same again").isLessThan(60_000);
    assertThat(code(open(ana, make(Category.HATE)))).isEqualTo("403 case.rest");
  }

  @Test
  void twoWindowsOfOnePersonCannotBothSpendTheLastMinute() throws InterruptedException {
    inForce(WellnessFixture.severeDay(70));
    List<TestClient> windows = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      windows.add(client("ana", Role.REVIEWER));
    }
    for (int round = 0; round < 3; round++) {
      List<CaseSummary> cases = new ArrayList<>();
      windows.forEach(_ -> cases.add(make(Category.HATE)));
      Queue<OpenedCase> granted = new ConcurrentLinkedQueue<>();
      Queue<Problem> refused = new ConcurrentLinkedQueue<>();
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < windows.size(); i++) {
        TestClient window = windows.get(i);
        CaseSummary of = cases.get(i);
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        start.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      Answer answer = open(window, of);
                      if (answer.status() == 200) {
                        granted.add(answer.as(OpenedCase.class));
                      } else {
                        refused.add(answer.problem());
                      }
                    }));
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      // Three fit; time that passes with them open may leave room for fewer in later rounds.
      assertThat(granted).hasSizeLessThanOrEqualTo(3);
      assertThat(refused).hasSize(6 - granted.size());
      assertThat(refused).extracting(Problem::code).containsOnly("case.rest");
      if (round == 0) {
        assertThat(granted).hasSize(3);
      }
      for (OpenedCase each : granted) {
        windows.forEach(
            window ->
                window.post(
                    "/v1/cases/" + each.lease().caseId() + "/release",
                    new LeaseRequest(each.lease().token())));
      }
    }
  }

  @Test
  void afterSevereCasesComesNeutralWorkWhileThereIsSome() {
    inForce(WellnessFixture.wellness(new RotationPolicy(2, 0, 1, 0, 0, 0.5)));
    List<CaseSummary> heavy = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      heavy.add(make(Category.HATE));
    }
    CaseSummary light = make(Category.SPAM);
    assertThat(open(ana, heavy.get(0)).status()).isEqualTo(200);
    assertThat(open(ana, heavy.get(1)).status()).isEqualTo(200);
    assertThat(mine(ana).neutralDue()).isEqualTo(1);
    assertThat(listed(ana)).containsExactly(light.id());
    assertThat(code(open(ana, heavy.get(2)))).isEqualTo("403 case.turn");
    assertThat(ana.post("/v1/next-case").as(NextCase.class).opened().lease().caseId())
        .isEqualTo(light.id());
    assertThat(open(ana, heavy.get(2)).status()).as("the neutral one was taken").isEqualTo(200);
    assertThat(open(ana, heavy.get(3)).status()).isEqualTo(200);
    // Two more, and nothing neutral waits: nobody waits idle for it.
    CaseSummary more = make(Category.HATE);
    assertThat(listed(ana)).containsExactly(more.id());
    assertThat(open(ana, more).status()).isEqualTo(200);
  }

  @Test
  void theRotationKeepsNoCaseThatIsDueSoon() {
    inForce(WellnessFixture.wellness(new RotationPolicy(1, 0, 1, 0, 0, 0.5)));
    open(ana, make(Category.HATE));
    make(Category.SPAM);
    CaseSummary old =
        Fixtures.createCase(
            context,
            Fixtures.item("words", "en", 10, Instant.now().minusSeconds(2000)),
            Category.HATE,
            0.7);
    assertThat(listed(ana)).contains(old.id());
    assertThat(open(ana, old).status()).isEqualTo(200);
  }

  @Test
  void neutralCasesAreInterleavedAtTheRateOfThePolicy() {
    inForce(WellnessFixture.wellness(new RotationPolicy(0, 0, 1, 0.25, 0, 0.5)));
    for (int i = 0; i < 12; i++) {
      make(Category.HATE);
      make(Category.SPAM);
    }
    List<Category> handed = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      handed.add(
          ana.post("/v1/next-case").as(NextCase.class).opened().detail().summary().category());
    }
    assertThat(handed).filteredOn(each -> each == Category.SPAM).hasSize(3);
    assertThat(handed.subList(0, 4)).containsOnlyOnce(Category.SPAM);
    assertThat(handed.subList(4, 8)).containsOnlyOnce(Category.SPAM);
  }

  @Test
  void whoOptsOutIsHandedNothingOfItUntilTheyTakeItBackAndNobodyIsTold() {
    inForce(WellnessFixture.severeDay(600));
    CaseSummary hate = make(Category.HATE);
    CaseSummary violence = make(Category.VIOLENCE);
    OwnWellness after = put("/v1/wellness/opt-outs/hate", "{}").as(OwnWellness.class);
    assertThat(after.optOuts()).extracting(OptOut::category).containsExactly(Category.HATE);
    assertThat(listed(ana)).containsExactly(violence.id());
    assertThat(code(open(ana, hate))).isEqualTo("403 case.relief");
    assertThat(listed(client("lea", Role.LEAD))).contains(hate.id());
    ana.call("DELETE", "/v1/wellness/opt-outs/hate", BodyPublishers.noBody());
    assertThat(listed(ana)).contains(hate.id());
    assertThat(put("/v1/wellness/opt-outs/hats", "{}").problem().code())
        .isEqualTo("wellness.category");
    Long told =
        context
            .database()
            .read(
                handle ->
                    handle
                        .createQuery(
                            "select count(*) from audit_entry where action like '%opt_out%'"
                                + " or details like '%opt_out%'")
                        .mapTo(Long.class)
                        .one());
    assertThat(told).isZero();
  }

  @Test
  void aLimitAndAWishLookTheSameToOthers() {
    inForce(WellnessFixture.severeDay(10));
    OpenedCase opened = open(ana, make(Category.HATE)).as(OpenedCase.class);
    ana.post(
        "/v1/exposure", ledger(opened.lease().caseId(), 15_000, Instant.now().minusSeconds(20)));
    ana.post(
        "/v1/cases/" + opened.lease().caseId() + "/release",
        new LeaseRequest(opened.lease().token()));
    TestClient ben = client("ben", Role.REVIEWER);
    CaseSummary light = make(Category.SPAM);
    OpenedCase bens = open(ben, light).as(OpenedCase.class);
    ben.call("PUT", "/v1/wellness/opt-outs/violence", BodyPublishers.ofString("{}"));
    TestClient cem = client("cem", Role.REVIEWER);
    cem.post("/v1/wellness/break");
    CaseSummary another = make(Category.SPAM);
    TestClient dana = client("dana", Role.REVIEWER);
    OpenedCase danas = open(dana, another).as(OpenedCase.class);
    assertThat(availability(ben)).isEqualTo(Availability.IN_REVIEW);
    ben.post("/v1/cases/" + light.id() + "/release", new LeaseRequest(bens.lease().token()));
    dana.post("/v1/cases/" + another.id() + "/release", new LeaseRequest(danas.lease().token()));
    assertThat(availability(ana)).isEqualTo(Availability.NEUTRAL_ONLY);
    assertThat(availability(ben)).isEqualTo(Availability.NEUTRAL_ONLY);
    assertThat(availability(cem)).isEqualTo(Availability.ON_BREAK);
    assertThat(availability(dana)).isEqualTo(Availability.AVAILABLE);
    assertThat(availability(client("eve", Role.REVIEWER))).isEqualTo(Availability.AWAY);
  }

  /** So many slices of sharp looking of 100 s each, up to now. */
  private ExposureBatch longLedger(UUID caseId, int slices) {
    UUID session = UUID.randomUUID();
    Instant from = Instant.now().minusSeconds(100L * slices).truncatedTo(ChronoUnit.MILLIS);
    String chain = ExposureChain.START;
    List<ExposureEntry> entries = new ArrayList<>();
    for (int i = 0; i < slices; i++) {
      ExposureEvent event =
          new ExposureEvent(
              session,
              i + 1,
              caseId,
              UUID.randomUUID(),
              SeverityBand.SEVERE,
              ExposureKind.SHARP,
              100_000L * i,
              100_000,
              from.plusMillis(100_000L * i),
              0);
      chain = ExposureChain.next(chain, event);
      entries.add(new ExposureEntry(event, chain));
    }
    return new ExposureBatch(session, Instant.now(), null, entries);
  }

  @Test
  void whoHasFarMoreThanTheOthersIsHandedSevereCasesLast() {
    inForce(WellnessFixture.wellness(new RotationPolicy(0, 0, 1, 0, 0.25, 0.5)));
    CaseSummary one = make(Category.HATE);
    open(ana, one);
    assertThat(ana.post("/v1/exposure", longLedger(one.id(), 8)).status()).isEqualTo(200);
    assertThat(softlyLeftOut(ana)).as("alone at work").isFalse();
    TestClient ben = client("ben", Role.REVIEWER);
    open(ben, make(Category.HATE));
    assertThat(softlyLeftOut(ana)).isTrue();
    assertThat(softlyLeftOut(ben)).isFalse();
  }

  private boolean softlyLeftOut(TestClient of) {
    UUID id = of.get("/v1/me").as(Account.class).id();
    Wellness fresh = new Wellness(context.policies(), context.clock());
    return context.database().read(handle -> !fresh.leftOut(handle, id).soft().isEmpty());
  }

  private Availability availability(TestClient of) {
    UUID id = of.get("/v1/me").as(Account.class).id();
    // Another one each time: what it knows is as old as this question.
    Wellness fresh = new Wellness(context.policies(), context.clock());
    return context.database().read(fresh::availability).getOrDefault(id, Availability.AWAY);
  }

  private Answer put(String path, String body) {
    return ana.call("PUT", path, BodyPublishers.ofString(body));
  }

  @Test
  void aZoneCountsFromTheNextDayOnAndAWrongOneIsRefused() {
    inForce(WellnessFixture.severeDay(600));
    OwnWellness mine = put("/v1/wellness/zone", "{\"zone\": \"Asia/Tokyo\"}").as(OwnWellness.class);
    assertThat(mine.zone()).isEqualTo("UTC");
    assertThat(mine.nextZone()).isEqualTo("Asia/Tokyo");
    assertThat(code(put("/v1/wellness/zone", "{\"zone\": \"Mars/Base\"}")))
        .isEqualTo("400 wellness.zone");
    assertThat(code(put("/v1/wellness/zone", "{}"))).isEqualTo("400 wellness.zone");
    assertThat(mine(client("ben", Role.REVIEWER)).nextZone()).isNull();
  }

  @Test
  void aBreakBeginsAndEndsAndOpeningACaseEndsIt() {
    inForce(WellnessFixture.severeDay(600));
    CaseSummary one = make(Category.HATE);
    OwnWellness begun = ana.post("/v1/wellness/break").as(OwnWellness.class);
    assertThat(begun.breaks().since()).isNotNull();
    assertThat(begun.breaks().workedMillis()).isZero();
    open(ana, one);
    assertThat(mine(ana).breaks().since()).isNull();
    assertThat(mine(ana).breaks().lastEndedAt()).isNotNull();
    ana.post("/v1/wellness/break");
    OwnWellness ended =
        ana.call("DELETE", "/v1/wellness/break", BodyPublishers.noBody()).as(OwnWellness.class);
    assertThat(ended.breaks().since()).isNull();
  }

  @Test
  void aBalanceSurvivesARestart() {
    inForce(WellnessFixture.severeDay(45));
    open(ana, make(Category.HATE));
    stopServer();
    server = HalcyonServer.start(TestDatabases.options(directory));
    context = server.context();
    ana = client("ana", Role.REVIEWER);
    assertThat(day(ana, BudgetScope.SEVERE).reservedMillis())
        .isEqualTo(WellnessFixture.CASE_MILLIS);
    open(ana, make(Category.HATE));
    assertThat(code(open(ana, make(Category.HATE)))).isEqualTo("403 case.rest");
  }

  @Test
  void neitherTheAuditLogNorAnotherRouteTellsWhoIsAtALimit() {
    inForce(WellnessFixture.severeDay(25));
    open(ana, make(Category.HATE));
    CaseSummary kept = make(Category.HATE);
    open(ana, kept);
    ana.post("/v1/next-case");
    UUID id = ana.get("/v1/me").as(Account.class).id();
    List<String> entries =
        context
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("select action || ' ' || subject from audit_entry")
                        .mapTo(String.class)
                        .list());
    assertThat(entries)
        .noneMatch(each -> each.contains("rest") || each.contains("wellness"))
        .filteredOn(each -> each.contains(kept.id().toString()))
        .containsExactly("case.created " + kept.id());
    TestClient lead = client("lea", Role.LEAD);
    assertThat(lead.get("/v1/wellness/mine").status()).isEqualTo(403);
    assertThat(Wire.write(lead.get("/v1/staff").text())).doesNotContain("wellness");
    assertThat(lead.get("/v1/staff").text()).contains(id.toString());
    assertThat(client("adm", Role.ADMIN).get("/metrics").text())
        .doesNotContain("rest\"")
        .doesNotContain(id.toString());
  }
}
