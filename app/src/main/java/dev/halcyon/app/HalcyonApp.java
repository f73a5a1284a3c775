package dev.halcyon.app;

import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.command.KeyDispatch;
import dev.halcyon.app.command.Keymap;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.DesktopLook;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Language;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Problems;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.shell.PreferenceStore;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.PreferencesModel;
import dev.halcyon.app.signin.SignInView;
import dev.halcyon.app.signin.SignInViewModel;
import dev.halcyon.client.Connection;
import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.UserProblem;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.collections.MapChangeListener;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The workbench's window: signs in, shows the frame, and on closing gives the open case back before
 * it goes. JavaFX makes and calls it.
 */
public class HalcyonApp extends Application {
  private static final double WIDTH = 1440;
  private static final double HEIGHT = 900;
  private static final double LEAST_WIDTH = 1000;
  private static final double LEAST_HEIGHT = 640;
  private static final Duration TICK = Duration.ofSeconds(5);

  private final LazyEngine engine = new LazyEngine();
  private final CommandRegistry registry = new CommandRegistry();
  private final StackPane host = new StackPane();
  // One for each session, so that what it knows goes with it.
  private Keymap keymap = new Keymap();
  private final Now now = new Now(Clock.systemDefaultZone());
  private final Background background =
      Background.lanes((title, thrown) -> new Problems(words()).explain(title, thrown));
  // Read by the lanes too, when they put a failure into words.
  private volatile @Nullable Words words;
  private @Nullable AppOptions options;
  private @Nullable Workday day;
  private @Nullable Rehearsal rehearsal;
  // Where the last session ended against somebody's will, until they sign in again.
  private Optional<Workday.Whereabouts> left = Optional.empty();
  private boolean closing;

  @Override
  public void start(Stage stage) {
    open(stage, AppOptions.parse(getParameters().getRaw()));
  }

  /** Opens the window as it was asked for; for who runs JavaFX already, instead of a launch. */
  public void open(Stage stage, AppOptions started) {
    PreferenceStore store = new PreferenceStore(started.data());
    Preferences kept = first(store);
    Preferences initial =
        started.appearance().map(a -> kept.withLook(kept.look().withAppearance(a))).orElse(kept);
    speak(initial.language());
    PreferencesModel preferences = new PreferencesModel(background, words(), store, initial);
    options = started;
    Scene scene = new Scene(host, WIDTH, HEIGHT);
    preferences.value().subscribe(p -> Theme.apply(scene, p.look()));
    preferences.value().subscribe(p -> keymap.choose(p.keys()));
    MapChangeListener<String, Object> desktop =
        _ -> Fx.nextPulse(() -> Theme.apply(scene, preferences.get().look()));
    Platform.getPreferences().addListener(desktop);
    KeyDispatch.install(scene, registry);
    Fx.every(TICK, now::tick);
    stage.setTitle(words().say("app.title"));
    stage.setScene(scene);
    fit(stage);
    stage.setOnCloseRequest(
        event -> {
          event.consume();
          close(stage);
        });
    enter(services(preferences, started), started);
    stage.show();
    Look look = initial.look();
    Fx.nextPulse(
        () ->
            Fx.nextPulse(
                () -> {
                  if (day == null) {
                    rehearsal = Rehearsal.begin(scene, words(), look, background);
                  }
                }));
  }

  /** What was kept; at the very first start with the desktop's text size. */
  private static Preferences first(PreferenceStore store) {
    Preferences kept = store.load();
    return store.isNew()
        ? kept.withLook(kept.look().withTextPercent(DesktopLook.textPercent()))
        : kept;
  }

  /** The words of a language, from now on. */
  private Words speak(Language language) {
    Words spoken = Words.in(language.locale(Locale.getDefault()));
    words = spoken;
    return spoken;
  }

  private Words words() {
    Words spoken = words;
    return spoken == null ? speak(Language.SYSTEM) : spoken;
  }

  /** What the next session is made with, in the language chosen by now. */
  private Services services(PreferencesModel preferences, AppOptions started) {
    keymap = new Keymap();
    keymap.choose(preferences.get().keys());
    Kit kit = new Kit(speak(preferences.get().language()), now, keymap);
    return new Services(kit, background, preferences, engine, started.data());
  }

  private static void fit(Stage stage) {
    Rectangle2D room = Screen.getPrimary().getVisualBounds();
    stage.setMinWidth(Math.min(LEAST_WIDTH, room.getWidth()));
    stage.setMinHeight(Math.min(LEAST_HEIGHT, room.getHeight()));
    stage.setWidth(Math.min(WIDTH, room.getWidth()));
    stage.setHeight(Math.min(HEIGHT, room.getHeight()));
  }

  /** With a one-time token straight to the desk, else to the form. */
  private void enter(Services services, AppOptions options) {
    if (options.server().isEmpty() || options.token().isEmpty()) {
      showSignIn(services, options, Optional.empty());
      return;
    }
    URI server = options.server().get();
    String token = options.token().get();
    host.getChildren().setAll(services.kit().say("muted", "signin.busy"));
    background
        .run(
            words().say("signin.busy"),
            () -> prepare(server, client -> client.signInOneTime(token), services))
        .then(prepared -> begin(prepared, services))
        .fail(problem -> showSignIn(services, options, Optional.of(problem)));
  }

  private void showSignIn(Services services, AppOptions options, Optional<UserProblem> why) {
    Preferences preferences = services.preferences().get();
    SignInViewModel<Workday.Prepared> model =
        new SignInViewModel<>(
            background,
            words(),
            (server, account, password) ->
                prepare(server, client -> client.signIn(account, password), services),
            prepared -> begin(prepared, services));
    model
        .server()
        .set(
            options
                .server()
                .map(URI::toString)
                .or(() -> Optional.ofNullable(preferences.server()))
                .orElse(""));
    model.account().set(Optional.ofNullable(preferences.account()).orElse(""));
    why.ifPresent(model::explain);
    model
        .state()
        .subscribe(
            (before, state) -> {
              if (before.busy() && state.problem().isEmpty()) {
                services
                    .preferences()
                    .change(p -> p.withSignIn(model.server().get(), model.account().get()));
              }
            });
    SignInView view = new SignInView(services.kit(), model);
    host.getChildren().setAll(view.node());
    view.focus();
  }

  @FunctionalInterface
  private interface SignIn {
    Session with(SyncClient client);
  }

  private static Workday.Prepared prepare(URI server, SignIn signIn, Services services) {
    SyncClient client = new SyncClient(server);
    try {
      Session session = signIn.with(client);
      return Workday.prepare(client, session.account(), services);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private void begin(Workday.Prepared prepared, Services services) {
    Rehearsal rehearsing = rehearsal;
    if (rehearsing != null) {
      rehearsing.end();
    }
    Workday begun =
        Workday.begin(prepared, services, registry, () -> signOut(services.preferences()));
    day = begun;
    host.getChildren().setAll(begun.frame().node());
    left.ifPresent(begun::goOn);
    left = Optional.empty();
    begun
        .watch()
        .connection()
        .subscribe(
            connection -> {
              if (connection instanceof Connection.SignedOut(var problem) && day == begun) {
                signedOut(begun, new UserProblem(problem), services.preferences());
              }
            });
  }

  /** The session ended on the server: what was decided and typed is kept, the form says why. */
  private void signedOut(Workday ended, UserProblem why, PreferencesModel preferences) {
    left = Optional.of(ended.whereabouts());
    takeDown(ended);
    background
        .run(words().say("workday.closing"), ended::end)
        .then(_ -> askAnew(preferences, Optional.of(why)))
        .fail(_ -> askAnew(preferences, Optional.of(why)));
  }

  /** The person signs out: the session ends on the server, and nothing of it stays in memory. */
  private void signOut(PreferencesModel preferences) {
    Workday ended = day;
    if (ended == null || closing) {
      return;
    }
    takeDown(ended);
    background
        .run(words().say("session.signing_out"), ended::signOut)
        .then(_ -> askAnew(preferences, Optional.empty()))
        .fail(problem -> askAnew(preferences, Optional.of(problem)));
  }

  private void takeDown(Workday ended) {
    day = null;
    ended.leave();
    registry.reset();
    host.getChildren().setAll(new Kit(words(), now).say("muted", "session.signing_out"));
  }

  private void askAnew(PreferencesModel preferences, Optional<UserProblem> why) {
    AppOptions asked = options;
    if (asked != null && !closing) {
      showSignIn(services(preferences, asked), asked, why);
    }
  }

  /** Gives the open case back, then goes; the window says so meanwhile. */
  private void close(Stage stage) {
    Workday leaving = day;
    if (closing) {
      return;
    }
    closing = true;
    if (leaving == null) {
      stage.hide();
      return;
    }
    leaving.leave();
    host.getChildren().setAll(new Kit(words(), now).say("muted", "workday.closing"));
    background
        .run(words().say("workday.closing"), leaving::end)
        .then(_ -> stage.hide())
        .fail(_ -> stage.hide());
  }

  @Override
  public void stop() {
    background.close();
    engine.close();
  }
}
