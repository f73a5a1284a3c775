package dev.halcyon.installer.bench;

import dev.halcyon.app.Services;
import dev.halcyon.app.Workday;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.command.KeyDispatch;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Problems;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.PreferenceStore;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.PreferencesModel;
import dev.halcyon.client.SyncClient;
import dev.halcyon.client.desk.Desk;
import dev.halcyon.client.desk.DeskListener;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Popup;
import javafx.stage.Stage;

/**
 * The workbench of one reviewer at the review desk, in a window of the Headless platform; says what
 * its scene really shows. Its methods are for the JavaFX thread, except making and closing it.
 */
final class DeskWindow implements AutoCloseable {
  static final Words WORDS = Words.in(Locale.ENGLISH);

  private static final double WIDTH = 1440;
  private static final double HEIGHT = 900;

  private final Background background;
  private final Desk desk;
  private final Workday day;
  private final Stage stage;
  private final Map<UUID, LoadedCase> loaded;

  private DeskWindow(
      Background background, Desk desk, Workday day, Stage stage, Map<UUID, LoadedCase> loaded) {
    this.background = background;
    this.desk = desk;
    this.day = day;
    this.stage = stage;
    this.loaded = loaded;
  }

  /**
   * Notes what the desk has loaded. Listens before the screen does: listeners hear one after the
   * other, and a case that the screen knows of first could stand there before it is noted here.
   */
  private static Map<UUID, LoadedCase> follow(Desk desk) {
    Map<UUID, LoadedCase> loaded = Collections.synchronizedMap(new Latest());
    desk.listen(
        new DeskListener() {
          @Override
          public void upNextChanged(List<LoadedCase> upNext) {
            upNext.forEach(each -> loaded.put(each.id(), each));
          }

          @Override
          public void opened(LoadedCase opened, Lease lease) {
            loaded.put(opened.id(), opened);
          }

          @Override
          public void refreshed(LoadedCase opened) {
            loaded.put(opened.id(), opened);
          }
        });
    return loaded;
  }

  /** The cases loaded last; a shift has thousands. */
  private static final class Latest extends LinkedHashMap<UUID, LoadedCase> {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 32;

    @Override
    protected boolean removeEldestEntry(Map.Entry<UUID, LoadedCase> eldest) {
      return size() > MOST;
    }
  }

  /** Signs in and shows the review desk of somebody who rescans nothing; blocks. */
  static DeskWindow open(Path data, URI server, String token) {
    return open(
        data,
        server,
        token,
        new Now(Clock.systemDefaultZone()),
        () -> {
          throw new IllegalStateException("nothing is rescanned here");
        });
  }

  /** Signs in and shows the review desk; blocks. */
  static DeskWindow open(
      Path data, URI server, String token, Now now, Supplier<RescanEngine> engine) {
    Background background =
        Background.lanes((title, thrown) -> new Problems(WORDS).explain(title, thrown));
    Kit kit = new Kit(WORDS, now);
    Preferences preferences = Preferences.DEFAULT.withUndoSeconds(Preferences.LEAST_UNDO);
    Services services =
        new Services(
            kit,
            background,
            new PreferencesModel(background, WORDS, new PreferenceStore(data), preferences),
            engine,
            data);
    SyncClient client = new SyncClient(server);
    Workday.Prepared prepared =
        Workday.prepare(client, client.signInOneTime(token).account(), services);
    Map<UUID, LoadedCase> loaded = follow(prepared.desk());
    return onFx(
        () -> {
          CommandRegistry registry = new CommandRegistry();
          Workday day = Workday.begin(prepared, services, registry, () -> {});
          Scene scene = new Scene((Parent) day.frame().node(), WIDTH, HEIGHT);
          Theme.apply(scene, Look.DEFAULT.withAppearance(Look.Appearance.LIGHT));
          KeyDispatch.install(scene, registry);
          Stage stage = new Stage();
          stage.setScene(scene);
          stage.setWidth(WIDTH);
          stage.setHeight(HEIGHT);
          stage.show();
          day.frame().show("review");
          return new DeskWindow(background, prepared.desk(), day, stage, loaded);
        });
  }

  static <T> T onFx(Callable<T> work) {
    return Fx.onFx(work).toCompletableFuture().join();
  }

  /** Shows the screen with an id. */
  void show(String screen) {
    day.frame().show(screen);
  }

  Desk desk() {
    return desk;
  }

  Scene scene() {
    return stage.getScene();
  }

  /**
   * Draws a picture that nobody saw before, and waits for it; from any thread. The renderer looks
   * into its store of pictures then, and lets go of those that are gone.
   */
  void drawAnother() {
    Popup popup =
        onFx(
            () -> {
              Popup shown = new Popup();
              shown.getContent().add(new ImageView(new WritableImage(2, 2)));
              shown.show(stage);
              return shown;
            });
    for (int frame = 0; frame < 3; frame++) {
      CompletableFuture<Void> drawn = new CompletableFuture<>();
      Fx.nextPulse(() -> drawn.complete(null));
      drawn.join();
    }
    onFx(
        () -> {
          popup.hide();
          return true;
        });
  }

  void press(KeyCode code) {
    key(KeyEvent.KEY_PRESSED, code, "");
    key(KeyEvent.KEY_RELEASED, code, "");
  }

  /** Presses a key and keeps it down. */
  void down(KeyCode code) {
    key(KeyEvent.KEY_PRESSED, code, "");
  }

  /** Lets a key rise. */
  void up(KeyCode code) {
    key(KeyEvent.KEY_RELEASED, code, "");
  }

  /** Types into whatever has the keyboard. */
  void type(String words) {
    words
        .chars()
        .forEach(each -> key(KeyEvent.KEY_TYPED, KeyCode.UNDEFINED, Character.toString(each)));
  }

  private void key(EventType<KeyEvent> type, KeyCode code, String character) {
    Scene scene = stage.getScene();
    Node focus = scene.getFocusOwner();
    Event.fireEvent(
        focus == null ? scene : focus,
        new KeyEvent(type, character, "", code, false, false, false, false));
  }

  /** Whether a frame of a film stands on the screen. */
  boolean filmStands() {
    return visible()
        .anyMatch(
            node ->
                node instanceof ImageView view
                    && view.getStyleClass().contains("film")
                    && view.getImage() != null);
  }

  /** Whether nothing runs in the background. */
  boolean isCalm() {
    return background.running().isEmpty();
  }

  /** What can be read, for the log. */
  List<String> texts() {
    return visible()
        .filter(Labeled.class::isInstance)
        .map(node -> ((Labeled) node).getText())
        .filter(text -> text != null && !text.isBlank())
        .distinct()
        .toList();
  }

  /** Whether the case on screen is ours to decide: then it can be given back. */
  boolean canDecide() {
    return stage.getScene().getRoot().lookup(".case-menu") instanceof MenuButton menu
        && menu.getItems().stream()
            .anyMatch(
                item -> WORDS.say("review.release").equals(item.getText()) && !item.isDisable());
  }

  /** The case whose item stands in the middle. */
  Optional<UUID> shown() {
    return Optional.ofNullable(stage.getScene().getRoot().lookup(".item-card"))
        .filter(DeskWindow::isVisible)
        .map(Node::getUserData)
        .map(UUID.class::cast);
  }

  /** Whether every picture the case has for the screen stands there, decoded. */
  boolean picturesStand(LoadedCase loaded) {
    Optional<MediaInfo> first = loaded.detail().item().media().stream().findFirst();
    boolean seen =
        first.filter(DeskWindow::isPicture).stream()
            .anyMatch(part -> !renditions(loaded, part).isEmpty());
    if (!seen) {
      return true;
    }
    Node stageNode = stage.getScene().getRoot().lookup(".frame-stage .rendition");
    boolean large = stageNode instanceof ImageView view && view.getImage() != null;
    boolean strip =
        visible()
            .filter(node -> node.getStyleClass().contains("thumb"))
            .filter(thumb -> !thumb.getParent().getParent().getStyleClass().contains("empty"))
            .flatMap(thumb -> ((Parent) thumb).getChildrenUnmodifiable().stream())
            .allMatch(node -> !(node instanceof ImageView view) || view.getImage() != null);
    return large && strip;
  }

  /** What the desk has loaded of a case so far; nothing when it never did. */
  Optional<LoadedCase> known(UUID caseId) {
    return Optional.ofNullable(loaded.get(caseId));
  }

  /** Forgets what the desk has loaded; from any thread. */
  void forget() {
    loaded.clear();
  }

  /** How much the case on the desk has to show; from any thread. */
  String describe() {
    return desk.current()
        .map(open -> open.loaded().detail())
        .map(
            detail ->
                detail.item().text().length()
                    + " characters, "
                    + detail.item().conversation().size()
                    + " messages, "
                    + (detail.rationale() == null ? 0 : detail.rationale().steps().size())
                    + " steps, "
                    + detail.item().media().stream()
                        .map(part -> part.kind() + " of " + part.keyframes().size() + " frames")
                        .toList())
        .orElse("not opened yet");
  }

  /** Why a case does not stand there whole, for the log. */
  String explain(UUID shown) {
    return known(shown)
        .map(
            each ->
                "complete "
                    + isComplete(each)
                    + ", pictures "
                    + picturesStand(each)
                    + ", "
                    + each.summary().media()
                    + ", large "
                    + stage.getScene().getRoot().lookupAll(".frame-stage .rendition").stream()
                        .map(node -> ((ImageView) node).getImage() != null)
                        .toList()
                    + ", thumbs without picture "
                    + visible()
                        .filter(node -> node.getStyleClass().contains("thumb"))
                        .flatMap(thumb -> ((Parent) thumb).getChildrenUnmodifiable().stream())
                        .filter(node -> node instanceof ImageView view && view.getImage() == null)
                        .count())
        .orElse("never loaded");
  }

  /** Whether everything the case needs was loaded: a rendition of each frame of each part. */
  static boolean isComplete(LoadedCase loaded) {
    return loaded.missing().isEmpty()
        && loaded.detail().item().media().stream()
            .filter(DeskWindow::isPicture)
            .allMatch(
                part -> renditions(loaded, part).size() == Math.max(1, part.keyframes().size()));
  }

  private static boolean isPicture(MediaInfo part) {
    return part.state() == MediaState.READY
        && (part.kind() == Modality.IMAGE || part.kind() == Modality.VIDEO);
  }

  private static List<Integer> renditions(LoadedCase loaded, MediaInfo part) {
    return (part.keyframes().isEmpty()
            ? Stream.of(0)
            : part.keyframes().stream().map(Keyframe::index))
        .filter(frame -> loaded.rendition(part.mediaId(), frame) != null)
        .toList();
  }

  /** Whether one of the visible texts contains this. */
  boolean says(String part) {
    return visible()
        .anyMatch(
            node ->
                node instanceof javafx.scene.control.Labeled labeled
                    && labeled.getText() != null
                    && labeled.getText().contains(part));
  }

  private Stream<Node> visible() {
    return below(stage.getScene().getRoot());
  }

  private static Stream<Node> below(Node node) {
    if (!node.isVisible()) {
      return Stream.empty();
    }
    return node instanceof Parent parent
        ? Stream.concat(
            Stream.of(node), parent.getChildrenUnmodifiable().stream().flatMap(DeskWindow::below))
        : Stream.of(node);
  }

  private static boolean isVisible(Node node) {
    return !node.isVisible() ? false : node.getParent() == null || isVisible(node.getParent());
  }

  @Override
  public void close() {
    onFx(
        () -> {
          day.leave();
          stage.hide();
          return true;
        });
    day.end();
    background.close();
  }
}
