package dev.halcyon.app.kit;

import dev.halcyon.app.fx.Fx;
import java.time.Duration;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/**
 * Content with its empty, loading, error and offline looks, all in the same place so that nothing
 * jumps. The loading look is a still skeleton and comes only after 300 ms. Used on the JavaFX
 * thread.
 */
public final class StatePane extends StackPane {
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final int SKELETON_ROWS = 6;

  private final Kit kit;
  private final Node content;
  private Subscription pending = Subscription.EMPTY;

  public StatePane(Kit kit, Node content) {
    this.kit = kit;
    this.content = content;
    getStyleClass().add("state-pane");
    getChildren().add(content);
  }

  /** Follows a state until unsubscribed. */
  public Subscription follow(ObservableValue<LoadState> state) {
    return state.subscribe(this::show);
  }

  /** Shows a state. */
  public void show(LoadState state) {
    pending.unsubscribe();
    pending = Subscription.EMPTY;
    switch (state) {
      case LoadState.Ready() -> replace(content);
      case LoadState.Loading(String key) ->
          pending = Fx.after(PATIENCE, () -> replace(skeleton(kit.words().say(key))));
      case LoadState.Empty(String key) ->
          replace(
              message(
                  Feather.CHECK_CIRCLE,
                  kit.words().say(key),
                  kit.words().find(key + ".next").orElse("")));
      case LoadState.Resting(var back) -> replace(resting(back));
      case LoadState.Failed failed -> {
        ProblemBanner banner = new ProblemBanner(kit);
        banner.show(failed.problem(), failed.retry());
        replace(centred(banner));
      }
      case LoadState.Offline(String keptKey, Runnable retry) -> {
        VBox box =
            message(Feather.WIFI_OFF, kit.words().say("state.offline"), kit.words().say(keptKey));
        box.getChildren().add(kit.button("state.retry", retry));
        replace(box);
      }
    }
  }

  private void replace(Node node) {
    if (!getChildren().equals(java.util.List.of(node))) {
      getChildren().setAll(node);
    }
  }

  private VBox message(Ikon icon, String title, String next) {
    Label says = kit.label("state-title", title);
    says.setWrapText(true);
    VBox box = new VBox(Kit.styled(Kit.icon(icon), "state-icon"), says);
    if (!next.isEmpty()) {
      Label hint = kit.label("muted", next);
      hint.setWrapText(true);
      hint.setMaxWidth(420);
      hint.setAlignment(Pos.CENTER);
      hint.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
      box.getChildren().add(hint);
    }
    box.getStyleClass().add("state-message");
    box.setAlignment(Pos.CENTER);
    box.setAccessibleText(title + " " + next);
    return box;
  }

  private Node resting(ObservableValue<String> back) {
    VBox box =
        message(
            Feather.COFFEE, kit.words().say("state.resting"), kit.words().say("state.rest_next"));
    Label when = kit.label("strong", back);
    when.setWrapText(true);
    when.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
    when.managedProperty().bind(when.textProperty().isNotEmpty());
    box.getChildren().add(2, when);
    return box;
  }

  private Node centred(Region node) {
    node.setMaxWidth(560);
    node.setMaxHeight(Region.USE_PREF_SIZE);
    return new StackPane(node);
  }

  private Node skeleton(String title) {
    VBox rows = new VBox();
    rows.getStyleClass().add("skeleton");
    rows.setAccessibleText(title);
    for (int i = 0; i < SKELETON_ROWS; i++) {
      rows.getChildren().add(Kit.styled(new Region(), "skeleton-row"));
    }
    rows.getChildren().add(kit.label("muted", title));
    return rows;
  }
}
