package dev.halcyon.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Words;
import dev.halcyon.protocol.PlanLimit;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PlanViewModelTest {
  private final PlanViewModel model =
      new PlanViewModel(Direct.background(), Words.in(Locale.ENGLISH));

  private PlanState now() {
    return model.state().get();
  }

  /** The design's example: 5,000 cases at 60 an hour, without breaks, times and limits. */
  private void theDesign() {
    model.type(PlanField.LANGUAGES, "en 100");
    model.type(PlanField.BREAK, "0");
    model.type(PlanField.CAP_SEVERE, "");
    for (PlanField field : PlanField.values()) {
      if (field.name().endsWith("_SECONDS")) {
        model.type(field, "60");
      }
      if (field.name().endsWith("_TARGET")) {
        model.type(field, "0");
      }
    }
    model.shape(DayShape.EVEN);
  }

  @Test
  void aMillionItemsADayAreSaidInTheDesignsNumbers() {
    theDesign();
    model.attach();
    assertThat(now().problem()).isEmpty();
    assertThat(now().lead())
        .contains(
            "The work alone, before breaks, times and limits, is 10.4 people in shifts of 8 hours.",
            "5,000 cases a day for people, 83.3 hours of work.",
            "50,000 items a day reach the language model, 0.58 a second on average.");
    assertThat(now().languages()).hasSize(1);
    assertThat(now().languages().getFirst().title()).isEqualTo("English: 12 people a day");
    assertThat(now().languages().getFirst().spans())
        .containsExactly("00:00 to 00:00: 4 people. The work decides.");
  }

  @Test
  void whatBindsIsSaidForEachStretchOfTheDay() {
    theDesign();
    model.type(PlanField.P0_SHARE, "65");
    model.type(PlanField.P1_SHARE, "35");
    model.type(PlanField.P2_SHARE, "0");
    model.type(PlanField.CAP_SEVERE, "60");
    model.make();
    assertThat(now().languages().getFirst().bars())
        .extracting(PlanState.Bar::limit)
        .containsOnly(PlanLimit.CAP);
    assertThat(now().languages().getFirst().spans())
        .containsExactly("00:00 to 00:00: 19 people. The limit on heavy content decides.");
  }

  @Test
  void aFieldThatIsNoNumberIsNamedAndThePlanBeforeStays() {
    theDesign();
    model.make();
    PlanState before = now();
    model.type(PlanField.P1_SECONDS, "a while");
    model.make();
    assertThat(now().problem())
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.getMessage())
                  .isEqualTo("The field \"P1: Seconds for one\" does not hold a number.");
              assertThat(problem.remedy()).contains("digits");
            });
    assertThat(now().languages()).isEqualTo(before.languages());
    model.type(PlanField.P1_SECONDS, "60");
    model.make();
    assertThat(now().problem()).isEmpty();
  }

  @Test
  void sharesThatDoNotAddUpAndLanguagesThatCannotBeReadAreRefused() {
    theDesign();
    model.type(PlanField.P0_SHARE, "50");
    model.make();
    assertThat(now().problem().orElseThrow().code()).isEqualTo("plan.field");
    model.type(PlanField.P0_SHARE, "5");
    model.type(PlanField.LANGUAGES, "English mostly, some German");
    model.make();
    assertThat(now().problem().orElseThrow().getMessage())
        .isEqualTo("The field \"Languages of the cases, %\" cannot be read.");
  }

  @Test
  void numbersAreReadAsPeopleTypeThem() {
    theDesign();
    model.type(PlanField.VOLUME, "1,000,000");
    model.type(PlanField.JUDGE, "4,5");
    model.type(PlanField.PEOPLE, "0.5 %");
    model.type(PlanField.LANGUAGES, "en 70, DE 30%");
    model.make();
    assertThat(now().problem()).isEmpty();
    assertThat(now().lead()).anyMatch(said -> said.contains("50,000 items a day"));
    assertThat(now().languages())
        .extracting(PlanState.LanguageShown::title)
        .anyMatch(title -> title.startsWith("German"));
  }
}
