package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.javafx.stage.WindowHelper;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.media.RevealViewModel;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.app.shell.FrameView;
import dev.halcyon.app.shell.FrameViewModel;
import dev.halcyon.app.shell.Place;
import dev.halcyon.app.shell.PreferenceStore;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.PreferencesModel;
import dev.halcyon.app.wellness.ExposureArc;
import dev.halcyon.app.wellness.ExposureBook;
import dev.halcyon.app.wellness.ExposureRecorder;
import dev.halcyon.app.wellness.Metering;
import dev.halcyon.app.wellness.WellnessScreen;
import dev.halcyon.app.wellness.WellnessViewModel;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.exposure.ExposureLedger;
import dev.halcyon.client.exposure.ExposureServer;
import dev.halcyon.client.exposure.ExposureSync;
import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.ExposureBatch;
import dev.halcyon.protocol.ExposureEntry;
import dev.halcyon.protocol.ExposureEvent;
import dev.halcyon.protocol.ExposureKind;
import dev.halcyon.protocol.ExposureReceipt;
import dev.halcyon.protocol.OwnExposure;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.UserProblem;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kordamp.ikonli.feather.Feather;

/**
 * What the ledger holds of a real scene in a window: the test moves the clock, the pulses of JavaFX
 * do the rest.
 */
@ExtendWith(OnFxThread.class)
class ExposureOnScreenTest {
  /** A server that takes what it is sent and can be gone. */
  private static final class Server implements ExposureServer {
    final List<ExposureEvent> has = new ArrayList<>();

    @Override
    public synchronized ExposureReceipt exposure(ExposureBatch batch) {
      batch.entries().stream().map(ExposureEntry::event).forEach(has::add);
      return new ExposureReceipt(batch.session(), has.getLast().sequence(), 0, 0, 0);
    }

    @Override
    public OwnExposure ownExposure(ZoneId zone) {
      throw new UserProblem("network.unreachable", "No server answers.", "Wait.");
    }

    synchronized List<ExposureEvent> has() {
      return List.copyOf(has);
    }
  }

  private static final Account ANA = dev.halcyon.app.testing.Cases.ANA;

  @TempDir Path folder;

  private final DeskScene.HandClock clock = new DeskScene.HandClock();
  private final Kit kit = new Kit(Words.in(Locale.ENGLISH), new Now(clock));
  private final Background background =
      Background.lanes(
          (title, thrown) -> new UserProblem("test.unexpected", title + ": " + thrown, "", thrown));
  private final CommandRegistry registry = new CommandRegistry();
  private final Subscriptions subscriptions = new Subscriptions();
  private final Server server = new Server();
  private long nanos;
  private ReviewWiring.Wired wired;
  private ExposureRecorder recorder;
  private ExposureBook book;
  private FrameView frame;
  private FrameViewModel model;
  private Stage stage;
  private boolean over;

  private void open(double height, LoadedCase... cases) {
    DeskModel desk = new DeskModel(List.of(cases));
    Services services =
        new Services(
            kit,
            background,
            new PreferencesModel(
                background, kit.words(), new PreferenceStore(folder), Preferences.DEFAULT),
            () -> {
              throw new IllegalStateException("no engine here");
            },
            folder);
    wired =
        ReviewWiring.of(
            desk,
            new ReviewWiring.MediaSources(
                this::look,
                DeskScene::filtered,
                (_, _) -> {
                  throw new AssertionError("this test plays no film");
                },
                () -> {
                  throw new AssertionError("this test plays no sound");
                }),
            _ -> {
              throw new UserProblem("engine.worker", "No engine.", "None.");
            },
            services,
            Fx::run);
    book = new ExposureBook(ledger(), server, clock.getZone());
    recorder = Metering.of(wired.drawn(), book, kit, background, () -> nanos);
    WellnessViewModel own = new WellnessViewModel(recorder.days(), recorder::exchange, kit);
    model = new FrameViewModel(ANA, new DeskWatch(), kit.words(), kit.now());
    frame =
        new FrameView(
            kit,
            model,
            registry,
            List.of(
                new Place(wired.screen(), Feather.EYE, Keys.shortcut(KeyCode.DIGIT2), false),
                new Place(
                    new WellnessScreen(
                        kit,
                        own,
                        new dev.halcyon.app.wellness.BalanceViewModel(
                            new dev.halcyon.app.wellness.OwnBalance(
                                new dev.halcyon.app.testing.ModelWellness(Cases.NOW),
                                () -> dev.halcyon.app.testing.ModelWellness.USUAL,
                                dev.halcyon.app.fx.Direct.background(),
                                kit.words(),
                                () -> Cases.NOW),
                            kit)),
                    Feather.PIE_CHART,
                    Keys.shortcut(KeyCode.DIGIT7),
                    true)),
            List.of(new ExposureArc(kit, own, () -> frame.show("wellness"), subscriptions)));
    stage = OnFxThread.show(frame.node(), 900, height);
    Theme.apply(stage.getScene(), Look.DEFAULT.withAppearance(Look.Appearance.LIGHT));
    frame.show("review");
    wired.review().openNext();
    OnFxThread.await(
        "the case is on the desk", () -> wired.review().current().get() != null && actable());
    OnFxThread.await("the window has the keyboard", stage::isFocused);
    recorder.watch(frame.node());
    pulse();
    OnFxThread.await("the policy is here", () -> background.running().isEmpty());
    pulse();
  }

  private boolean actable() {
    return wired.review().actable().get();
  }

  private ExposureLedger ledger() {
    return ExposureLedger.open(ExposureLedger.fileFor(folder, ANA.id()), ANA.id(), clock);
  }

  private RevealViewModel.Look<Image> look(RevealViewModel.Target target) {
    Image sharp = new Image(new ByteArrayInputStream(Cases.plain(80, 60, new Color(255, 0, 255))));
    return new RevealViewModel.Look<>() {
      @Override
      public Image picture() {
        return sharp;
      }

      @Override
      public void ended(Duration shown) {}
    };
  }

  /** Lets the scene lay itself out and the meter look at it. */
  private void pulse() {
    int[] frames = {0};
    AnimationTimer timer =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            frames[0]++;
          }
        };
    timer.start();
    OnFxThread.await("three frames", () -> frames[0] >= 3);
    timer.stop();
  }

  private void pass(long millis) {
    nanos += millis * 1_000_000;
    clock.forward(Duration.ofMillis(millis));
  }

  /** Ends the session and reads the file as the next start will. */
  private Map<ExposureKind, Long> metered() {
    finish();
    Map<ExposureKind, Long> sums = new EnumMap<>(ExposureKind.class);
    for (ExposureEvent event : server.has()) {
      sums.merge(event.kind(), event.millis(), Long::sum);
    }
    return sums;
  }

  private void finish() {
    recorder.close();
    boolean[] done = {false};
    background
        .run("end", book::close)
        .then(_ -> done[0] = true)
        .fail(
            problem -> {
              throw new AssertionError(problem);
            });
    OnFxThread.await("the ledger is closed", () -> done[0]);
    try (ExposureLedger left = ledger()) {
      // The server did not answer while the workbench was open; now it does.
      new ExposureSync(left, server).send();
    }
    over = true;
  }

  @AfterEach
  void leave() {
    if (!over) {
      finish();
    }
    subscriptions.close();
    frame.close();
    model.close();
    stage.hide();
    background.close();
  }

  private ImageView rendition() {
    return (ImageView) stage.getScene().lookup(".rendition");
  }

  private void awaitPicture() {
    OnFxThread.await("the rendition is drawn", () -> rendition().getImage() != null);
    pulse();
  }

  @Test
  void wordsInSightCountUnderTheBandOfTheirCategory() {
    open(800, Cases.text());
    pass(900);
    pulse();
    pass(400);
    finish();
    assertThat(server.has().stream().mapToLong(ExposureEvent::millis).sum()).isEqualTo(1_300);
    assertThat(server.has())
        .allSatisfy(
            event -> {
              assertThat(event.kind()).isEqualTo(ExposureKind.TEXT);
              assertThat(event.band()).isEqualTo(SeverityBand.MODERATE);
              assertThat(event.caseId()).isEqualTo(Cases.text().id());
              assertThat(event.itemId()).isEqualTo(Cases.text().summary().itemId());
            });
  }

  @Test
  void underTheListOfActionsNothingCounts() {
    open(800, Cases.text());
    pass(700);
    frame.showKeys();
    pulse();
    pass(2_000);
    registry.active().stream()
        .filter(command -> command.id().equals("overlay.close"))
        .findFirst()
        .orElseThrow()
        .fire();
    pulse();
    pass(300);
    assertThat(metered()).containsOnly(Map.entry(ExposureKind.TEXT, 1_000L));
  }

  @Test
  void whatIsScrolledAwayDoesNotCount() {
    open(420, Cases.picture());
    awaitPicture();
    ScrollPane page = (ScrollPane) stage.getScene().lookup(".review-page");
    Node words = stage.getScene().lookup(".item-text-view");
    Node column = page.getContent();
    double top = column.sceneToLocal(rendition().localToScene(0, 0)).getY();
    double scrolls = column.getLayoutBounds().getHeight() - page.getViewportBounds().getHeight();
    page.setVvalue(Math.min(1, top / scrolls));
    pulse();
    assertThat(words.localToScene(words.getLayoutBounds()).getMaxY())
        .as("the words really are above the page's window")
        .isLessThan(page.localToScene(page.getLayoutBounds()).getMinY());
    pass(1_100);
    page.setVvalue(1);
    pulse();
    pass(900);
    Map<ExposureKind, Long> sums = metered();
    assertThat(sums)
        .as("the argument at the end is no content")
        .containsOnlyKeys(ExposureKind.BLURRED);
    assertThat(sums.get(ExposureKind.BLURRED)).isEqualTo(1_100);
  }

  /** The argument stands below the item in a narrow window. */
  @Test
  void quotesInTheArgumentAreWordsOfTheItemToo() {
    open(420, Cases.text());
    ScrollPane page = (ScrollPane) stage.getScene().lookup(".review-page");
    page.setVvalue(1);
    pulse();
    Node words = stage.getScene().lookup(".item-text-view");
    assertThat(words.localToScene(words.getLayoutBounds()).getMaxY())
        .as("the words really are above the page's window")
        .isLessThan(page.localToScene(page.getLayoutBounds()).getMinY());
    pass(700);
    pulse();
    finish();
    assertThat(server.has().stream().mapToLong(ExposureEvent::millis).sum()).isEqualTo(700);
    assertThat(server.has())
        .allSatisfy(event -> assertThat(event.caseId()).isEqualTo(Cases.text().id()));
  }

  @Test
  void wordsInTheListCountForTheirCaseWhereNoneOfTheOpenCaseAreInSight() {
    open(800, Cases.text(), Cases.arabic());
    pass(600);
    pulse();
    wired.review().release();
    OnFxThread.await("the desk is empty", () -> wired.review().current().get() == null);
    pulse();
    // Less than the meter's gap in all: here nothing ticks each second of the clock.
    pass(1_000);
    pulse();
    pass(1_000);
    finish();
    Map<UUID, Long> byCase = new HashMap<>();
    server.has().forEach(event -> byCase.merge(event.caseId(), event.millis(), Long::sum));
    assertThat(byCase)
        .as("the item while it is open, then the row that has stood there longest")
        .isEqualTo(Map.of(Cases.text().id(), 600L, Cases.arabic().id(), 2_000L));
    assertThat(server.has())
        .allSatisfy(event -> assertThat(event.kind()).isEqualTo(ExposureKind.TEXT));
  }

  @Test
  void aWindowWithoutTheKeyboardOrInTheTaskBarDoesNotCount() {
    open(800, Cases.text());
    pass(500);
    // As the window system says it; the Headless one never takes the keyboard away by itself.
    WindowHelper.setFocused(stage, false);
    pass(2_000);
    WindowHelper.setFocused(stage, true);
    pass(250);
    stage.setIconified(true);
    OnFxThread.await("it lies in the task bar", stage::isIconified);
    pass(2_000);
    stage.setIconified(false);
    OnFxThread.await("it is up again", () -> !stage.isIconified() && stage.isFocused());
    pass(100);
    assertThat(metered()).containsOnly(Map.entry(ExposureKind.TEXT, 850L));
  }

  @Test
  void aHeldLookCountsAsSharpAndTheRenditionRoundTheLensAsBlurred() {
    open(900, Cases.picture());
    awaitPicture();
    pass(600);
    wired.media().hold();
    OnFxThread.await(
        "the original is drawn",
        () -> wired.media().reveal().state().get() instanceof RevealViewModel.State.Shown<?>);
    pulse();
    pass(450);
    wired.media().reveal().release();
    pulse();
    pass(200);
    Map<ExposureKind, Long> sums = metered();
    assertThat(sums.get(ExposureKind.SHARP)).isEqualTo(450);
    assertThat(sums.get(ExposureKind.BLURRED)).isEqualTo(1_250);
  }

  @Test
  void anotherCaseCountsForItselfAndTheDeskWithoutOneForNobody() {
    open(800, Cases.text(), Cases.arabic());
    pass(700);
    wired.review().act(DecisionAction.ALLOW);
    OnFxThread.await(
        "the next case is on the desk",
        () ->
            wired.review().current().get() != null
                && wired.review().current().get().loaded().id().equals(Cases.arabic().id())
                && actable());
    pulse();
    pass(300);
    wired.review().act(DecisionAction.ALLOW);
    OnFxThread.await("the desk is empty", () -> wired.review().current().get() == null);
    pulse();
    pass(2_000);
    finish();
    Map<UUID, Long> byCase = new HashMap<>();
    server.has().forEach(event -> byCase.merge(event.caseId(), event.millis(), Long::sum));
    assertThat(byCase)
        .containsOnly(Map.entry(Cases.text().id(), 700L), Map.entry(Cases.arabic().id(), 300L));
  }

  @Test
  void anotherScreenCountsForNobodyAndTheArcOpensOnesOwnPage() {
    open(800, Cases.text());
    pass(1_000);
    Button arc = (Button) stage.getScene().lookup(".exposure-arc");
    arc.fire();
    pulse();
    pass(2_000);
    OnFxThread.await("the arc says how long", () -> arc.getText().equals("1 s"));
    assertThat(arc.getAccessibleText()).isEqualTo("Seen today: 1 s");
    OnFxThread.await("the page says so too", () -> texts().contains("1 s in all"));
    assertThat(texts()).contains("Moderate", "Words", "From this computer alone");
    assertThat(metered()).containsOnly(Map.entry(ExposureKind.TEXT, 1_000L));
  }

  private String texts() {
    return String.join(
        "\n",
        stage.getScene().getRoot().lookupAll(".label").stream()
            .map(node -> node instanceof Label label ? label.getText() : "")
            .toList());
  }

  @Test
  void aClosedWindowEndsWhatRanAndANextStartKnowsTheDay() {
    open(800, Cases.text());
    pass(800);
    stage.hide();
    pulse();
    pass(1_500);
    finish();
    try (ExposureLedger next = ledger()) {
      assertThat(next.span(next.today(), next.today()).seenMillis()).isEqualTo(800);
    }
  }
}
