package dev.halcyon.app;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.Keymap;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.media.RevealViewModel;
import dev.halcyon.app.reasoning.LocalRescan;
import dev.halcyon.app.shell.PreferenceStore;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.PreferencesModel;
import dev.halcyon.protocol.Filter;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.layout.StackPane;

/** The whole review desk in a scene, over a desk in memory, with a clock that stands still. */
public final class DeskScene {
  /** A clock that a test moves by hand. */
  public static final class HandClock extends Clock {
    private Instant now = Cases.NOW;

    public void forward(java.time.Duration by) {
      now = now.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  public final HandClock clock = new HandClock();
  public final DeskModel desk;
  public final ReviewWiring.Wired wired;
  public final Scene scene;
  public final Kit kit;
  public final Keymap keymap = new Keymap();

  public DeskScene(
      DeskModel desk,
      RevealViewModel.Source<Image> looks,
      LocalRescan engine,
      double width,
      double height) {
    this(desk, looks, engine, width, height, Look.DEFAULT, Locale.ENGLISH, Direct.background());
  }

  public DeskScene(
      DeskModel desk,
      RevealViewModel.Source<Image> looks,
      LocalRescan engine,
      double width,
      double height,
      Look look,
      Locale locale,
      Background background) {
    this.desk = desk;
    this.kit = new Kit(Words.in(locale), new Now(clock), keymap);
    PreferenceStore nowhere = new PreferenceStore(Path.of("target", "no-preferences"));
    Services services =
        new Services(
            kit,
            background,
            new PreferencesModel(background, kit.words(), nowhere, Preferences.DEFAULT),
            () -> {
              throw new IllegalStateException("the test gives its own engine");
            },
            Path.of("target"));
    this.wired =
        ReviewWiring.of(
            desk,
            new ReviewWiring.MediaSources(
                looks,
                DeskScene::filtered,
                (_, _) -> {
                  throw new AssertionError("this test plays no film");
                },
                () -> {
                  throw new AssertionError("this test plays no sound");
                }),
            engine,
            services,
            Runnable::run);
    this.scene = new Scene(new StackPane(wired.screen().node()), width, height);
    Theme.apply(
        scene,
        look.appearance() == Look.Appearance.SYSTEM
            ? look.withAppearance(Look.Appearance.LIGHT)
            : look);
    wired.screen().shown();
    layout();
  }

  /** A rendition whose one colour tells the filter. */
  static byte[] filtered(UUID caseId, String mediaId, int frame, Filter filter) {
    return Cases.plain(
        640,
        480,
        new Color(60 + 40 * filter.effect().ordinal(), 60 + 40 * filter.strength().ordinal(), 90));
  }

  public void layout() {
    Parent root = scene.getRoot();
    root.applyCss();
    root.layout();
    root.layout();
  }

  /** The command with an id. */
  public Command command(String id) {
    return wired.screen().commands().stream()
        .filter(command -> command.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no command " + id));
  }

  /** Does a command, as its key would. */
  public void press(String id) {
    command(id).fire();
    layout();
  }

  /** Lets go of a held command. */
  public void letGo(String id) {
    command(id).released().orElseThrow().run();
    layout();
  }

  public Node find(String selector) {
    Node node = scene.getRoot().lookup(selector);
    if (node == null) {
      throw new AssertionError("nothing in the scene matches " + selector);
    }
    return node;
  }
}
