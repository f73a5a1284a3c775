package dev.halcyon.app.media;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * The media of the case: parts, the frame on show as a rendition, how to look at the original, and
 * the strip of a video. A look ends when the key or button rises, the window loses focus or hides,
 * the frame or the case changes, or the desk leaves the screen. FX thread only.
 */
public final class MediaView extends VBox {
  private static final Duration TIMER_PACE = Duration.ofMillis(200);

  /** The pace of the screen. */
  private static final Duration PULSE = Duration.ofMillis(16);

  private final MediaViewModel<Image> vm;
  private final FilterViewModel filters;
  private final PlayerViewModel player;
  private final SoundViewModel sound;
  private final FilmOnShow onShow;
  private final PlayerBar playerBar;
  private final FilterMenu filterMenu;
  private final LensViewModel lens = new LensViewModel();
  private final Kit kit;
  private final FrameStage stage;
  private final KeyframeStrip strip;
  private final SoundBar soundBar;
  private final TimelinePane timeline;
  private final FoundBar found;
  private final PartBar parts;
  private final Label facts = new Label();
  private final Label filter;
  private final Label said = new Label();
  private final Button hold;
  private final ToggleButton order;
  private final BooleanProperty hasStrip = new SimpleBooleanProperty(false);
  private final BooleanProperty hasPicture = new SimpleBooleanProperty(false);
  private final Command reveal;
  private final List<Command> commands;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Subscriptions window = new Subscriptions();

  /**
   * @param lit the step of the argument that is lit, 0 for none
   * @param pictures the renditions, decoded
   */
  public MediaView(
      MediaViewModel<Image> vm,
      FilterViewModel filters,
      PlayerViewModel player,
      SoundViewModel sound,
      Kit kit,
      IntegerProperty lit,
      CasePictures pictures) {
    this.vm = vm;
    this.filters = filters;
    this.player = player;
    this.sound = sound;
    this.soundBar = new SoundBar(vm, player, sound, kit);
    this.onShow = new FilmOnShow(vm, filters, player);
    this.playerBar = new PlayerBar(player, kit, onShow::play);
    this.kit = kit;
    this.stage = new FrameStage(vm, filters, lens, player, kit, lit, pictures.large());
    this.strip = new KeyframeStrip(vm, kit, pictures.small());
    this.timeline = new TimelinePane(vm, player, sound, kit, lit);
    this.found = new FoundBar(vm, kit, lit);
    this.parts = new PartBar(vm, kit);
    this.reveal =
        kit.held(
            "media.reveal",
            Keys.of(KeyCode.H),
            onShow::hold,
            vm.reveal()::release,
            vm.revealable());
    Command nextFilter =
        kit.command(
            "media.filters.next", Optional.of(Keys.of(KeyCode.F)), filters::next, hasPicture);
    this.filterMenu = new FilterMenu(filters, kit, nextFilter);
    this.commands = new ArrayList<>(List.of(reveal, nextFilter, orderCommand()));
    commands.addAll(LookKeys.of(kit, vm, lens));
    commands.addAll(playerBar.commands());
    commands.addAll(soundBar.commands());
    commands.addAll(timeline.commands());
    commands.addAll(found.commands());
    getStyleClass().add("media");
    facts.getStyleClass().add("caption");
    facts.setWrapText(true);
    facts.fontProperty().subscribe(font -> strip.fit(font.getSize()));
    filter = kit.label("caption", "");
    filter.setWrapText(true);
    said.getStyleClass().add("caption");
    said.setWrapText(true);
    hold = holdButton();
    order = kit.describe(new ToggleButton(), "media.by_risk");
    order.setOnAction(_ -> orderBy(order.isSelected()));
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox under = new HBox(8, new VBox(2, filter, said), gap, order, filterMenu, hold);
    under.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(under.getChildren().getFirst(), Priority.ALWAYS);
    hold.setMinWidth(Region.USE_PREF_SIZE);
    order.setMinWidth(Region.USE_PREF_SIZE);
    getChildren().setAll(parts, facts, stage, under, found, playerBar, strip, timeline, soundBar);
    hold.visibleProperty().bind(vm.revealable());
    hold.managedProperty().bind(vm.revealable());
    holdOn(stage);
  }

  private Command orderCommand() {
    return kit.command(
        "media.order",
        Optional.of(Keys.of(KeyCode.O)),
        () -> orderBy(vm.strip().order().get() == FrameOrder.TIME),
        hasStrip);
  }

  private void orderBy(boolean risk) {
    vm.strip().orderBy(risk ? FrameOrder.RISK : FrameOrder.TIME);
  }

  private Button holdButton() {
    Button button = Kit.styled(new Button(), "hold");
    kit.describe(button, reveal);
    button.setOnAction(null);
    holdOn(button);
    return button;
  }

  /** A press on the node asks for the original; letting go anywhere ends it. */
  private void holdOn(javafx.scene.Node node) {
    node.addEventHandler(
        MouseEvent.MOUSE_PRESSED,
        event -> {
          if (event.getButton() == MouseButton.PRIMARY) {
            onShow.hold();
          }
        });
    node.addEventHandler(MouseEvent.MOUSE_RELEASED, _ -> vm.reveal().release());
  }

  /** What can be done here. */
  public List<Command> commands() {
    return List.copyOf(commands);
  }

  /** The desk is in the frame: follow the view-model. */
  public void shown() {
    subscriptions.close();
    stage.attach(subscriptions);
    strip.attach(subscriptions);
    parts.attach(subscriptions);
    subscriptions.watch(vm.shown(), this::draw);
    subscriptions.onChange(vm.shown(), _ -> lens.reset());
    playerBar.attach(subscriptions);
    onShow.attach(subscriptions);
    timeline.attach(subscriptions);
    soundBar.attach(subscriptions);
    subscriptions.add(Fx.every(PULSE, sound::tick));
    found.attach(subscriptions);
    subscriptions.add(Fx.every(PULSE, player::tick));
    subscriptions.watch(vm.strip().order(), now -> order.setSelected(now == FrameOrder.RISK));
    filters.attach(subscriptions);
    filterMenu.attach(subscriptions);
    subscriptions.watch(filters.state(), _ -> say(vm.reveal().state().get()));
    subscriptions.watch(vm.reveal().state(), this::say);
    subscriptions.add(Fx.every(TIMER_PACE, stage::tick));
    subscriptions.watch(sceneProperty(), this::watchWindow);
  }

  /** The desk left the frame: whatever is held ends. */
  public void hidden() {
    vm.reveal().release();
    player.close();
    sound.mute();
    window.close();
    subscriptions.close();
  }

  private void watchWindow(@Nullable Scene scene) {
    window.close();
    if (scene == null) {
      vm.reveal().release();
      sound.mute();
      return;
    }
    window.watch(
        scene.windowProperty().flatMap(Window::focusedProperty).orElse(true), this::focused);
    window.watch(
        scene.windowProperty().flatMap(Window::showingProperty).orElse(true), this::focused);
  }

  private void focused(boolean present) {
    if (!present) {
      vm.reveal().release();
      sound.mute();
    }
  }

  private void draw(MediaViewModel.@Nullable Shown shown) {
    boolean video = vm.hasStrip();
    hasStrip.set(video);
    strip.setVisible(video);
    strip.setManaged(video);
    boolean drawnSound = TimelineViewModel.isDrawnSound(vm);
    stage.setVisible(!drawnSound);
    stage.setManaged(!drawnSound);
    order.setVisible(video);
    order.setManaged(video);
    boolean film = shown != null && shown.part().kind() == Modality.VIDEO;
    playerBar.offer(
        film && shown.part().state() == MediaState.READY
            ? Optional.of(shown.part())
            : Optional.empty());
    if (shown == null) {
      return;
    }
    facts.setText(vm.facts(shown.part()));
    say(vm.reveal().state().get());
  }

  private void say(RevealViewModel.State<Image> state) {
    String words =
        switch (state) {
          case RevealViewModel.State.Hidden<Image> _ -> vm.frameScores();
          case RevealViewModel.State.Asking<Image> _ -> kit.words().say("media.asking");
          case RevealViewModel.State.Shown<Image> _ -> kit.words().say("media.looking");
          case RevealViewModel.State.Refused<Image>(var problem) ->
              kit.words()
                  .say("media.refused", String.valueOf(problem.getMessage()), problem.remedy());
        };
    MediaViewModel.Shown shown = vm.shown().get();
    boolean filtered =
        shown != null
            && shown.rendition() != null
            && !(state instanceof RevealViewModel.State.Shown<Image>);
    hasPicture.set(shown != null && shown.rendition() != null);
    filterMenu.setVisible(hasPicture.get());
    filterMenu.setManaged(hasPicture.get());
    filter.setText(filterWords(filters.state().get()));
    filter.setVisible(filtered);
    filter.setManaged(filtered);
    said.setText(words);
    said.setVisible(!words.isEmpty());
    said.setManaged(!words.isEmpty());
  }

  private String filterWords(FilterState state) {
    String shown = FilterMenu.words(kit.words(), state.shown());
    if (state.problem().isPresent()) {
      UserProblem problem = state.problem().get();
      return kit.words()
          .say("media.filter_failed", String.valueOf(problem.getMessage()), problem.remedy());
    }
    return kit.words().say("media.filter", shown);
  }

  /** What draws the case's media. */
  public List<dev.halcyon.app.kit.Sight> sights() {
    List<dev.halcyon.app.kit.Sight> sights = new ArrayList<>(stage.sights());
    sights.add(strip.sight());
    sights.add(timeline.sight());
    sights.add(found.sight());
    sights.add(soundBar.sight());
    return sights;
  }
}
