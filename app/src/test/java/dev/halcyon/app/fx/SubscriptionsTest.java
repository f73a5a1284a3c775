package dev.halcyon.app.fx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.testing.Collected;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private final SimpleStringProperty longLived = new SimpleStringProperty("one");
  private final ObservableList<String> list = FXCollections.observableArrayList();

  /** Stands for a view: what it hears keeps it alive for as long as it is subscribed. */
  private static final class Listener {
    final List<String> heard = new ArrayList<>();
    final Subscriptions subscriptions = new Subscriptions();
  }

  @Test
  void watchTellsThePresentValueAndOnChangeOnlyLaterOnes() {
    Listener listener = new Listener();
    listener.subscriptions.watch(longLived, value -> listener.heard.add("watch " + value));
    listener.subscriptions.onChange(longLived, value -> listener.heard.add("change " + value));
    listener.subscriptions.onChange(list, () -> listener.heard.add("list"));
    longLived.set("two");
    list.add("x");
    assertThat(listener.heard).containsExactly("watch one", "watch two", "change two", "list");
  }

  @Test
  void nothingIsHeardAfterClosingAndTheBagCanBeFilledAgain() {
    Listener listener = new Listener();
    listener.subscriptions.onChange(longLived, listener.heard::add);
    listener.subscriptions.onChange(list, () -> listener.heard.add("list"));
    listener.subscriptions.close();
    longLived.set("two");
    list.add("x");
    assertThat(listener.heard).isEmpty();
    assertThat(listener.subscriptions.size()).isZero();
    listener.subscriptions.onChange(longLived, listener.heard::add);
    longLived.set("three");
    assertThat(listener.heard).containsExactly("three");
  }

  @Test
  void aClosedBagLetsItsOwnerBeCollectedThoughThePropertyLives() {
    WeakReference<Listener> closed = subscribed(true);
    WeakReference<Listener> open = subscribed(false);
    Collected.expect("the listener whose bag was closed", closed);
    assertThat(open.get()).as("the one still subscribed, so that this test can fail").isNotNull();
  }

  private WeakReference<Listener> subscribed(boolean close) {
    Listener listener = new Listener();
    listener.subscriptions.onChange(longLived, value -> listener.heard.add(value));
    if (close) {
      listener.subscriptions.close();
    }
    return new WeakReference<>(listener);
  }
}
