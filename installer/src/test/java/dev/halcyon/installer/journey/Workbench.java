package dev.halcyon.installer.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.AppOptions;
import dev.halcyon.app.HalcyonApp;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.PreferenceStore;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.protocol.CaseSummary;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;

/**
 * The real workbench on the Headless platform of this process, started with its own arguments,
 * driven by keys and read from its scene. Its methods are called from the test's thread and hand
 * themselves to the JavaFX thread; {@link #fx} does so with anything else.
 */
final class Workbench implements AutoCloseable {
  /** The shortest undo window a reviewer can choose, so that decisions leave soon. */
  static final int QUICK_UNDO = Preferences.LEAST_UNDO;

  static final Words WORDS = Words.in(Locale.ENGLISH);

  private static final int FX_SECONDS = 30;

  private final HalcyonApp app;
  private final Stage stage;

  private Workbench(HalcyonApp app, Stage stage) {
    this.app = app;
    this.stage = stage;
  }

  /** Starts it as the launcher does, with a folder for its data and further arguments. */
  static Workbench start(Path data, int undoSeconds, String... arguments) {
    return start(data, Preferences.DEFAULT.withUndoSeconds(undoSeconds), arguments);
  }

  private static Workbench start(Path data, Preferences preferences, String... arguments) {
    Locale.setDefault(Locale.ENGLISH);
    Fx.startToolkit();
    new PreferenceStore(data).save(preferences);
    List<String> all = new ArrayList<>(List.of("--data", data.toString()));
    all.addAll(List.of(arguments));
    return onFx(
        () -> {
          HalcyonApp made = new HalcyonApp();
          Stage window = new Stage();
          made.open(window, AppOptions.parse(all));
          return new Workbench(made, window);
        });
  }

  /** Starts it and signs in by the form, up to the queue. */
  static Workbench signedIn(
      Path data, int undoSeconds, URI server, String account, String password) {
    Preferences preferences = Preferences.DEFAULT.withUndoSeconds(undoSeconds);
    return signedIn(data, preferences, server, account, password);
  }

  /** The same with other preferences. */
  static Workbench signedIn(
      Path data, Preferences preferences, URI server, String account, String password) {
    Workbench bench = start(data, preferences, "--server", server.toString());
    bench.signIn(account, password);
    bench.awaitText("the frame after signing in", WORDS.say("frame.synced"));
    return bench;
  }

  /** Fills in the form and presses Enter. */
  void signIn(String account, String password) {
    fill(WORDS.say("signin.account"), account);
    fill(WORDS.say("signin.password"), password);
    press(KeyCode.ENTER);
  }

  /** Computes something on the JavaFX thread. */
  <T> T fx(Callable<T> work) {
    return onFx(work);
  }

  private static <T> T onFx(Callable<T> work) {
    try {
      return Fx.onFx(work).toCompletableFuture().get(FX_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("on the JavaFX thread: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the JavaFX thread did not answer in " + FX_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until a value computed on the JavaFX thread is there. */
  <T> T await(String what, Callable<Optional<T>> source) {
    try {
      return Await.value(what, () -> onFx(source));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n--- on screen\n" + screen(), e);
    }
  }

  /** Waits until a condition holds on the JavaFX thread. */
  void awaitTrue(String what, Callable<Boolean> condition) {
    await(what, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  /** Waits until one of the visible texts contains this. */
  String awaitText(String what, String part) {
    return await(what, () -> SceneText.visible(root()).filter(text -> text.contains(part)));
  }

  /** Waits until none of the visible texts contains this. */
  void awaitNoText(String what, String part) {
    awaitTrue(what, () -> SceneText.visible(root()).filter(text -> text.contains(part)).isEmpty());
  }

  private Node root() {
    return stage.getScene().getRoot();
  }

  Scene scene() {
    return stage.getScene();
  }

  /** All that can be read, a line each. */
  String screen() {
    return onFx(() -> SceneText.visible(root()).all());
  }

  boolean shows(String part) {
    return onFx(() -> SceneText.visible(root()).filter(text -> text.contains(part)).isPresent());
  }

  /** Presses and releases a key, as fingers do. */
  void press(KeyCode code) {
    down(code);
    up(code);
  }

  /** Presses a key and keeps it down. */
  void down(KeyCode code) {
    key(KeyEvent.KEY_PRESSED, code);
  }

  /** Lets a key rise. */
  void up(KeyCode code) {
    key(KeyEvent.KEY_RELEASED, code);
  }

  private void key(javafx.event.EventType<KeyEvent> type, KeyCode code) {
    onFx(
        () -> {
          Event.fireEvent(target(), new KeyEvent(type, "", "", code, false, false, false, false));
          return true;
        });
  }

  private javafx.event.EventTarget target() {
    Node focus = stage.getScene().getFocusOwner();
    return focus == null ? stage.getScene() : focus;
  }

  /** Types characters to whatever has the keyboard. */
  void type(String words) {
    onFx(
        () -> {
          for (char each : words.toCharArray()) {
            Event.fireEvent(
                target(),
                new KeyEvent(
                    KeyEvent.KEY_TYPED,
                    String.valueOf(each),
                    "",
                    KeyCode.UNDEFINED,
                    false,
                    false,
                    false,
                    false));
          }
          return true;
        });
  }

  /** Goes into the field with this accessible text, and types. */
  void fill(String field, String words) {
    await(
        "the field " + field,
        () ->
            find(TextInputControl.class, each -> field.equals(each.getAccessibleText()))
                .filter(each -> !each.isDisabled())
                .map(
                    each -> {
                      each.requestFocus();
                      each.selectAll();
                      return each;
                    }));
    type(words);
  }

  /** Waits for an enabled button with these words and presses it. */
  void click(String words) {
    ButtonBase found =
        await(
            "the button " + words,
            () ->
                find(ButtonBase.class, each -> words.equals(each.getText()))
                    .filter(each -> !each.isDisabled()));
    onFx(
        () -> {
          found.fire();
          return true;
        });
  }

  /** Whether there is an enabled button with these words; on the JavaFX thread. */
  boolean canClick(String words) {
    return find(ButtonBase.class, each -> words.equals(each.getText()))
        .filter(each -> !each.isDisabled())
        .isPresent();
  }

  /** A visible node of a type; on the JavaFX thread. */
  <T extends Node> Optional<T> find(Class<T> type, Function<T, Boolean> fits) {
    return SceneText.nodes(root())
        .filter(type::isInstance)
        .map(type::cast)
        .filter(fits::apply)
        .findFirst();
  }

  /** A visible label with a style class; on the JavaFX thread. */
  Optional<String> styled(String styleClass) {
    return SceneText.nodes(root())
        .filter(node -> node.getStyleClass().contains(styleClass))
        .flatMap(SceneText::nodes)
        .filter(Labeled.class::isInstance)
        .map(node -> ((Labeled) node).getText())
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  /** What a list shows by its accessible text, nothing while it is not there. */
  List<?> items(String accessibleText) {
    return find(ListView.class, each -> accessibleText.equals(each.getAccessibleText()))
        .<List<?>>map(each -> List.copyOf(each.getItems()))
        .orElse(List.of());
  }

  /** The cases on the queue screen; on the JavaFX thread. */
  List<CaseSummary> cases() {
    return items(WORDS.say("queue.cases")).stream().map(CaseSummary.class::cast).toList();
  }

  /** A list that is there; on the JavaFX thread. */
  ListView<?> list(String accessibleText) {
    return find(ListView.class, each -> accessibleText.equals(each.getAccessibleText()))
        .orElseThrow();
  }

  /** On the queue screen: selects a case in the list and opens it by its key. */
  void open(UUID caseId) {
    awaitTrue(
        "the case in the list", () -> cases().stream().anyMatch(each -> each.id().equals(caseId)));
    fx(
        () -> {
          List<UUID> ids = cases().stream().map(CaseSummary::id).toList();
          list(WORDS.say("queue.cases")).getSelectionModel().clearAndSelect(ids.indexOf(caseId));
          return true;
        });
    press(KeyCode.O);
    awaitActable();
  }

  /** Waits until the case on the desk is ours and its policy's categories can be chosen. */
  void awaitActable() {
    awaitTrue("a case on the desk", () -> isOurs() && !categories().isEmpty());
  }

  /** Only a case that is ours can be given back. */
  private boolean isOurs() {
    return find(MenuButton.class, each -> each.getStyleClass().contains("case-menu")).stream()
        .flatMap(menu -> menu.getItems().stream())
        .anyMatch(item -> WORDS.say("review.release").equals(item.getText()) && !item.isDisable());
  }

  private List<?> categories() {
    String access = WORDS.say("decision.category");
    return find(ComboBox.class, each -> access.equals(each.getAccessibleText()))
        .<List<?>>map(ComboBox::getItems)
        .orElse(List.of());
  }

  /** Waits for what the desk is without a case: the queue is clear. */
  void awaitClear() {
    awaitText("an empty desk", WORDS.say("review.clear"));
  }

  /**
   * Waits until the screen itself shows what the scene is now: on a busy machine the frame that
   * draws a change comes long after the change.
   */
  void awaitDrawn() {
    for (int frame = 0; frame < 2; frame++) {
      CountDownLatch pulse = new CountDownLatch(1);
      Runnable seen = pulse::countDown;
      onFx(
          () -> {
            scene().addPostLayoutPulseListener(seen);
            Platform.requestNextPulse();
            return true;
          });
      try {
        assertThat(pulse.await(FX_SECONDS, TimeUnit.SECONDS)).as("another frame").isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } finally {
        onFx(
            () -> {
              scene().removePostLayoutPulseListener(seen);
              return true;
            });
      }
    }
    // Taking a picture waits for the frame that is being drawn.
    snapshot();
  }

  /** A picture of the window as it stands. */
  WritableImage snapshot() {
    return onFx(() -> stage.getScene().snapshot(null));
  }

  /** Writes a picture of the window where a developer finds it. */
  Path keepPicture(String name) {
    WritableImage image = snapshot();
    BufferedImage copy =
        new BufferedImage(
            (int) image.getWidth(), (int) image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < copy.getHeight(); y++) {
      for (int x = 0; x < copy.getWidth(); x++) {
        copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
      }
    }
    Path file = Path.of("target", "journeys", name + ".png");
    try {
      java.nio.file.Files.createDirectories(file.getParent());
      ImageIO.write(copy, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Asks the window to close, as its corner does, without waiting. */
  void requestClose() {
    onFx(
        () -> {
          Event.fireEvent(stage, new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
          return true;
        });
  }

  boolean isShowing() {
    return onFx(stage::isShowing);
  }

  /** Closes the window as a person does and waits until it is gone. */
  @Override
  public void close() {
    if (isShowing()) {
      requestClose();
      Await.until("the window to go", () -> !isShowing());
    }
    onFx(
        () -> {
          app.stop();
          return true;
        });
  }
}
