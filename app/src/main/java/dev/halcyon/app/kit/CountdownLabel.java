package dev.halcyon.app.kit;

import java.time.Instant;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;

/**
 * What is left until a due time, as people say it, with the moment itself on hover; bold once less
 * than a fifth is left, never blinking. Follows {@link Now} through a weak listener, so it needs no
 * releasing. Used on the JavaFX thread.
 */
public final class CountdownLabel extends Label {
  private static final PseudoClass PRESSING = PseudoClass.getPseudoClass("pressing");

  private final Kit kit;
  private final ChangeListener<Instant> follow = (_, _, _) -> refresh();
  private @Nullable Instant created;
  private @Nullable Instant due;

  public CountdownLabel(Kit kit) {
    this.kit = kit;
    getStyleClass().add("countdown");
    setAccessibleRole(AccessibleRole.TEXT);
    setMinWidth(USE_PREF_SIZE);
    Kit.hover(this, this::exactly);
    kit.now().property().addListener(new WeakChangeListener<>(follow));
  }

  /** Counts down to a due time; created says how much time was allowed. */
  public void show(Instant created, Instant due) {
    this.created = created;
    this.due = due;
    refresh();
  }

  private String exactly() {
    Instant until = due;
    return until == null ? "" : kit.words().say("countdown.help", kit.times().exact(until));
  }

  /** Shows nothing. */
  public void clear() {
    created = null;
    due = null;
    refresh();
  }

  private void refresh() {
    Instant until = due;
    Instant from = created;
    if (until == null || from == null) {
      setText("");
      setAccessibleText("");
      pseudoClassStateChanged(PRESSING, false);
      return;
    }
    Instant now = kit.now().get();
    setText(kit.times().left(until, now));
    setAccessibleText(
        kit.words().say("countdown.access", getText(), kit.times().clock(until, now)));
    pseudoClassStateChanged(PRESSING, TimeWords.pressing(from, until, now));
  }
}
