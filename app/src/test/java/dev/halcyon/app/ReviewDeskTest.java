package dev.halcyon.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.LaterLane;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.media.RevealViewModel;
import dev.halcyon.app.reasoning.LocalRescan;
import dev.halcyon.client.desk.CloseReason;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.CaseMember;
import dev.halcyon.protocol.MemberKind;
import dev.halcyon.protocol.UserProblem;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole desk in a scene over a desk in memory: what it shows, says and does. */
@ExtendWith(OnFxThread.class)
class ReviewDeskTest {
  private static final Color MARK = new Color(255, 0, 255);

  private final LaterLane io = new LaterLane();
  private final List<String> looks = new ArrayList<>();
  private DeskScene scene;

  private DeskScene open(LoadedCase... cases) {
    return open(900, cases);
  }

  private DeskScene open(double width, LoadedCase... cases) {
    scene =
        new DeskScene(
            new DeskModel(List.of(cases)),
            this::look,
            _ -> {
              throw new UserProblem(
                  "engine.worker", "The worker process ended.", "Rescan once more.");
            },
            width,
            800);
    scene.wired.review().openNext();
    scene.layout();
    return scene;
  }

  private RevealViewModel.Look<Image> look(RevealViewModel.Target target) {
    looks.add("asked for " + target.frame());
    return new RevealViewModel.Look<>() {
      private final Image sharp = new Image(new ByteArrayInputStream(Cases.plain(80, 60, MARK)));

      @Override
      public Image picture() {
        return sharp;
      }

      @Override
      public void ended(Duration shown) {
        looks.add("seen for " + shown.toMillis());
      }
    };
  }

  @AfterEach
  void leave() {
    if (scene != null) {
      scene.wired.screen().hidden();
    }
  }

  /** Shows the scene, so that nodes can have the keyboard. */
  private Stage window() {
    Stage window = new Stage();
    window.setScene(scene.scene);
    window.show();
    window.requestFocus();
    OnFxThread.await("the desk has the focus", window::isFocused);
    return window;
  }

  private static String texts(Node node) {
    List<String> found = new ArrayList<>();
    collect(node, found);
    return String.join("\n", found);
  }

  private static void collect(Node node, List<String> found) {
    if (!node.isVisible()) {
      return;
    }
    if (node instanceof Text text) {
      found.add(text.getText());
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
    }
  }

  private String everything() {
    return texts(scene.scene.getRoot());
  }

  private Button button(String accessibleText) {
    return scene.scene.getRoot().lookupAll(".button").stream()
        .map(Button.class::cast)
        .filter(button -> accessibleText.equals(button.getAccessibleText()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button " + accessibleText));
  }

  private Set<Node> litLines() {
    return scene.scene.getRoot().lookupAll(".evidence-line").stream()
        .filter(node -> node.getPseudoClassStates().toString().contains("lit"))
        .collect(Collectors.toSet());
  }

  @Test
  void whatCanBeDoneHasARoleANameAndItsKeyPrintedOnIt() {
    open(Cases.text());
    for (String name : List.of("Allow", "Restrict", "Remove", "Remove permanently", "Escalate")) {
      Button button = button(name);
      assertThat(button.getAccessibleRole()).isEqualTo(AccessibleRole.BUTTON);
      assertThat(button.getAccessibleHelp()).isNotBlank();
      assertThat(texts(button)).matches("(?s).*\\b[ARXPE]\\b.*");
    }
    TextField note = (TextField) scene.find(".text-field");
    assertThat(note.getAccessibleText()).isEqualTo("Note (optional)");
  }

  @Test
  void theItemIsReadAloudWithItsEvidence() {
    open(Cases.text());
    Node piece = scene.find(".evidence-text");
    assertThat(piece.getAccessibleRole()).isEqualTo(AccessibleRole.TEXT);
    assertThat(piece.getAccessibleText()).startsWith("I have had it with all of you.");
    assertThat(
            scene.scene.getRoot().lookupAll(".item-text").stream()
                .map(Node::getAccessibleText)
                .filter(text -> text != null && !text.isEmpty()))
        .contains("Go home, evidence 1, Hate");
  }

  @Test
  void rowsUpNextSayPriorityCategoryTimeAndKind() {
    open(Cases.text(), Cases.video());
    assertThat(
            scene.scene.getRoot().lookupAll(".up-next-row").stream()
                .map(Node::getAccessibleText)
                .filter(text -> text != null))
        .singleElement()
        .asString()
        .contains("P0, critical")
        .contains("Violence")
        .contains("3 min left")
        .contains("English · Video");
    assertThat(((ListView<?>) scene.find(".up-next .list-view")).getFixedCellSize()).isPositive();
  }

  @Test
  void aStepUnderThePointerLightsItsWordsAndTheWordsTheirStep() {
    open(Cases.text());
    assertThat(litLines()).isEmpty();
    Node step = scene.find(".step");
    step.fireEvent(mouse(MouseEvent.MOUSE_ENTERED));
    assertThat(litLines()).hasSize(3);
    assertThat(litLines()).allSatisfy(line -> assertThat(((Path) line).getElements()).isNotEmpty());
    step.fireEvent(mouse(MouseEvent.MOUSE_EXITED));
    assertThat(litLines()).isEmpty();
    Text words =
        scene.scene.getRoot().lookupAll(".item-text").stream()
            .map(Text.class::cast)
            .filter(text -> text.getText().equals("Go home"))
            .findFirst()
            .orElseThrow();
    words.fireEvent(mouse(MouseEvent.MOUSE_ENTERED));
    assertThat(step.getPseudoClassStates().toString()).contains("lit");
  }

  @Test
  void theKeyboardGoesFromStepToStepAndLightsBothEnds() {
    open(Cases.text());
    scene.press("reasoning.next");
    assertThat(scene.wired.lit().get()).isEqualTo(1);
    scene.press("reasoning.next");
    assertThat(scene.wired.lit().get()).isEqualTo(2);
    assertThat(litLines()).hasSize(1);
    Node step = scene.find(".step");
    step.fireEvent(
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.DOWN, false, false, false, false));
    assertThat(scene.wired.lit().get()).isEqualTo(3);
    scene.press("reasoning.previous");
    assertThat(scene.wired.lit().get()).isEqualTo(2);
  }

  @Test
  void underlinesFollowRightToLeftWords() {
    open(Cases.arabic());
    Path line = (Path) scene.find(".evidence-line");
    Text words =
        scene.scene.getRoot().lookupAll(".item-text").stream()
            .map(Text.class::cast)
            .filter(text -> text.getText().equals("كلمة مهمة"))
            .findFirst()
            .orElseThrow();
    var under = line.localToScene(line.getBoundsInLocal());
    var over = words.localToScene(words.getBoundsInLocal());
    assertThat(under.getMinX()).isCloseTo(over.getMinX(), org.assertj.core.data.Offset.offset(4.0));
    assertThat(under.getMaxX()).isCloseTo(over.getMaxX(), org.assertj.core.data.Offset.offset(4.0));
  }

  @Test
  void oneKeyDecidesAndTheNextCaseIsThere() {
    open(Cases.text(), Cases.arabic());
    scene.press("review.allow");
    assertThat(everything()).contains("ليلى").doesNotContain("Sam Harlow");
    assertThat(scene.desk.asked).contains("decide ALLOW [] null");
  }

  @Test
  void theMenuOfTheCaseGivesItBackAndPassesItOn() {
    open(Cases.text(), Cases.arabic());
    MenuButton menu = (MenuButton) scene.find(".case-menu");
    assertThat(menu.getAccessibleText()).isEqualTo("More for this case");
    assertThat(menu.getItems())
        .extracting(MenuItem::getText)
        .containsExactly("Next case", "Give back", "Take me off this", "Take all cases again");
    menu.getItems().get(0).fire();
    scene.layout();
    assertThat(everything()).contains("ليلى");
    menu.getItems().get(1).fire();
    scene.layout();
    assertThat(scene.desk.asked).contains("skip", "release");
    assertThat(menu.getItems().get(1).isDisable()).as("nothing is open").isTrue();
  }

  @Test
  void restrictAsksHowAndItsSecondKeyDecides() {
    open(Cases.text(), Cases.arabic());
    assertThat(scene.command("review.way.label").enabled().get()).isFalse();
    scene.press("review.restrict");
    assertThat(scene.scene.getRoot().lookupAll(".action-prompt .check-box"))
        .extracting(node -> ((CheckBox) node).getText())
        .containsExactlyInAnyOrder(
            "Show less often", "Put a label on it", "Adults only", "Limit replies and sharing");
    scene.press("review.way.label");
    assertThat(scene.desk.asked).contains("decide RESTRICT [LABEL] H1");
  }

  @Test
  void removingForGoodTurnsRedAndTakesTheKeyTwice() {
    open(Cases.text());
    Button button = button("Remove permanently");
    scene.press("review.remove_permanently");
    assertThat(button.getPseudoClassStates().toString()).contains("about-to");
    assertThat(everything()).contains("The same key once more");
    scene.press("review.cancel");
    assertThat(button.getPseudoClassStates().toString()).doesNotContain("about-to");
    scene.press("review.remove_permanently");
    scene.press("review.remove_permanently");
    assertThat(scene.desk.asked).contains("decide REMOVE_PERMANENTLY [] H1");
  }

  @Test
  void whatIsMissingIsSaidAboveTheActions() {
    open(Cases.brokenMedia());
    scene.press("review.remove");
    assertThat(everything()).contains("Choose a category first");
    assertThat(scene.desk.outbox()).isEmpty();
  }

  @Test
  void undoCountsDownAndBringsTheCaseBack() {
    open(Cases.text(), Cases.arabic());
    scene.press("review.remove");
    assertThat(everything()).contains("Removed · 10 s");
    scene.press("review.undo");
    assertThat(everything()).contains("Sam Harlow").doesNotContain("Removed · 10 s");
  }

  @Test
  void aLostCaseGreysOutExplainsItselfAndOffersTheNextOne() {
    LoadedCase text = Cases.text();
    open(text, Cases.arabic());
    scene.desk.tell(each -> each.closed(text.id(), CloseReason.LEASE_LOST));
    scene.layout();
    assertThat(everything()).contains("This case is no longer yours").contains("Sam Harlow");
    assertThat(button("Allow").isDisabled()).isTrue();
    assertThat(scene.find(".item-card").getPseudoClassStates().toString()).contains("gone");
    assertThat(button("Next case").isVisible()).isTrue();
    scene.press("review.next");
    assertThat(everything()).doesNotContain("This case is no longer yours");
  }

  @Test
  void sharpPixelsAreInTheSceneOnlyWhileTheKeyIsHeld() {
    open(Cases.picture());
    assertThat(Pixels.pictures(scene.scene.getRoot())).hasSize(1);
    assertThat(Pixels.anywhere(scene.scene, MARK)).isFalse();
    scene.press("media.reveal");
    assertThat(Pixels.anywhere(scene.scene, MARK)).isTrue();
    assertThat(everything()).contains("The original, unfiltered.");
    scene.clock.forward(Duration.ofMillis(2_300));
    scene.letGo("media.reveal");
    assertThat(Pixels.anywhere(scene.scene, MARK)).isFalse();
    assertThat(everything()).contains("Blurred, medium, without colour.");
    assertThat(looks).containsExactly("asked for null", "seen for 2300");
  }

  @Test
  void sharpPixelsAreInTheSceneOnlyWhileTheMouseIsHeld() {
    open(Cases.video());
    Node stage = scene.find(".frame-stage");
    stage.fireEvent(mouse(MouseEvent.MOUSE_PRESSED));
    assertThat(Pixels.anywhere(scene.scene, MARK)).isTrue();
    stage.fireEvent(mouse(MouseEvent.MOUSE_RELEASED));
    assertThat(Pixels.anywhere(scene.scene, MARK)).isFalse();
    assertThat(looks.getFirst()).isEqualTo("asked for 7");
  }

  @Test
  void leavingTheDeskDecidingAndMovingOnEachHideTheOriginal() {
    open(Cases.video(), Cases.picture(), Cases.text());
    scene.press("media.reveal");
    scene.wired.media().strip().move(1);
    assertThat(Pixels.anywhere(scene.scene, MARK)).isFalse();
    scene.press("media.reveal");
    scene.press("review.allow");
    assertThat(Pixels.anywhere(scene.scene, MARK)).isFalse();
    scene.press("media.reveal");
    assertThat(Pixels.anywhere(scene.scene, MARK)).isTrue();
    scene.wired.screen().hidden();
    assertThat(Pixels.anywhere(scene.scene, MARK)).isFalse();
    assertThat(looks).filteredOn(said -> said.startsWith("seen")).hasSize(3);
  }

  @Test
  void aWindowThatGoesAwayTakesTheOriginalWithIt() {
    open(Cases.picture());
    Stage window = window();
    scene.press("media.reveal");
    assertThat(Pixels.anywhere(scene.scene, MARK)).isTrue();
    window.hide();
    assertThat(Pixels.pictures(scene.scene.getRoot()))
        .noneMatch(picture -> Pixels.has(picture, MARK));
    assertThat(looks).filteredOn(said -> said.startsWith("seen")).hasSize(1);
  }

  @Test
  void anOriginalThatArrivesAfterTheReleaseIsNeverShown() {
    Background later =
        new Background(
            io, io, Runnable::run, (title, e) -> new UserProblem("unexpected", title, "", e));
    scene =
        new DeskScene(
            new DeskModel(List.of(Cases.picture())),
            this::look,
            noEngine(),
            900,
            800,
            Look.DEFAULT,
            Locale.ENGLISH,
            later);
    scene.wired.review().openNext();
    io.runAll();
    scene.press("media.reveal");
    assertThat(everything()).contains("Asking for the original");
    scene.letGo("media.reveal");
    io.runAll();
    scene.layout();
    assertThat(Pixels.anywhere(scene.scene, MARK)).isFalse();
    assertThat(looks).containsExactly("asked for null", "seen for 0");
  }

  private static LocalRescan noEngine() {
    return _ -> {
      throw new AssertionError("not asked for");
    };
  }

  @Test
  void evidenceInTheArgumentJumpsToItsFrame() {
    open(Cases.video());
    scene.press("media.previous");
    Node link =
        scene.scene.getRoot().lookupAll(".evidence-link").stream()
            .filter(node -> node.getAccessibleText().contains("frame at 00:07"))
            .findFirst()
            .orElseThrow();
    ((javafx.scene.control.Hyperlink) link).fire();
    assertThat(scene.wired.media().strip().selected().get()).isEqualTo(7);
    assertThat(scene.wired.lit().get()).isEqualTo(1);
  }

  @Test
  void aRegionOfTheArgumentIsOutlinedWhereItLiesInThePicture() {
    open(Cases.picture());
    Node box = scene.find(".spot");
    Node picture = scene.find(".rendition");
    var around = box.localToScene(box.getLayoutBounds());
    var whole = picture.localToScene(picture.getLayoutBounds());
    var close = org.assertj.core.data.Offset.offset(2.0);
    assertThat(around.getMinX()).isCloseTo(whole.getMinX() + 0.3 * whole.getWidth(), close);
    assertThat(around.getMinY()).isCloseTo(whole.getMinY() + 0.35 * whole.getHeight(), close);
    assertThat(around.getWidth()).isCloseTo(0.35 * whole.getWidth(), close);
    assertThat(around.getHeight()).isCloseTo(0.4 * whole.getHeight(), close);
    scene.press("reasoning.next");
    assertThat(box.getPseudoClassStates().toString()).contains("lit");
  }

  @Test
  void framesAreReadAloudWithTheirTimeCutAndScore() {
    open(Cases.video());
    ListView<?> strip = (ListView<?>) scene.find(".keyframe-strip");
    assertThat(strip.getFixedCellSize()).isPositive();
    strip.scrollTo(4);
    scene.layout();
    assertThat(
            scene.scene.getRoot().lookupAll(".frame-cell").stream()
                .map(Node::getAccessibleText)
                .filter(text -> text != null))
        .contains("Frame at 00:04, a new scene. violence 0.30");
    strip.scrollTo(13);
    scene.layout();
    assertThat(
            scene.scene.getRoot().lookupAll(".frame-cell").stream()
                .map(Node::getAccessibleText)
                .filter(text -> text != null))
        .contains("Frame at 00:13. nothing found");
  }

  @Test
  void theSelectedFrameIsScrolledIntoSight() {
    open(900, Cases.video());
    Stage window = new Stage();
    window.setScene(scene.scene);
    window.show();
    ListView<?> strip = (ListView<?>) scene.find(".keyframe-strip");
    int last = strip.getItems().size() - 1;
    assertThat((last + 1) * strip.getFixedCellSize())
        .as("the strip is longer than its window")
        .isGreaterThan(strip.getWidth());
    for (int end : List.of(last, 0, last)) {
      for (int i = 0; i <= last; i++) {
        scene.press(end == 0 ? "media.previous" : "media.next");
      }
      OnFxThread.await("frame " + end + " is in sight", () -> inSight(strip, end));
    }
    window.hide();
  }

  private static boolean inSight(ListView<?> strip, int index) {
    var window = strip.localToScene(strip.getLayoutBounds());
    return strip.lookupAll(".frame-cell").stream()
        .map(node -> (javafx.scene.control.ListCell<?>) node)
        .filter(cell -> cell.getIndex() == index && cell.isSelected() && cell.isVisible())
        .map(cell -> cell.localToScene(cell.getLayoutBounds()))
        .anyMatch(
            cell ->
                cell.getMinX() >= window.getMinX() - 1 && cell.getMaxX() <= window.getMaxX() + 1);
  }

  @Test
  void eachCaseBeginsWithItsArgumentWhateverTabTheLastOneWasLeftAt() {
    open(Cases.text(), Cases.arabic());
    dev.halcyon.app.kit.TabStrip tabs = (dev.halcyon.app.kit.TabStrip) scene.find(".argument-tabs");
    scene.press("tab.next");
    scene.press("tab.next");
    assertThat(tabs.chosen().get()).isEqualTo(2);
    scene.press("review.allow");
    assertThat(tabs.chosen().get()).isZero();
  }

  @Test
  void aDecisionThatIsNotSavedCanBeGivenUpInTheSameWordsAsInTheOutbox() {
    open(Cases.text(), Cases.arabic());
    scene.press("review.allow");
    scene.desk.settle(
        dev.halcyon.client.outbox.OutboxState.NOT_SAVED,
        new dev.halcyon.protocol.Problem("decision.rejected", "It is refused.", "Decide anew."));
    scene.layout();
    Button giveUp = button("Give up this decision");
    assertThat(giveUp.getText()).isEqualTo("Give up this decision");
    assertThat(giveUp.getAccessibleHelp()).contains("The case stays as the server has it.");
    giveUp.fire();
    scene.layout();
    assertThat(scene.desk.asked).contains("discard");
    assertThat(scene.scene.getRoot().lookupAll(".trouble")).isEmpty();
  }

  @Test
  void anEngineThatDiesIsSaidInItsTabWithAWayToTryAgain() {
    open(Cases.text());
    scene.press("rescan.run");
    assertThat(everything()).contains("The worker process ended.").contains("Rescan once more.");
    assertThat(button("Try again").isVisible()).isTrue();
  }

  @Test
  void tenMegabytesOfTextLayOutOnlyWhatIsInSight() {
    open(Cases.longText(10_000_000), Cases.text());
    assertThat(scene.scene.getRoot().lookupAll(".evidence-text").size()).isBetween(1, 12);
    assertThat(everything()).contains("A long text");
    scene.press("reasoning.next");
    scene.layout();
    assertThat(litLines()).hasSize(1);
  }

  @Test
  void theArgumentFoldsUnderTheItemWhenTheWindowIsNarrow() {
    open(900, Cases.text());
    Node narrow = scene.find(".argument-view");
    assertThat(narrow.localToScene(0, 0).getX())
        .isLessThan(scene.find(".item-card").localToScene(0, 0).getX() + 20);
    leave();
    open(1400, Cases.text());
    Node wide = scene.find(".argument-view");
    assertThat(wide.localToScene(0, 0).getX()).isGreaterThan(900);
  }

  @Test
  void aMemberTakenOutOfTheDecisionIsNamedInItAndComesBackWithTheUndo() {
    CaseMember far =
        Cases.member(1, MemberKind.NEAR, true, 66, 0, "They should go home, I mean it");
    CaseMember same =
        Cases.member(2, MemberKind.EXACT, true, 0, 0, "I have had it with all of you");
    open(Cases.withMembers(Cases.text(), List.of(far, same)), Cases.arabic());
    for (int i = 0; i < 3; i++) {
      scene.press("tab.next");
    }
    scene.layout();
    assertThat(everything()).contains("Similar 2/2").contains("Mostly the same words");
    CheckBox box = memberBoxes().getFirst();
    assertThat(memberBoxes()).hasSize(2).allMatch(CheckBox::isSelected);
    assertThat(box.getAccessibleText())
        .isEqualTo("Mostly the same words. They should go home, I mean it");
    box.fire();
    scene.layout();
    assertThat(everything())
        .contains("Similar 1/2")
        .contains("1 is taken out of the decision.")
        .contains("Gets a case of its own.");
    scene.press("review.remove");
    scene.layout();
    assertThat(scene.desk.outbox())
        .singleElement()
        .satisfies(made -> assertThat(made.decision().exceptions()).containsExactly(far.itemId()));
    assertThat(everything()).doesNotContain("Similar 1/2");
    scene.press("review.undo");
    scene.layout();
    assertThat(scene.desk.outbox()).isEmpty();
    assertThat(everything()).contains("Similar 1/2");
    assertThat(scene.wired.review().form().exceptions().get()).containsExactly(far.itemId());
  }

  private List<CheckBox> memberBoxes() {
    return scene.scene.getRoot().lookupAll(".member-row .check-box").stream()
        .map(CheckBox.class::cast)
        .toList();
  }

  @Test
  void aKeyTurnsTheTextToTheFormThatIsComparedAndBackAndTheNextCaseBeginsAsWritten() {
    open(Cases.text(), Cases.arabic());
    assertThat(everything()).doesNotContain("As rules and models compare it");
    scene.press("text.turn");
    scene.layout();
    Node piece = scene.find(".evidence-text");
    assertThat(piece.getAccessibleText()).startsWith("i have had it with all of you.");
    assertThat(everything()).contains("As rules and models compare it");
    scene.press("reasoning.next");
    scene.layout();
    assertThat(litLines()).as("the marks moved with the words").isNotEmpty();
    scene.press("text.turn");
    scene.layout();
    assertThat(scene.find(".evidence-text").getAccessibleText())
        .startsWith("I have had it with all of you.");
    scene.press("text.turn");
    scene.press("review.allow");
    scene.layout();
    assertThat(everything()).doesNotContain("As rules and models compare it");
    assertThat(scene.find(".evidence-text").getNodeOrientation())
        .isEqualTo(javafx.geometry.NodeOrientation.RIGHT_TO_LEFT);
  }

  @Test
  void aDeskThatRanDrySaysSoWhereTheCaseStood() {
    LaterLane later = new LaterLane();
    scene =
        new DeskScene(
            new DeskModel(List.of(Cases.text())),
            this::look,
            _ -> {
              throw new AssertionError("nothing is rescanned");
            },
            900,
            800,
            Look.DEFAULT,
            Locale.ENGLISH,
            new Background(
                later,
                later,
                Runnable::run,
                (title, thrown) -> new UserProblem("test", title + ": " + thrown, "", thrown)));
    scene.desk.tell(each -> each.upNextChanged(List.of()));
    scene.wired.review().openNext();
    OnFxThread.await(
        "the desk says that it ran dry",
        () -> {
          scene.layout();
          return everything().contains("No case is loaded ahead. Fetching the next one");
        });
    later.runAll();
    scene.layout();
    assertThat(everything())
        .contains("Sam Harlow")
        .doesNotContain("No case is loaded ahead. Fetching the next one");
  }

  @Test
  void aQuoteThatStandsNowhereIsShownStruckAfterTheSentenceThatSaysSo() {
    open(Cases.judged());
    assertThat(everything())
        .contains("The model quoted what stands nowhere in the item:")
        .contains("The model argues: It wants a whole group gone from the town.")
        .contains("machine");
    assertThat(scene.scene.getRoot().lookupAll(".struck .text"))
        .extracting(Text.class::cast)
        .filteredOn(text -> !text.getText().isEmpty())
        .singleElement()
        .satisfies(
            text -> {
              assertThat(text.getText()).isEqualTo("burn their houses");
              assertThat(text.isStrikethrough()).isTrue();
            });
    assertThat(scene.scene.getRoot().lookupAll(".step"))
        .anyMatch(
            step ->
                step.getAccessibleText()
                    .equals(
                        "6. The model quoted what stands nowhere in the item: burn their houses"));
  }

  @Test
  void theWordsOfAStepAreAStopThatLightsItAndItsLinkDoesTheSame() {
    open(Cases.text());
    Stage window = window();
    Node words =
        scene.scene.getRoot().lookupAll(".item-text").stream()
            .filter(Node::isFocusTraversable)
            .findFirst()
            .orElseThrow();
    assertThat(words.getAccessibleText()).isEqualTo("go back, evidence 1, Hate");
    words.requestFocus();
    assertThat(scene.wired.lit().get()).isEqualTo(1);
    scene.wired.lit().set(0);
    scene.scene.getRoot().lookupAll(".evidence-link").iterator().next().requestFocus();
    assertThat(scene.wired.lit().get()).isEqualTo(1);
    window.hide();
  }

  @Test
  void aTranslationStandsBesideTheOriginalMarkedAsTheMachinesAndGoesWithTheCase() {
    open(Cases.arabic(), Cases.text());
    assertThat(scene.desk.asked).noneMatch(asked -> asked.startsWith("translate"));
    scene.press("text.translate");
    assertThat(scene.desk.asked).contains("translate to en");
    assertThat(texts(scene.find(".translation")))
        .contains("machine")
        .contains("Put into English by a language model (model-7). It may be wrong")
        .contains("One piece of personal data was taken out before.")
        .contains("one important word. Call [phone].");
    assertThat(everything()).as("the original").contains("كلمة مهمة");
    scene.press("text.translate");
    assertThat(scene.find(".translation").isVisible()).isFalse();
    scene.press("text.translate");
    scene.press("review.allow");
    assertThat(scene.find(".translation").isVisible()).isFalse();
    assertThat(scene.command("text.translate").enabled().get())
        .as("English for an English reader")
        .isFalse();
  }

  @Test
  void whyThereIsNoTranslationIsSaidWithAWayToAskAgain() {
    open(Cases.arabic());
    scene.desk.refuseTranslation =
        new UserProblem("translation.unconfigured", "No model is set up.", "Ask the operator.");
    scene.press("text.translate");
    assertThat(everything()).contains("No model is set up.").contains("Ask the operator.");
    scene.desk.refuseTranslation = null;
    button("Try again").fire();
    scene.layout();
    assertThat(everything()).contains("one important word").doesNotContain("No model is set up.");
  }

  @Test
  void aRegionUnderTheKeyboardLightsItsStep() {
    open(Cases.picture());
    Stage window = window();
    scene.find(".spot").requestFocus();
    assertThat(scene.wired.lit().get()).isEqualTo(1);
    window.hide();
  }

  @Test
  void theCaptionNamesTheKeyThatIsInForce() {
    open(Cases.text());
    scene.press("text.turn");
    assertThat(everything()).contains("D shows it as written.");
    scene.keymap.choose(Map.of("text.turn", "Q"));
    scene.layout();
    assertThat(everything()).contains("Q shows it as written.").doesNotContain("D shows it");
    scene.keymap.choose(Map.of("text.turn", ""));
    scene.layout();
    assertThat(everything()).contains("small letters.").doesNotContain("shows it as written");
  }

  @Test
  void theKeyboardReturnsToTheDeskWithEachCaseWhateverPartOfTheLastHadIt() {
    open(Cases.likeOthers(7), Cases.arabic(), Cases.picture());
    Stage window = window();
    for (int i = 0; i < 3; i++) {
      scene.press("tab.next");
    }
    scene.find(".member-list").requestFocus();
    scene.press("review.allow");
    assertThat(scene.scene.getFocusOwner()).isSameAs(scene.find(".review-desk"));
    scene.find(".step").requestFocus();
    scene.press("review.allow");
    assertThat(scene.scene.getFocusOwner()).isSameAs(scene.find(".review-desk"));
    scene.find(".step").requestFocus();
    scene.press("review.allow");
    assertThat(scene.scene.getFocusOwner()).as("none left").isSameAs(scene.find(".review-desk"));
    window.hide();
  }

  @Test
  void aKeyOpensTheListOfClauses() {
    open(Cases.text());
    Stage window = window();
    scene.press("review.clause");
    assertThat(((javafx.scene.control.ComboBox<?>) scene.find(".clause-choice")).isShowing())
        .isTrue();
    window.hide();
  }

  @Test
  void aQuietSentenceStandsWhereNothingIsLeft() {
    open();
    assertThat(everything()).contains("The queue is clear");
  }

  @Test
  void theConversationIsFoldedToThreeLinesUntilAsked() {
    open(Cases.text());
    assertThat(scene.scene.getRoot().lookupAll(".message")).hasSize(3);
    javafx.scene.control.Hyperlink unfold =
        (javafx.scene.control.Hyperlink) scene.find(".conversation .hyperlink");
    assertThat(unfold.getText()).isEqualTo("Show 2 earlier messages");
    unfold.fire();
    assertThat(scene.scene.getRoot().lookupAll(".message")).hasSize(5);
  }

  @Test
  void scoresAreSaidInWordsBesideTheirAxis() {
    open(Cases.arabic());
    scene.press("tab.next");
    assertThat(everything())
        .contains("harassment 0.70 over review threshold 0.65")
        .contains("Text model cannot judge this. The model was not trained on Arabic.");
  }

  @Test
  void longGermanWordsFitTheNarrowestWindow() {
    scene =
        new DeskScene(
            new DeskModel(List.of(Cases.text())),
            this::look,
            noEngine(),
            944,
            656,
            Look.DEFAULT,
            Locale.GERMAN,
            dev.halcyon.app.fx.Direct.background());
    scene.wired.review().openNext();
    scene.layout();
    scene.press("review.restrict");
    assertThat(texts(button("Dauerhaft entfernen"))).contains("Dauerhaft entfernen");
    for (String style :
        List.of(".action-bar .button", ".check-box", ".step-words", ".conclusion")) {
      assertThat(scene.scene.getRoot().lookupAll(style))
          .as(style)
          .isNotEmpty()
          .filteredOn(Node::isVisible)
          .allSatisfy(
              node ->
                  assertThat(texts(node).replace("\n", " "))
                      .contains(((javafx.scene.control.Labeled) node).getText()));
    }
  }

  private static MouseEvent mouse(javafx.event.EventType<MouseEvent> type) {
    return new MouseEvent(
        type,
        5,
        5,
        5,
        5,
        MouseButton.PRIMARY,
        1,
        false,
        false,
        false,
        false,
        true,
        false,
        false,
        true,
        false,
        true,
        null);
  }
}
