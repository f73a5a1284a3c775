package dev.halcyon.engine.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.protocol.Plan;
import dev.halcyon.protocol.PlanLimit;
import dev.halcyon.protocol.PlanRequest;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.ReachedAt;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.UserProblem;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final List<PlanRequest.Tier> TIERS =
      List.of(
          new PlanRequest.Tier(ReachedAt.RULES, 0.50),
          new PlanRequest.Tier(ReachedAt.CACHE, 0.25),
          new PlanRequest.Tier(ReachedAt.CLASSIFIERS, 0.20),
          new PlanRequest.Tier(ReachedAt.JUDGE, 0.045),
          new PlanRequest.Tier(ReachedAt.PEOPLE, 0.005));
  private static final List<PlanRequest.Work> ORDINARY =
      List.of(new PlanRequest.Work("posts", 1, 60, SeverityBand.NEUTRAL, Priority.P2));
  private static final List<PlanRequest.Language> ENGLISH =
      List.of(new PlanRequest.Language("en", 1));
  private static final List<Double> OFFICE_DAY =
      List.of(
          1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 4.0, 6.0, 8.0, 9.0, 9.0, 9.0, 8.0, 8.0, 8.0, 8.0, 9.0, 9.0,
          10.0, 10.0, 9.0, 6.0, 4.0, 2.0);

  private static PlanRequest request(
      List<Double> hours,
      List<PlanRequest.Language> languages,
      List<PlanRequest.Work> work,
      List<PlanRequest.Target> targets,
      List<PlanRequest.Cap> caps,
      double breaks) {
    return new PlanRequest(1_000_000, TIERS, hours, languages, work, targets, caps, breaks, 8);
  }

  private static PlanRequest plain() {
    return request(List.of(), ENGLISH, ORDINARY, List.of(), List.of(), 0);
  }

  @Test
  void aMillionPostsADayAreTheNumbersOfTheDesign() {
    Plan plan = Planner.plan(plain());
    Plan.TierLoad judge = plan.tiers().get(3);
    assertThat(judge.place()).isEqualTo(ReachedAt.JUDGE);
    assertThat(judge.perDay()).isCloseTo(50_000, within(1e-6));
    assertThat(judge.perSecond()).isCloseTo(0.58, within(0.005));
    assertThat(plan.casesPerDay()).isCloseTo(5_000, within(1e-6));
    assertThat(plan.bareReviewers()).isCloseTo(10.4, within(0.05));
    // Round the clock, 3.47 people without a pause: four at all hours, in three shifts.
    Plan.LanguagePlan english = plan.languages().getFirst();
    assertThat(english.hours())
        .allSatisfy(
            hour -> {
              assertThat(hour.people()).isEqualTo(4);
              assertThat(hour.load()).isCloseTo(3.47, within(0.005));
              assertThat(hour.limit()).isEqualTo(PlanLimit.LOAD);
            });
    assertThat(plan.headcount()).isEqualTo(12);
  }

  @Test
  void breaksTakePeopleAway() {
    Plan plan = Planner.plan(request(List.of(), ENGLISH, ORDINARY, List.of(), List.of(), 10));
    // 4 at their desks while a sixth of those present pauses.
    assertThat(plan.languages().getFirst().hours())
        .allSatisfy(hour -> assertThat(hour.people()).isEqualTo(5));
    assertThat(plan.bareReviewers()).isCloseTo(10.4, within(0.05));
  }

  @Test
  void aLimitOnHeavyContentBindsWhereItIsTighterThanTheWork() {
    List<PlanRequest.Work> heavy =
        List.of(
            new PlanRequest.Work("violence", 0.5, 60, SeverityBand.SEVERE, Priority.P2),
            new PlanRequest.Work("posts", 0.5, 60, SeverityBand.NEUTRAL, Priority.P2));
    Plan plan =
        Planner.plan(
            request(
                List.of(),
                ENGLISH,
                heavy,
                List.of(),
                List.of(new PlanRequest.Cap(SeverityBand.SEVERE, 120)),
                0));
    // 1.74 people's time is severe, of which each may give a quarter of a shift: 6.94 people.
    assertThat(plan.languages().getFirst().hours())
        .allSatisfy(
            hour -> {
              assertThat(hour.people()).isEqualTo(7);
              assertThat(hour.limit()).isEqualTo(PlanLimit.CAP);
            });
  }

  @Test
  void anUrgentPromiseBindsAtThePeakAndIsKeptInPlayedDays() {
    List<PlanRequest.Work> work =
        List.of(
            new PlanRequest.Work("critical", 0.3, 120, SeverityBand.SEVERE, Priority.P0),
            new PlanRequest.Work("high", 0.5, 90, SeverityBand.MODERATE, Priority.P1),
            new PlanRequest.Work("posts", 0.2, 45, SeverityBand.NEUTRAL, Priority.P2));
    List<PlanRequest.Target> targets =
        List.of(
            new PlanRequest.Target(Priority.P0, 900, 0.99),
            new PlanRequest.Target(Priority.P1, 3_600, 0.95),
            new PlanRequest.Target(Priority.P2, 86_400, 0.95));
    Plan plan =
        Planner.plan(
            request(
                OFFICE_DAY,
                List.of(new PlanRequest.Language("en", 0.7), new PlanRequest.Language("de", 0.3)),
                work,
                targets,
                List.of(new PlanRequest.Cap(SeverityBand.SEVERE, 240)),
                10));
    assertThat(plan.languages()).hasSize(2);
    for (Plan.LanguagePlan language : plan.languages()) {
      assertThat(language.met()).as(language.language()).isTrue();
      assertThat(language.attained()).hasSize(3);
      language
          .attained()
          .forEach(
              each -> {
                assertThat(each.share().value()).isGreaterThanOrEqualTo(each.wanted());
                assertThat(each.share().low()).isLessThanOrEqualTo(each.share().high());
              });
      assertThat(language.hours()).extracting(Plan.Hour::limit).contains(PlanLimit.SLA);
      int need = language.hours().stream().mapToInt(Plan.Hour::people).sum();
      assertThat(language.headcount() * 8).isGreaterThanOrEqualTo(need);
    }
    assertThat(plan.languages().getFirst().headcount())
        .isGreaterThan(plan.languages().getLast().headcount());
  }

  @Property(tries = 12)
  void moreWorkNeverNeedsFewerPeopleThanTheLoadAlone(
      @ForAll @IntRange(min = 1_000, max = 4_000_000) int volume,
      @ForAll @DoubleRange(min = 20, max = 400) double handling,
      @ForAll @DoubleRange(min = 0, max = 20) double breaks) {
    PlanRequest request =
        new PlanRequest(
            volume,
            TIERS,
            OFFICE_DAY,
            ENGLISH,
            List.of(new PlanRequest.Work("posts", 1, handling, SeverityBand.SEVERE, Priority.P1)),
            List.of(new PlanRequest.Target(Priority.P1, 3_600, 0.9)),
            List.of(),
            breaks,
            8);
    Plan plan = Planner.plan(request);
    double atDesk = 1 - breaks / 60;
    double present =
        plan.languages().getFirst().hours().stream().mapToInt(Plan.Hour::people).sum() * atDesk;
    assertThat(present).isGreaterThanOrEqualTo(plan.workHours() - 1e-6);
    assertThat(plan.headcount() * 8 * atDesk).isGreaterThanOrEqualTo(plan.workHours() - 1e-6);
    assertThat(plan.languages().getFirst().met()).isTrue();
    assertThat(Planner.plan(request)).isEqualTo(plan);
  }

  @Test
  void noWorkNeedsNobody() {
    PlanRequest none =
        new PlanRequest(0, TIERS, List.of(), ENGLISH, ORDINARY, List.of(), List.of(), 0, 8);
    Plan plan = Planner.plan(none);
    assertThat(plan.headcount()).isZero();
    assertThat(plan.languages().getFirst().hours())
        .extracting(Plan.Hour::limit)
        .containsOnly(PlanLimit.NONE);
  }

  @Test
  void whatCannotBeMeantIsRefusedWithItsField() {
    refused(
        request(Collections.nCopies(23, 1.0), ENGLISH, ORDINARY, List.of(), List.of(), 0),
        "\"hours\" has 23");
    refused(
        request(List.of(), ENGLISH, ORDINARY, List.of(), List.of(), 60),
        "\"breakMinutesPerHour\" is 60");
    refused(
        request(
            List.of(),
            List.of(new PlanRequest.Language("en", 0.5)),
            ORDINARY,
            List.of(),
            List.of(),
            0),
        "\"languages\" add up to 0.5");
    refused(
        request(
            List.of(),
            ENGLISH,
            List.of(new PlanRequest.Work("p", 1, Double.NaN, SeverityBand.NEUTRAL, Priority.P2)),
            List.of(),
            List.of(),
            0),
        "\"work.handlingSeconds\" is NaN");
    refused(
        request(
            List.of(),
            ENGLISH,
            ORDINARY,
            List.of(new PlanRequest.Target(Priority.UNKNOWN, 60, 0.9)),
            List.of(),
            0),
        "\"priority\" is missing or unknown");
    PlanRequest huge =
        new PlanRequest(
            1_000_000_000_000L, TIERS, List.of(), ENGLISH, ORDINARY, List.of(), List.of(), 0, 8);
    assertThatThrownBy(() -> Planner.plan(huge))
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("plan.size"));
  }

  private static void refused(PlanRequest request, String words) {
    assertThatThrownBy(() -> Planner.plan(request))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("plan.field");
              assertThat(problem.getMessage()).contains(words);
              assertThat(problem.remedy()).isNotBlank();
            });
  }
}
