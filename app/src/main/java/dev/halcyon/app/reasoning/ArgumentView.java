package dev.halcyon.app.reasoning;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.TabStrip;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The right side of the desk: reasoning, scores, history, similar items and rescan as tabs, and
 * below them, folded until asked, why the case stands where it stands. FX thread only.
 */
public final class ArgumentView extends VBox {
  private final ArgumentViewModel vm;
  private final Kit kit;
  private final TabStrip tabs;
  private final ReasoningPane reasoning;
  private final ScoresPane scores;
  private final HistoryPane history;
  private final SimilarPane similar;
  private final RescanPane rescan;
  private final TabStrip.Page scoresTab;
  private final TabStrip.Page historyTab;
  private final TabStrip.Page similarTab;
  private final TabStrip.Page rescanTab;
  private final ToggleButton why;
  private final VBox reasons = new VBox();
  private final List<Command> commands;
  private final Subscriptions subscriptions = new Subscriptions();
  private @Nullable UUID of;

  public ArgumentView(ArgumentViewModel vm, Kit kit) {
    this.vm = vm;
    this.kit = kit;
    Command scan =
        kit.command("rescan.run", Optional.of(Keys.of(KeyCode.S)), this::scan, vm.rescan().ready());
    reasoning = new ReasoningPane(vm, kit);
    scores = new ScoresPane(vm, kit);
    history = new HistoryPane(vm, kit);
    similar = new SimilarPane(vm, kit);
    rescan = new RescanPane(vm.rescan(), kit, scan);
    tabs = new TabStrip(kit.words().say("reasoning.tabs"));
    tabs.getStyleClass().add("argument-tabs");
    tab("tab.reasoning", reasoning);
    scoresTab = tab("tab.scores", scores);
    historyTab = tab("tab.history", history);
    similarTab = tab("tab.similar", similar);
    rescanTab = tab("tab.rescan", rescan);
    VBox.setVgrow(tabs, Priority.ALWAYS);
    why = kit.describe(new ToggleButton(), "why.title");
    why.getStyleClass().add("why-toggle");
    why.setMaxWidth(Double.MAX_VALUE);
    reasons.getStyleClass().add("why-reasons");
    reasons.visibleProperty().bind(why.selectedProperty());
    reasons.managedProperty().bind(why.selectedProperty());
    getStyleClass().addAll("argument-view", "pane", "line-left");
    getChildren().setAll(tabs, why, reasons);
    commands =
        List.of(
            scan,
            step("reasoning.next", KeyCode.J, 1),
            step("reasoning.previous", KeyCode.K, -1),
            kit.command(
                "why.toggle",
                Optional.of(Keys.of(KeyCode.W)),
                () -> why.setSelected(!why.isSelected()),
                vm.said().isNotNull()),
            kit.command(
                "tab.next",
                Optional.of(Keys.of(KeyCode.T)),
                tabs::chooseNext,
                vm.said().isNotNull()));
  }

  private Command step(String id, KeyCode key, int steps) {
    return kit.command(id, Optional.of(Keys.of(key)), () -> vm.move(steps), vm.said().isNotNull());
  }

  private TabStrip.Page tab(String key, Node content) {
    return tabs.add(kit.words().say(key), kit.words().find(key + ".help"), content);
  }

  private void scan() {
    tabs.choose(rescanTab);
    vm.rescan().rescan();
  }

  /** Each case begins with its argument, whatever tab the one before was left at. */
  private void beginWith(@Nullable UUID caseId) {
    if (!Objects.equals(caseId, of)) {
      of = caseId;
      tabs.choose(0);
    }
  }

  /** The tab says how many there are, and for how many of them the decision is. */
  private void nameSimilar() {
    int total = vm.similar().state().get().members().total();
    similarTab.setText(
        kit.words().say("tab.similar_count", total, total - vm.exceptions().getValue().size()));
  }

  /** What of the page that is chosen shows words of items: quotes, like items, earlier ones. */
  public List<Node> quotes() {
    if (historyTab.chosen().getValue()) {
      return history.quotes();
    }
    if (similarTab.chosen().getValue()) {
      return similar.quotes();
    }
    return scoresTab.chosen().getValue() || rescanTab.chosen().getValue()
        ? List.of()
        : reasoning.quotes();
  }

  /** What can be done here. */
  public List<Command> commands() {
    return commands;
  }

  /** The desk is in the frame: follow the view-model. */
  public void shown() {
    subscriptions.close();
    reasoning.attach(subscriptions);
    scores.attach(subscriptions, scoresTab.chosen());
    history.attach(subscriptions, historyTab.chosen());
    similar.attach(subscriptions, similarTab.chosen());
    rescan.attach(subscriptions);
    subscriptions.watch(vm.exceptions(), _ -> nameSimilar());
    subscriptions.watch(vm.similar().state(), _ -> nameSimilar());
    subscriptions.watch(
        vm.said(),
        said -> {
          beginWith(said == null ? null : said.caseId());
        });
    WhenShown.draw(subscriptions, vm.said(), why.selectedProperty(), this::explain);
  }

  private void explain(ArgumentViewModel.@Nullable Said said) {
    reasons.getChildren().clear();
    if (said != null) {
      for (String sentence : said.why()) {
        Label label = kit.label("why-reason", sentence);
        label.setWrapText(true);
        reasons.getChildren().add(label);
      }
    }
  }

  /** The desk left the frame. */
  public void hidden() {
    vm.rescan().cancel();
    subscriptions.close();
  }
}
