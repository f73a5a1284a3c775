package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Cover;
import dev.halcyon.protocol.LimitRule;
import dev.halcyon.protocol.QueueCover;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.RotationPolicy;
import dev.halcyon.protocol.WellnessBudget;
import dev.halcyon.protocol.WellnessPolicy;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.access.Staff;
import dev.halcyon.server.wellness.Wellness;
import dev.halcyon.server.wellness.WellnessFixture;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Critical cases for which everybody has had enough. */
@OnBothDatabases
class CoversTest {
  @TempDir Path directory;
  private HalcyonServer server;
  private ServerContext context;
  private Principal ana;

  @BeforeEach
  void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    context = server.context();
    ana = person("ana");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Principal person(String name) {
    return person(name, "en");
  }

  private Principal person(String name, String language) {
    String oneTime =
        context.accounts().ensure(name, name, Set.of(Role.REVIEWER), List.of(language), null);
    Account account = context.accounts().signInOnce(oneTime, "test").account();
    return new Principal(account, "sign-in of " + name);
  }

  /** So many seconds of critical cases in a day, and what happens then. */
  private void inForce(int seconds, LimitRule.Effect effect) {
    inForce(WellnessFixture.policy(1001, limit(BudgetScope.P0, seconds, effect)));
  }

  private static WellnessPolicy limit(BudgetScope scope, int seconds, LimitRule.Effect effect) {
    WellnessPolicy said =
        WellnessFixture.wellness(
            RotationPolicy.NONE, new WellnessBudget(scope, null, seconds, null));
    return new WellnessPolicy(
        said.zone(),
        said.breakSeconds(),
        said.caseSeconds(),
        said.weights(),
        said.budgets(),
        said.rotation(),
        new LimitRule(effect, 300),
        said.breaks());
  }

  private void inForce(ResolvedPolicy policy) {
    context.policies().add(policy);
    context.policies().publish("system", 1001);
  }

  /** The parts of a server that know nothing of what was a moment before. */
  private final class Parts {
    final Leases leases;
    final Covers covers;

    Parts(Duration later) {
      Clock clock = Clock.offset(context.clock(), later);
      Wellness wellness = new Wellness(context.policies(), clock);
      Staffing staffing =
          new Staffing(new Staff(context.database(), context.audit()), context.policies(), clock);
      leases =
          new Leases(
              context.database(),
              clock,
              context.changes(),
              context.audit(),
              new CaseDetails(clock),
              staffing,
              wellness,
              LeaseTerms.BASE_SECONDS);
      covers =
          new Covers(
              context.database(),
              context.policies(),
              context.cases(),
              staffing,
              wellness,
              context.changes(),
              context.audit(),
              clock);
    }
  }

  private Parts now() {
    return new Parts(Duration.ZERO);
  }

  private CaseSummary critical(Duration age) {
    return Fixtures.createCase(
        context,
        Fixtures.item("words", "en", 10, Instant.now().minus(age)),
        Category.VIOLENCE,
        0.7);
  }

  private Cover cover(String queue) {
    return now().covers.all().stream()
        .filter(each -> each.queue().equals(queue))
        .findFirst()
        .orElseThrow()
        .cover();
  }

  private CaseSummary summary(UUID id) {
    return context
        .database()
        .read(handle -> new CaseRepository().summary(handle, id, Instant.now()))
        .orElseThrow();
  }

  private List<String> audited(UUID id) {
    return context
        .database()
        .read(
            handle ->
                handle
                    .createQuery(
                        "select action || ' ' || actor || ' ' || details from audit_entry where"
                            + " subject = :id and action = 'case.uncovered'")
                    .bind("id", id.toString())
                    .mapTo(String.class)
                    .list());
  }

  @Test
  void coverIsEnoughThenThinAndThenNoneBeforeAnythingIsLate() {
    inForce(100, LimitRule.Effect.NOTIFY);
    assertThat(cover("critical")).as("nobody is at work").isEqualTo(Cover.NONE);
    List<Principal> all = List.of(ana, person("ben"), person("cem"), person("dana"), person("eve"));
    all.forEach(each -> now().leases.open(each, critical(Duration.ZERO).id()));
    assertThat(cover("critical")).as("five have 79 s each").isEqualTo(Cover.ENOUGH);
    for (int i = 0; i < 8; i++) {
      critical(Duration.ZERO);
    }
    assertThat(cover("critical")).as("more come than they have time for").isEqualTo(Cover.THIN);
    for (int i = 0; i < 3; i++) {
      all.forEach(each -> now().leases.open(each, critical(Duration.ZERO).id()));
    }
    assertThat(cover("critical")).isEqualTo(Cover.NONE);
  }

  @Test
  void withFewTakersCoverNeverTellsHowMuchOneOfThemHasLeft() {
    inForce(100, LimitRule.Effect.NOTIFY);
    now().leases.open(ana, critical(Duration.ZERO).id());
    for (int i = 0; i < 20; i++) {
      critical(Duration.ZERO);
    }
    assertThat(cover("critical")).isEqualTo(Cover.ENOUGH);
  }

  @Test
  void whoIsAwayOrWishesNotToCountsAsWhoIsAtALimit() {
    inForce(600, LimitRule.Effect.ESCALATE);
    CaseSummary first = critical(Duration.ZERO);
    long token = now().leases.open(ana, first.id()).lease().token();
    now().leases.release(ana, first.id(), token);
    assertThat(now().covers.sweep()).as("ana has room").isZero();
    assertThat(new Parts(Duration.ofHours(13)).covers.sweep()).as("no shift at all").isZero();
    assertThat(new Parts(Duration.ofMinutes(40)).covers.sweep()).as("ana went").isEqualTo(1);
    assertThat(summary(first.id()).queue()).isEqualTo("escalated");

    CaseSummary second = critical(Duration.ofMinutes(12));
    context
        .database()
        .useTransaction(
            handle ->
                handle
                    .createUpdate(
                        "insert into opt_out (account_id, category, since)"
                            + " values (:ana, 'violence', :now)")
                    .bind("ana", ana.id())
                    .bind("now", Instant.now().atOffset(ZoneOffset.UTC))
                    .execute());
    assertThat(cover("critical")).isEqualTo(Cover.NONE);
    now().covers.sweep();
    assertThat(summary(second.id()).queue()).isEqualTo("escalated");
  }

  @Test
  void aCriticalCaseOfALighterBandWaitsForWhoHasTimeForThatBand() {
    inForce(
        Fixtures.policy(1001)
            .withWellness(limit(BudgetScope.MODERATE, 25, LimitRule.Effect.ESCALATE)));
    now().leases.open(ana, critical(Duration.ZERO).id());
    CaseSummary waits = critical(Duration.ofMinutes(12));
    assertThat(cover("critical")).isEqualTo(Cover.NONE);
    now().covers.sweep();
    assertThat(summary(waits.id()).queue()).isEqualTo("escalated");
  }

  @Test
  void whatAPictureTakesIsWeighed() {
    inForce(WellnessFixture.policy(1001, limit(BudgetScope.SEVERE, 52, LimitRule.Effect.ESCALATE)));
    now().leases.open(ana, critical(Duration.ZERO).id());
    CaseSummary words = critical(Duration.ofMinutes(12));
    now().covers.sweep();
    assertThat(summary(words.id()).queue()).as("31 s are left for 21").isEqualTo("critical");
    context
        .database()
        .useTransaction(
            handle ->
                handle.execute(
                    "update review_case set media_kinds = 'TEXT,IMAGE' where id = ?", words.id()));
    now().covers.sweep();
    assertThat(summary(words.id()).queue()).as("and not for 31").isEqualTo("escalated");
  }

  @Test
  void manyOlderCasesThatSomebodyCanTakeDoNotHideOneThatNobodyCan() {
    inForce(WellnessFixture.policy(1001, limit(BudgetScope.SEVERE, 51, LimitRule.Effect.ESCALATE)));
    now().leases.open(ana, critical(Duration.ZERO).id());
    for (int i = 0; i < 205; i++) {
      critical(Duration.ofMinutes(13));
    }
    CaseSummary picture = critical(Duration.ofMinutes(12));
    context
        .database()
        .useTransaction(
            handle ->
                handle.execute(
                    "update review_case set media_kinds = 'TEXT,IMAGE' where id = ?",
                    picture.id()));
    assertThat(now().covers.sweep()).as("30 s are left for 21 s of words").isEqualTo(1);
    assertThat(summary(picture.id()).queue()).isEqualTo("escalated");
  }

  @Test
  void aCaseThatWasOpenedSinceItWasReadStaysWithItsHolder() {
    inForce(600, LimitRule.Effect.ESCALATE);
    CaseSummary waits = critical(Duration.ofMinutes(12));
    CoverRepository.Due due =
        context
            .database()
            .read(
                handle ->
                    new CoverRepository().due(handle, Instant.now().plusSeconds(300), null, 9))
            .getFirst();
    now().leases.open(ana, waits.id());
    ResolvedPolicy policy = context.policies().current(null);
    assertThat(
            context
                .database()
                .<Boolean>inTransaction(handle -> now().covers.apply(handle, due, policy)))
        .isFalse();
    assertThat(summary(waits.id()).queue()).isEqualTo("critical");
    assertThat(summary(waits.id()).state()).isEqualTo(CaseState.IN_REVIEW);
  }

  @Test
  void aCaseThatAllAreAtTheirLimitForIsEscalatedOnceAndNobodyIsNamed() {
    inForce(25, LimitRule.Effect.ESCALATE);
    now().leases.open(ana, critical(Duration.ZERO).id());
    CaseSummary waits = critical(Duration.ofMinutes(12));
    CaseSummary early = critical(Duration.ZERO);
    // The server looks by itself too, at any moment: who was first does not matter.
    now().covers.sweep();
    assertThat(summary(waits.id()).queue()).isEqualTo("escalated");
    assertThat(summary(early.id()).queue()).isEqualTo("critical");
    assertThat(audited(waits.id()))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry)
                    .startsWith("case.uncovered system ")
                    .contains("critical", "ESCALATE")
                    .doesNotContain(ana.id().toString(), "ana"));
    assertThat(now().covers.sweep()).isZero();
    assertThat(now().covers.all())
        .filteredOn(each -> each.queue().equals("critical"))
        .extracting(QueueCover::uncovered)
        .containsExactly(1);
  }

  @Test
  void whereSomebodyHasRoomOrNobodyIsAtWorkNothingIsDone() {
    inForce(25, LimitRule.Effect.ESCALATE);
    CaseSummary waits = critical(Duration.ofMinutes(12));
    assertThat(now().covers.sweep()).as("nobody is at work").isZero();
    Principal ben = person("ben");
    now()
        .leases
        .open(ben, Fixtures.createCase(context, Fixtures.item("w"), Category.SPAM, 0.7).id());
    now().leases.open(ana, critical(Duration.ZERO).id());
    assertThat(now().covers.sweep()).as("ben has all his time").isZero();
    assertThat(summary(waits.id()).queue()).isEqualTo("critical");
  }

  @Test
  void aClaimThatCannotBeTakenBackDoesNotKeepThoseAfterIt() {
    inForce(600, LimitRule.Effect.NOTIFY);
    CaseSummary first = critical(Duration.ZERO);
    CaseSummary second = critical(Duration.ZERO);
    now().leases.open(ana, first.id());
    now().leases.open(person("ben"), second.id());
    context
        .database()
        .useTransaction(
            handle -> {
              handle.execute(
                  "update wellness_balance set state = '{' where account_id = ?", ana.id());
              Instant ended = Instant.now().minusSeconds(60);
              for (CaseSummary each : List.of(first, second)) {
                handle
                    .createUpdate("update lease set expires = :at where case_id = :id")
                    .bind("at", ended.atOffset(ZoneOffset.UTC))
                    .bind("id", each.id())
                    .execute();
                ended = ended.plusSeconds(1);
              }
            });
    now().leases.sweep();
    assertThat(summary(first.id()).state()).isEqualTo(CaseState.IN_REVIEW);
    assertThat(summary(second.id()).state()).isEqualTo(CaseState.WAITING);
  }

  @Test
  void aRuleThatTellsLeadsLeavesTheCaseWhereItIsAndCountsIt() {
    inForce(25, LimitRule.Effect.NOTIFY);
    now().leases.open(ana, critical(Duration.ZERO).id());
    CaseSummary waits = critical(Duration.ofMinutes(12));
    now().covers.sweep();
    assertThat(summary(waits.id()).queue()).isEqualTo("critical");
    assertThat(audited(waits.id())).singleElement().asString().contains("NOTIFY");
  }
}
