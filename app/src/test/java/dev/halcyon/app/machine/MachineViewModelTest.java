package dev.halcyon.app.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.machine.MachineState.ChangeRow;
import dev.halcyon.app.machine.MachineState.ModelRow;
import dev.halcyon.protocol.UserProblem;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineViewModelTest {
  private final ModelMachine server = new ModelMachine();
  private final MachineViewModel model =
      new MachineViewModel(server, Direct.background(), Words.in(Locale.ENGLISH));

  private MachineState now() {
    return model.state().get();
  }

  @Test
  void sharesStandBesideTheirAimInWords() {
    model.attach();
    assertThat(now().load()).isEqualTo(LoadState.READY);
    assertThat(now().shares().lead()).isEqualTo("2,000 items were judged in this time.");
    assertThat(now().shares().rows())
        .extracting(ShareRow::counted)
        .containsExactly(
            "60%  ·  1,200 of 2,000 items",
            "18%  ·  360 of 2,000 items", "22%  ·  440 of 2,000 items");
    assertThat(now().shares().rows())
        .extracting(ShareRow::aim)
        .containsExactly(
            "Below the aim of 70% to 80%.",
            "Within the aim of 15% to 20%.", "Above the aim of 1% to 5%.");
    assertThat(now().shares().places()).contains("Known content: 200").doesNotContain("Seen");
  }

  @Test
  void anotherSpanCountsAnew() {
    model.attach();
    model.hours(MachineViewModel.WEEK);
    assertThat(server.asked).containsExactly(MachineViewModel.DAY, MachineViewModel.WEEK);
    assertThat(now().hours()).isEqualTo(MachineViewModel.WEEK);
    server.items = 0;
    model.hours(MachineViewModel.HOUR);
    assertThat(now().shares().lead()).isEqualTo("No item was judged in this time.");
    assertThat(now().shares().rows())
        .extracting(ShareRow::aim)
        .first()
        .isEqualTo("The aim is 70% to 80%.");
  }

  @Test
  void thePolicyOfARegionShowsWhatItsOverlayChanges() {
    model.attach();
    assertThat(now().policy().changes()).isEmpty();
    assertThat(now().policy().merged()).startsWith("This is the base.");
    assertThat(now().policy().overlays()).contains("DE").contains("EU");
    model.region("DE");
    assertThat(now().region()).isEqualTo("DE");
    assertThat(now().policy().merged()).startsWith("In Germany the overlay DE is merged in.");
    assertThat(now().policy().changes())
        .contains(new ChangeRow("Queue: German law", "The overlay adds it."));
    model.region("BR");
    assertThat(now().policy().merged()).startsWith("Brazil has no overlay");
    model.region("ZZ");
    assertThat(now().policy().merged()).contains("strictest");
  }

  @Test
  void whatJudgesIsShownWithItsCalibration() {
    model.attach();
    assertThat(now().stages())
        .extracting(ModelRow::use)
        .anyMatch(use -> use.endsWith("Calibrated by night-market@2+1f3a9c0b77de."))
        .anyMatch(use -> use.endsWith("Scores stand as it gives them."));
    assertThat(now().models())
        .singleElement()
        .extracting(ModelRow::name)
        .isEqualTo("Text model 1.1.0");
  }

  @Test
  void aServerThatCannotBeReachedIsSaidAndAskedAgain() {
    server.fails = Optional.of(new UserProblem("network.unreachable", "No answer.", "Wait."));
    model.attach();
    assertThat(now().load()).isInstanceOf(LoadState.Offline.class);
    server.fails = Optional.empty();
    ((LoadState.Offline) now().load()).retry().run();
    assertThat(now().load()).isEqualTo(LoadState.READY);
  }

  @Test
  void anotherProblemIsShownAndWhatWasThereStaysWhenItComesLater() {
    server.fails = Optional.of(new UserProblem("policy.unavailable", "None.", "Publish one."));
    model.attach();
    assertThat(now().load()).isInstanceOf(LoadState.Failed.class);
    server.fails = Optional.empty();
    model.load();
    server.fails = Optional.of(new UserProblem("network.unreachable", "No answer.", "Wait."));
    model.hours(MachineViewModel.HOUR);
    assertThat(now().load()).isEqualTo(LoadState.READY);
    assertThat(now().hours()).as("still what is shown").isEqualTo(MachineViewModel.DAY);
    assertThat(now().problem()).map(UserProblem::code).contains("network.unreachable");
    server.fails = Optional.empty();
    model.hours(MachineViewModel.HOUR);
    assertThat(now().problem()).isEmpty();
  }
}
