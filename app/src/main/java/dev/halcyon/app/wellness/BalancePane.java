package dev.halcyon.app.wellness;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * What is left of each budget: words, and a place on an axis against the limit, without a colour
 * that alarms. Used on the JavaFX thread.
 */
final class BalancePane extends VBox {
  private final Kit kit;
  private final BalanceViewModel model;
  private final VBox rows = Kit.styled(new VBox(), "balance-rows");
  private final Label standing;

  BalancePane(Kit kit, BalanceViewModel model) {
    this.kit = kit;
    this.model = model;
    getStyleClass().add("own-days");
    standing = wrapped("muted", "");
    getChildren().setAll(kit.say("section", "balance.title"), rows, standing);
  }

  private Label wrapped(String style, String text) {
    Label label = kit.label(style, text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  void attach(Subscriptions subscriptions) {
    subscriptions.watch(model.standing(), standing::setText);
    subscriptions.watch(model.rows(), this::fill);
  }

  private void fill(List<BalanceViewModel.Row> now) {
    List<Node> drawn = new ArrayList<>();
    for (BalanceViewModel.Row row : now) {
      VBox box =
          Kit.styled(
              new VBox(
                  wrapped("strong", row.name()),
                  wrapped("label", row.left()),
                  new Axis(row.used(), row.taken()),
                  wrapped("muted", row.detail())),
              "lines");
      box.setAccessibleRole(AccessibleRole.TEXT);
      box.setAccessibleText(kit.words().say("balance.row", row.name(), row.left(), row.detail()));
      drawn.add(box);
    }
    rows.getChildren().setAll(drawn);
    rows.setManaged(!drawn.isEmpty());
  }

  /** What is used, and what open cases are expected to take, up to the limit at its end. */
  private static final class Axis extends Region {
    private static final double HEIGHT = 12;
    private static final double BAR = 6;

    private final Region ground = Kit.styled(new Region(), "balance-ground");
    private final Region reserved = Kit.styled(new Region(), "balance-reserved");
    private final Region bar = Kit.styled(new Region(), "balance-used");
    private final Region limit = Kit.styled(new Region(), "balance-limit");
    private final double used;
    private final double taken;

    Axis(double used, double taken) {
      this.used = used;
      this.taken = taken;
      getChildren().setAll(ground, reserved, bar, limit);
      setMinHeight(HEIGHT);
      setPrefHeight(HEIGHT);
    }

    @Override
    protected void layoutChildren() {
      double width = getWidth() - 2;
      double top = (HEIGHT - BAR) / 2;
      ground.resizeRelocate(0, top, width, BAR);
      reserved.resizeRelocate(0, top, Math.round(taken * width), BAR);
      bar.resizeRelocate(0, top, Math.round(used * width), BAR);
      limit.resizeRelocate(width, 0, 2, HEIGHT);
    }
  }
}
