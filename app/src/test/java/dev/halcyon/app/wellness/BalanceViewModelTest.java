package dev.halcyon.app.wellness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.app.testing.ModelWellness;
import dev.halcyon.protocol.BudgetBalance;
import dev.halcyon.protocol.BudgetScope;
import dev.halcyon.protocol.Category;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is left, in words; and what a person wishes. */
class BalanceViewModelTest {
  private final ModelWellness server = new ModelWellness(Cases.NOON);
  private final Kit kit =
      new Kit(Words.in(Locale.ENGLISH), new Now(Clock.fixed(Cases.NOON, ZoneOffset.UTC)));
  private final OwnBalance balance =
      new OwnBalance(server, server::inForce, Direct.background(), kit.words(), () -> Cases.NOON);
  private final BalanceViewModel model = new BalanceViewModel(balance, kit);

  @Test
  void nothingIsClaimedBeforeTheServerSaidIt() {
    assertThat(model.rows().getValue()).isEmpty();
    assertThat(model.standing().getValue()).contains("Not known yet");
    assertThat(model.back().getValue()).isEmpty();
    server.away = true;
    model.refresh();
    assertThat(model.standing().getValue()).contains("Not known yet");
  }

  @Test
  void eachLimitSaysWhatIsUsedAssumedReservedLeftAndWhenItIsBack() {
    server.morning();
    model.refresh();
    List<BalanceViewModel.Row> rows = model.rows().getValue();
    assertThat(rows)
        .extracting(BalanceViewModel.Row::name)
        .containsExactly(
            "Severe cases, at one go",
            "Severe cases, today",
            "Severe cases, this week",
            "Critical cases, at one go");
    BalanceViewModel.Row day = rows.get(1);
    assertThat(day.left()).isEqualTo("2 h 20 min left");
    assertThat(day.detail())
        .contains("1 h 36 min of 4 h 0 min used.")
        .contains("12 min of that is assumed")
        .contains("4 min more is set aside")
        .contains("It is back");
    assertThat(day.used()).isEqualTo(96 / 240.0);
    assertThat(day.taken()).isEqualTo(100 / 240.0);
    assertThat(rows.getFirst().detail()).contains("A break of 10 min brings it back.");
    assertThat(rows.getLast().left()).isEqualTo("Nothing left for now");
    assertThat(model.back().getValue()).isEqualTo("A break of 10 min brings it back.");
  }

  @Test
  void whatComesBackFirstIsSaidAndTheLongestOfOneBudgetHolds() {
    server.budgets =
        List.of(
            new BudgetBalance(
                BudgetScope.SEVERE,
                server.period(60, 0, 0, 60, 0),
                server.period(60, 0, 0, 60, 5),
                server.period(900, 0, 0, 900, 8)),
            new BudgetBalance(
                BudgetScope.MODERATE,
                server.unlimited(1),
                server.period(60, 0, 0, 60, 9),
                server.unlimited(1)));
    model.refresh();
    assertThat(model.back().getValue())
        .contains(kit.times().clock(Cases.NOON.plusSeconds(8 * 3600), Cases.NOON));
  }

  @Test
  void theLastAnswerStandsWhileTheServerIsAway() {
    server.morning();
    model.refresh();
    server.away = true;
    server.budgets = List.of();
    model.refresh();
    assertThat(model.rows().getValue()).hasSize(4);
    assertThat(model.problem().get()).as("nobody asked for anything").isEmpty();
  }

  @Test
  void categoriesAreOptedOutOfAndTakenBack() {
    model.refresh();
    assertThat(model.others().getValue())
        .contains(Category.VIOLENCE)
        .doesNotContain(Category.UNKNOWN);
    model.optOut(Category.VIOLENCE);
    assertThat(model.wishes().getValue())
        .extracting(BalanceViewModel.Wish::category)
        .containsExactly(Category.VIOLENCE);
    assertThat(model.others().getValue()).doesNotContain(Category.VIOLENCE);
    model.optIn(Category.VIOLENCE);
    assertThat(model.wishes().getValue()).isEmpty();
    server.away = true;
    model.optOut(Category.HATE);
    assertThat(model.problem().get()).isPresent();
    assertThat(model.wishes().getValue()).isEmpty();
  }

  @Test
  void anotherZoneIsThatOfTomorrow() {
    model.refresh();
    assertThat(model.zone().getValue()).isEqualTo("Your days are those of Europe/Berlin.");
    model.moveTo("Asia/Tokyo");
    assertThat(model.zone().getValue()).contains("from tomorrow on those of Asia/Tokyo");
  }
}
