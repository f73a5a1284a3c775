package dev.halcyon.app.wellness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.SightOfRows;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.engine.exposure.Look;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.SeverityBand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javafx.scene.control.ListView;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which row of a list counts, on a real list of a hundred thousand of them. */
@ExtendWith(OnFxThread.class)
class RowProbeTest {
  private static final int ROWS = 100_000;

  /** Of a category that the policy is silent on, which weighs more than what is moderate. */
  private static final int HEAVY = 400;

  private final Bands bands =
      new Bands(_ -> dev.halcyon.app.Cases.policy(), Direct.background(), Words.in(Locale.ENGLISH));
  private final ListView<CaseSummary> list = new ListView<>();
  private final StackPane root = new StackPane(list);
  private final RowProbe<CaseSummary> probe =
      new RowProbe<>(new SightOfRows<>(list, Function.identity()), bands, () -> nanos());
  private long nanos;
  private Stage stage;

  private long nanos() {
    return nanos;
  }

  @BeforeEach
  void show() {
    List<CaseSummary> rows = new ArrayList<>(ROWS);
    for (int i = 0; i < ROWS; i++) {
      Category category = i == HEAVY ? Category.WEAPONS : Category.SPAM;
      rows.add(Cases.waiting(i, Priority.P2, 60, category, i == 1 ? " " : "row " + i));
    }
    list.getItems().setAll(rows);
    list.setFixedCellSize(40);
    stage = OnFxThread.show(root, 400, 400);
  }

  @AfterEach
  void hide() {
    stage.hide();
  }

  private Optional<UUID> after(long millis) {
    nanos += millis * 1_000_000;
    root.applyCss();
    root.layout();
    return probe.look().map(Look::caseId);
  }

  @Test
  void aRowCountsOnceItHasStoodInSightAndGoesOnWhileItIsThere() {
    assertThat(after(0)).isEmpty();
    assertThat(after(499)).isEmpty();
    assertThat(after(1)).contains(Cases.id(0));
    list.scrollTo(1);
    assertThat(after(600)).as("a row without words does not count").contains(Cases.id(2));
    list.scrollTo(0);
    after(600);
    assertThat(after(600)).as("the one that counts stays").contains(Cases.id(2));
  }

  @Test
  void whatRushesPastMakesNothing() {
    after(0);
    for (int row = 1_000; row < 60_000; row += 1_000) {
      list.scrollTo(row);
      assertThat(after(100)).isEmpty();
    }
    assertThat(after(500)).as("where it stops").contains(Cases.id(59_000));
  }

  @Test
  void theHeaviestRowInSightCountsByThePolicyThatIsKnown() {
    list.scrollTo(HEAVY - 4);
    after(0);
    assertThat(probe.look()).isEmpty();
    nanos += 600_000_000;
    assertThat(probe.look().map(Look::band)).contains(SeverityBand.UNKNOWN);
    bands.learn(dev.halcyon.app.Cases.text().detail());
    assertThat(after(600)).contains(Cases.id(HEAVY));
    list.scrollTo(0);
    assertThat(after(0)).isEmpty();
    nanos += 600_000_000;
    assertThat(probe.look().map(Look::band)).contains(SeverityBand.MODERATE);
  }

  @Test
  void whatSomethingLiesOverAndWhatIsNotInASceneDoesNotCount() {
    after(0);
    assertThat(after(600)).isPresent();
    root.getChildren().add(new Region());
    assertThat(after(600)).isEmpty();
    root.getChildren().removeLast();
    assertThat(after(600)).isPresent();
    root.getChildren().clear();
    assertThat(after(600)).isEmpty();
  }
}
