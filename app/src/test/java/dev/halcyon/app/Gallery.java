package dev.halcyon.app;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.command.KeyDispatch;
import dev.halcyon.app.fx.Direct;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.TabStrip;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.machine.MachineScreen;
import dev.halcyon.app.machine.MachineViewModel;
import dev.halcyon.app.machine.ModelMachine;
import dev.halcyon.app.plan.PlanField;
import dev.halcyon.app.plan.PlanScreen;
import dev.halcyon.app.plan.PlanViewModel;
import dev.halcyon.app.queue.QueueScreen;
import dev.halcyon.app.queue.QueueViewModel;
import dev.halcyon.app.settings.EngineFacts;
import dev.halcyon.app.settings.KeysViewModel;
import dev.halcyon.app.settings.OutboxScreen;
import dev.halcyon.app.settings.OutboxViewModel;
import dev.halcyon.app.settings.SettingsScreen;
import dev.halcyon.app.settings.SettingsViewModel;
import dev.halcyon.app.shell.FrameView;
import dev.halcyon.app.shell.FrameViewModel;
import dev.halcyon.app.shell.Place;
import dev.halcyon.app.shell.PreferenceStore;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.PreferencesModel;
import dev.halcyon.app.signin.SignInView;
import dev.halcyon.app.signin.SignInViewModel;
import dev.halcyon.app.testing.Desks;
import dev.halcyon.app.testing.ModelWellness;
import dev.halcyon.app.testing.ModelWork;
import dev.halcyon.app.testing.Outboxes;
import dev.halcyon.app.wellness.BalanceViewModel;
import dev.halcyon.app.wellness.BreakViewModel;
import dev.halcyon.app.wellness.ExposureArc;
import dev.halcyon.app.wellness.OwnBalance;
import dev.halcyon.app.wellness.OwnDays;
import dev.halcyon.app.wellness.WellnessScreen;
import dev.halcyon.app.wellness.WellnessViewModel;
import dev.halcyon.client.Connection;
import dev.halcyon.client.desk.CloseReason;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureShare;
import dev.halcyon.protocol.ExposureSpan;
import dev.halcyon.protocol.MemberPage;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.UserProblem;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/**
 * Every screen of the workbench in each of its states, whole and with clocks that stand still: what
 * the tests of words, colours, keys and goldens walk through. A new screen or state belongs into
 * {@link #SHOTS}.
 */
final class Gallery {
  private static final UserProblem UNREACHABLE =
      new UserProblem(
          "network.unreachable",
          "The server at 127.0.0.1 does not answer.",
          "Work goes on with what is loaded; check the network.");
  private static final UserProblem BROKEN =
      new UserProblem(
          "server.failed",
          "The server could not list the cases: something unexpected happened.",
          "Try again. If it happens once more, tell support the time and this code.");

  private Gallery() {}

  /**
   * One screen in one state.
   *
   * @param first the case on the desk, for those of the review desk
   */
  record Shot(String name, Optional<LoadedCase> first, Consumer<Hung> arrange) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Shot> SHOTS =
      List.of(
          shot("sign-in", Hung::signIn),
          shot("sign-in-refused", Hung::signInRefused),
          shot("queue", hung -> hung.frame.show("queue")),
          shot("queue-chosen", Hung::chosen),
          shot("queue-empty", hung -> hung.queue(List.of(), Optional.empty())),
          shot("queue-offline", hung -> hung.queue(List.of(), Optional.of(UNREACHABLE))),
          shot("queue-failed", hung -> hung.queue(List.of(), Optional.of(BROKEN))),
          shot("queue-loading", Hung::queueLoading),
          shot("frame-offline", Hung::offline),
          review("review-text", Cases.text(), hung -> hung.wired.lit().set(1)),
          review("review-judged", Cases.judged(), hung -> hung.wired.lit().set(1)),
          review("review-scores", Cases.text(), hung -> hung.tab(1)),
          review("review-history", Cases.text(), hung -> hung.tab(2)),
          review("review-similar", Cases.likeOthers(40), hung -> hung.members(40)),
          review("review-similar-failed", Cases.likeOthers(60), Hung::membersFail),
          review("review-rescan-failed", Cases.text(), hung -> hung.press("rescan.run")),
          review("review-picture", Cases.picture(), hung -> hung.wired.lit().set(1)),
          review("review-found", Cases.picture(), hung -> hung.press("media.found")),
          review("review-looking", Cases.picture(), hung -> hung.press("media.reveal")),
          review("review-video", Cases.video(), hung -> hung.press("why.toggle")),
          review("review-sound", SoundCases.audio(), hung -> hung.wired.lit().set(1)),
          review("review-arabic", Cases.arabic(), hung -> hung.press("review.restrict")),
          review("review-translated", Cases.arabic(), hung -> hung.press("text.translate")),
          review("review-long", Cases.longText(50_000), _ -> {}),
          review("review-broken", Cases.brokenMedia(), hung -> hung.press("review.remove")),
          review("review-permanent", Cases.text(), h -> h.press("review.remove_permanently")),
          review("review-undo", Cases.text(), hung -> hung.press("review.remove")),
          review(
              "review-gone",
              Cases.text(),
              hung ->
                  hung.desk.tell(each -> each.closed(Cases.text().id(), CloseReason.LEASE_LOST))),
          review("review-not-saved", Cases.text(), Hung::notSaved),
          shot("review-empty", hung -> hung.frame.show("review")),
          shot("outbox", Hung::outbox),
          shot("outbox-empty", hung -> hung.frame.show("outbox")),
          shot("my-day", hung -> hung.frame.show("wellness")),
          shot("my-day-empty", Hung::nothingSeen),
          shot("my-day-limits", Hung::limits),
          shot("my-day-wishes", Hung::wishes),
          review("break-reminder", Cases.text(), hung -> hung.worked(50)),
          review("break-due", Cases.text(), hung -> hung.worked(60)),
          review("break-finishing", Cases.text(), Hung::finishing),
          review("break", Cases.text(), Hung::resting),
          review("break-pacer", Cases.text(), Hung::pacing),
          shot("review-rest", Hung::rest),
          shot("settings", hung -> hung.frame.show("settings")),
          shot("settings-keys", Hung::keys),
          shot("machine", hung -> hung.frame.show("machine")),
          shot("plan", hung -> hung.plan().shown()),
          shot("plan-refused", Hung::planRefused),
          shot("keys", hung -> hung.onReview("frame.keys")),
          shot("find", hung -> hung.onReview("frame.find")),
          shot("find-typed", hung -> hung.found("rem")),
          shot("find-nothing", hung -> hung.found("zzzz")));

  private static Shot shot(String name, Consumer<Hung> arrange) {
    return new Shot(name, Optional.empty(), arrange);
  }

  private static Shot review(String name, LoadedCase first, Consumer<Hung> arrange) {
    return new Shot(
        name,
        Optional.of(first),
        hung -> {
          hung.frame.show("review");
          hung.wired.review().openNext();
          hung.layout();
          arrange.accept(hung);
        });
  }

  /** Hangs a shot up; on the JavaFX thread. Close it afterwards. */
  static Hung hang(Shot shot, Look look, Locale locale, double width, double height) {
    Hung hung = new Hung(shot.first(), look, locale, width, height);
    shot.arrange().accept(hung);
    hung.layout();
    hung.layout();
    return hung;
  }

  /** A workbench of its own, off-stage. */
  static final class Hung implements AutoCloseable {
    final CommandRegistry registry = new CommandRegistry();
    final Desks desks;
    final Kit deskKit;
    final DeskModel desk;
    final ReviewWiring.Wired wired;
    final QueueViewModel queue;
    final FrameView frame;
    final PreferencesModel preferences;
    final Scene scene;
    private final FrameViewModel frameModel;
    private final Subscriptions subscriptions = new Subscriptions();
    private final ModelWellness wellness = new ModelWellness(Cases.NOW);
    private final ModelWork work = new ModelWork();
    private final OwnBalance balance;
    private final BreakViewModel breaks;
    private long nanos;
    private final ObjectProperty<OwnDays> days =
        new SimpleObjectProperty<>(new OwnDays(span(1), span(4), true));

    private Hung(
        Optional<LoadedCase> first, Look look, Locale locale, double width, double height) {
      desks = new Desks(locale);
      desks.look.set(look);
      deskKit = new Kit(Words.in(locale), new Now(Clock.fixed(Cases.NOW, ZoneOffset.UTC)));
      desk = new DeskModel(first.map(Gallery::withOthers).orElse(List.of()));
      preferences =
          new PreferencesModel(
              Direct.background(),
              desks.words,
              new PreferenceStore(Path.of("target", "no-preferences")),
              Preferences.DEFAULT.withLook(look));
      Services services =
          new Services(
              deskKit,
              Direct.background(),
              preferences,
              () -> {
                throw new IllegalStateException("the gallery has no engine");
              },
              Path.of("target"));
      wired =
          ReviewWiring.of(
              desk,
              new ReviewWiring.MediaSources(
                  _ -> new StillLook(),
                  DeskScene::filtered,
                  (_, _) -> {
                    throw new UserProblem(
                        "film.none", "This film cannot be played.", "Look at its keyframes.");
                  },
                  () -> {
                    throw new UserProblem("sound.none", "No sound here.", "Read the transcript.");
                  }),
              _ -> {
                throw new UserProblem(
                    "rescan.no-engine", "The local engine did not start.", "Try again later.");
              },
              services,
              Runnable::run);
      queue = desks.queueModel();
      frameModel =
          new FrameViewModel(
              dev.halcyon.app.testing.Cases.ANA, desks.watch, desks.words, desks.kit.now());
      WellnessViewModel own = new WellnessViewModel(days, () -> {}, desks.kit);
      balance =
          new OwnBalance(
              wellness, wellness::inForce, Direct.background(), desks.words, () -> Cases.NOW);
      breaks =
          new BreakViewModel(
              balance, work, desks.words, () -> nanos, Clock.fixed(Cases.NOW, ZoneOffset.UTC));
      frame =
          new FrameView(
              desks.kit,
              frameModel,
              registry,
              places(own),
              List.of(new ExposureArc(desks.kit, own, () -> {}, subscriptions)));
      Command signOut =
          desks.kit.command("session.sign_out", Optional.empty(), () -> {}, Command.always());
      Command keys = desks.kit.command("go.keys", Optional.empty(), () -> {}, Command.always());
      registry.addGlobal(List.of(keys, signOut));
      Breaks.install(desks.kit, breaks, () -> nanos, frame, registry, subscriptions);
      scene = new Scene(new StackPane(frame.node()), width, height);
      Theme.apply(scene, look);
      KeyDispatch.install(scene, registry);
    }

    /** A morning, so many times. */
    private static ExposureSpan span(int times) {
      LocalDate day = LocalDate.ofInstant(Cases.NOW, ZoneOffset.UTC);
      return new ExposureSpan(
          day,
          day,
          List.of(
              share(SeverityBand.NEUTRAL, 471_000L * times, 0, 0),
              share(SeverityBand.MODERATE, 2_897_000L * times, 20_000L * times, 0),
              share(SeverityBand.SEVERE, 340_000L * times, 8_000L, 61_000L * times)));
    }

    private static ExposureShare share(SeverityBand band, long seen, long sharp, long sound) {
      Map<ExposureKind, Long> kinds = new EnumMap<>(ExposureKind.class);
      kinds.put(ExposureKind.TEXT, seen);
      kinds.put(ExposureKind.BLURRED, seen / 3);
      if (sharp > 0) {
        kinds.put(ExposureKind.SHARP, sharp);
      }
      if (sound > 0) {
        kinds.put(ExposureKind.SOUND, sound);
      }
      return new ExposureShare(band, seen, kinds);
    }

    private void limits() {
      wellness.morning();
      wellness.optOut(dev.halcyon.protocol.Category.VIOLENCE);
      frame.show("wellness");
    }

    /** The lower end of the page. */
    private void wishes() {
      limits();
      layout();
      ScrollPane page = (ScrollPane) scene.getRoot().lookup(".own-page");
      page.setVvalue(1);
    }

    private void worked(int minutes) {
      work.open.set(Optional.of(Cases.text().id()));
      breaks.tick();
      nanos += Duration.ofMinutes(minutes).toNanos();
      breaks.tick();
      layout();
    }

    private void finishing() {
      worked(60);
      press("break.finish");
    }

    private void resting() {
      worked(60);
      press("break.begin");
      nanos += Duration.ofSeconds(19).toNanos();
      breaks.tick();
    }

    private void pacing() {
      resting();
      press("break.pace");
    }

    private void rest() {
      desk.refuseOpen =
          new UserProblem("wellness.rest", "You have done your time.", "It is back tomorrow.");
      frame.show("review");
      wired.review().back().set(desks.words.say("balance.back_at", "Tue 00:00"));
      wired.review().openNext();
    }

    private void nothingSeen() {
      LocalDate day = LocalDate.ofInstant(Cases.NOW, ZoneOffset.UTC);
      ExposureSpan nothing = new ExposureSpan(day, day, List.of());
      days.set(new OwnDays(nothing, nothing, false));
      frame.show("wellness");
    }

    private List<Place> places(WellnessViewModel own) {
      return List.of(
          new Place(
              new QueueScreen(desks.kit, queue, desks.look, List.of("en", "de")),
              Feather.INBOX,
              Keys.shortcut(KeyCode.DIGIT1),
              false),
          new Place(wired.screen(), Feather.EYE, Keys.shortcut(KeyCode.DIGIT2), false),
          new Place(
              new MachineScreen(
                  desks.kit,
                  new MachineViewModel(new ModelMachine(), Direct.background(), desks.words)),
              Feather.CPU,
              Keys.shortcut(KeyCode.DIGIT9),
              true),
          new Place(
              new WellnessScreen(desks.kit, own, new BalanceViewModel(balance, desks.kit)),
              Feather.PIE_CHART,
              Keys.shortcut(KeyCode.DIGIT7),
              true),
          new Place(outboxScreen(), Feather.SEND, Keys.shortcut(KeyCode.DIGIT8), true),
          new Place(settings(), Feather.SETTINGS, Keys.shortcut(KeyCode.COMMA), true));
    }

    private OutboxScreen outboxScreen() {
      OutboxViewModel.Acts acts =
          new OutboxViewModel.Acts() {
            @Override
            public void retry(UUID decisionId) {}

            @Override
            public void giveUp(UUID decisionId) {}
          };
      return new OutboxScreen(
          desks.kit,
          new OutboxViewModel(
              desks.watch, acts, Direct.background(), desks.words, desks.kit.now()));
    }

    private SettingsScreen settings() {
      ModelDescription text =
          new ModelDescription(
              new ModelRef("text-linear", "1.1.0", "ab", "cpu"),
              "Scores English text",
              "Apache-2.0",
              "here",
              "Runs in the Java process");
      return new SettingsScreen(
          desks.kit,
          new SettingsViewModel(
              preferences,
              Direct.background(),
              desks.words,
              () -> new EngineFacts("bubblewrap", List.of(text))),
          new KeysViewModel(registry, preferences, desks.words),
          new SettingsScreen.Session(
              "Ana Bell",
              desks.kit.command("session.sign_out", Optional.empty(), () -> {}, Command.always())),
          "1.0");
    }

    void layout() {
      scene.getRoot().applyCss();
      scene.getRoot().layout();
      scene.getRoot().layout();
    }

    void press(String id) {
      registry.active().stream()
          .filter(command -> command.id().equals(id))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no command " + id))
          .fire();
      layout();
    }

    /** Two cases chosen, the second of them selected. */
    private void chosen() {
      frame.show("queue");
      queue.select(Optional.of(dev.halcyon.app.testing.Cases.id(1)));
      press("queue.choose");
      queue.select(Optional.of(dev.halcyon.app.testing.Cases.id(3)));
      press("queue.choose");
    }

    private void tab(int index) {
      ((TabStrip) scene.getRoot().lookup(".argument-tabs")).choose(index);
      layout();
    }

    private void members(int count) {
      desk.members.put("", new MemberPage(Cases.members(count), null));
      tab(3);
    }

    private void membersFail() {
      desk.refuseMembers = UNREACHABLE;
      tab(3);
    }

    private void root(Parent root) {
      ((StackPane) scene.getRoot()).getChildren().setAll(root);
    }

    private SignInViewModel<String> signIn() {
      SignInViewModel<String> model =
          new SignInViewModel<>(
              Direct.background(),
              desks.words,
              (_, _, _) -> {
                throw new UserProblem(
                    "auth.failed",
                    "The name and the password do not fit together.",
                    "Check both and try again.");
              },
              _ -> {});
      model.server().set("https://halcyon.example.org");
      model.account().set("ana");
      SignInView view = new SignInView(desks.kit, model);
      root(view.node());
      view.focus();
      return model;
    }

    /** The planner by itself, as it is hung into the frame. */
    private PlanScreen plan() {
      return plan(new PlanViewModel(Direct.background(), desks.words));
    }

    private PlanScreen plan(PlanViewModel model) {
      PlanScreen screen = new PlanScreen(desks.kit, model);
      root((Parent) screen.node());
      return screen;
    }

    private void planRefused() {
      PlanViewModel model = new PlanViewModel(Direct.background(), desks.words);
      model.type(PlanField.VOLUME, "many");
      plan(model).shown();
    }

    private void signInRefused() {
      SignInViewModel<String> model = signIn();
      model.password().set("wrong");
      model.signIn();
    }

    private void queue(
        List<dev.halcyon.protocol.CaseSummary> cases, Optional<UserProblem> problem) {
      desks.server.cases.clear();
      desks.server.cases.addAll(cases);
      desks.server.fails = problem;
      frame.show("queue");
    }

    private void queueLoading() {
      frame.show("queue");
      dev.halcyon.app.kit.StatePane states =
          (dev.halcyon.app.kit.StatePane) scene.getRoot().lookup(".state-pane");
      states.show(new dev.halcyon.app.kit.LoadState.Loading("queue.loading"));
      OnFxThread.await("the skeleton", () -> states.lookup(".skeleton") != null);
    }

    private void offline() {
      frame.show("queue");
      desks.watch.connectionChanged(
          new Connection.Offline(
              new Problem(
                  UNREACHABLE.code(),
                  String.valueOf(UNREACHABLE.getMessage()),
                  UNREACHABLE.remedy()),
              dev.halcyon.app.testing.Cases.NOON.plusSeconds(30)));
      frame.problem(UNREACHABLE, Optional.empty());
    }

    private void notSaved() {
      press("review.allow");
      Problem why =
          new Problem(
              "network.unreachable",
              "The server does not answer.",
              "It is sent again by itself as soon as the server answers.");
      desk.settle(OutboxState.NOT_SAVED, why);
      desk.tell(each -> each.problem(why));
    }

    private void outbox() {
      desks.watch.outboxChanged(
          List.of(
              Outboxes.entry(1, OutboxState.PENDING_UNDO),
              Outboxes.entry(2, OutboxState.SENDING),
              Outboxes.entry(3, OutboxState.CONFLICT),
              Outboxes.entry(4, OutboxState.NOT_SAVED)));
      frame.show("outbox");
    }

    private void keys() {
      frame.show("settings");
      layout();
      ((TabPane) scene.getRoot().lookup(".settings-tabs")).getSelectionModel().selectLast();
      layout();
      ((javafx.scene.control.Button) scene.getRoot().lookup(".key-choice")).fire();
    }

    private void onReview(String command) {
      frame.show("review");
      layout();
      press(command);
    }

    private void found(String typed) {
      onReview("frame.find");
      ((TextField) overlay().lookup(".text-field")).setText(typed);
    }

    private Node overlay() {
      return frame.node().getChildren().get(1);
    }

    @Override
    public void close() {
      frame.close();
      subscriptions.close();
      frameModel.close();
    }
  }

  private static List<LoadedCase> withOthers(LoadedCase first) {
    List<LoadedCase> cases = new ArrayList<>(Cases.all());
    cases.removeIf(one -> one.id().equals(first.id()));
    cases.addFirst(first);
    return cases;
  }

  /** An original of one quiet colour. */
  private static final class StillLook
      implements dev.halcyon.app.media.RevealViewModel.Look<Image> {
    @Override
    public Image picture() {
      return new Image(new ByteArrayInputStream(Cases.plain(800, 600, new Color(120, 160, 190))));
    }

    @Override
    public void ended(Duration shown) {}
  }
}
