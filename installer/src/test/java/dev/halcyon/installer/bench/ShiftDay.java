package dev.halcyon.installer.bench;

import dev.halcyon.app.kit.Now;
import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.desk.DeskOptions;
import dev.halcyon.client.desk.OpenCase;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.Modality;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.scene.input.KeyCode;

/**
 * What one reviewer does all day, by keys: reads, steps through the argument, looks at originals,
 * plays films, rescans, writes notes, skips, takes back, looks at other screens, decides. Each case
 * in turn gets the acts of its number, so that every stretch of a hundred cases is alike. For one
 * thread.
 */
final class ShiftDay {
  private static final long PATIENCE_SECONDS = 60;
  private static final String NO_QUEUE = "no-such-queue";
  private static final Set<OutboxState> SENT =
      EnumSet.of(OutboxState.SENDING, OutboxState.ACCEPTED);

  private final DeskWindow window;
  private final Now now;
  private int decided;
  private int looks;
  private int films;
  private int rescans;

  /**
   * @param now the workbench's clock on screen, which the day moves on with each case
   */
  ShiftDay(DeskWindow window, Now now) {
    this.window = window;
    this.now = now;
  }

  int decided() {
    return decided;
  }

  String acts() {
    return decided
        + " decisions, "
        + looks
        + " looks at originals, "
        + films
        + " films, "
        + rescans
        + " rescans";
  }

  /**
   * Works until so many cases are decided, then gives the open one back and waits for calm: nothing
   * is open and nothing is loaded ahead, so that no sample depends on what kind of cases come next.
   */
  void until(int cases) {
    window.desk().filter(CaseFilter.WAITING);
    await("cases ahead", () -> window.desk().upNext().size() >= DeskOptions.DEFAULT.upNext());
    press(KeyCode.SPACE);
    while (decided < cases) {
      work(awaitCase());
    }
    calm();
  }

  private void work(OpenCase open) {
    UUID caseId = open.loaded().id();
    int number = decided;
    read(number);
    if (number % 10 == 3) {
      look();
    }
    if (number % 25 == 9) {
      play(open);
    }
    if (number % 100 == 14) {
      rescan();
    }
    if (number % 20 == 7) {
      elsewhere(number);
    }
    if (number % 30 == 11) {
      skip(caseId);
      return;
    }
    if (number % 5 == 0) {
      press(KeyCode.N);
      fx(() -> window.type("seen before, same author " + number));
      press(KeyCode.ESCAPE);
    }
    decide(caseId, number % 9 == 0 ? KeyCode.E : KeyCode.A);
    if (number % 40 == 22) {
      takeBack(caseId);
    }
  }

  private void read(int number) {
    fx(now::tick);
    press(KeyCode.J);
    press(KeyCode.J);
    press(KeyCode.K);
    if (number % 7 == 2) {
      for (int tab = 0; tab < 4; tab++) {
        press(KeyCode.T);
      }
    }
    if (number % 20 == 5) {
      press(KeyCode.F);
      press(KeyCode.W);
      press(KeyCode.W);
    }
  }

  private void look() {
    fx(() -> window.down(KeyCode.H));
    String looking = DeskWindow.WORDS.say("media.looking");
    await("the original", () -> says(looking));
    fx(() -> window.up(KeyCode.H));
    await("the original to go", () -> !says(looking));
    looks++;
  }

  private void play(OpenCase open) {
    if (!open.loaded().summary().media().contains(Modality.VIDEO)) {
      return;
    }
    press(KeyCode.V);
    await("the film", () -> onFx(() -> window.filmStands()));
    press(KeyCode.V);
    press(KeyCode.PERIOD);
    films++;
  }

  private void rescan() {
    press(KeyCode.S);
    await("the rescan", () -> says("Judged here: "));
    rescans++;
  }

  private void elsewhere(int number) {
    for (String screen :
        number % 40 == 7
            ? new String[] {"queue", "outbox"}
            : new String[] {"wellness", "settings"}) {
      fx(() -> window.show(screen));
      pause(TimeUnit.MILLISECONDS.toNanos(60));
    }
    fx(() -> window.show("review"));
  }

  private void skip(UUID caseId) {
    press(KeyCode.SPACE);
    await(
        "another case",
        () ->
            window.desk().current().filter(open -> !open.loaded().id().equals(caseId)).isPresent());
    decided++; // it counts as a case of the day, and it comes again
  }

  private void decide(UUID caseId, KeyCode key) {
    press(key);
    await("the decision on " + caseId, () -> isMade(caseId));
    decided++;
  }

  /** Takes the last decision back and makes it again; on a slow machine it may be sent already. */
  private void takeBack(UUID caseId) {
    press(KeyCode.Z);
    await("the case to come back", () -> isBack(caseId) || isSent(caseId));
    if (isBack(caseId)) {
      press(KeyCode.A);
      await("the decision again", () -> isMade(caseId));
    }
  }

  private boolean isBack(UUID caseId) {
    return onFx(window::shown).equals(Optional.of(caseId)) && actable();
  }

  private boolean isSent(UUID caseId) {
    return window.desk().outbox().stream()
        .anyMatch(made -> made.caseId().equals(caseId) && SENT.contains(made.state()));
  }

  private boolean isMade(UUID caseId) {
    return window.desk().outbox().stream()
        .anyMatch(made -> made.caseId().equals(caseId) && made.state() != OutboxState.UNDONE);
  }

  private OpenCase awaitCase() {
    await(
        "a case that can be decided",
        () -> {
          Optional<OpenCase> open = window.desk().current();
          return open.isPresent()
              && onFx(window::shown).equals(open.map(each -> each.loaded().id()))
              && actable();
        });
    return window.desk().current().orElseThrow();
  }

  private boolean actable() {
    return onFx(window::canDecide);
  }

  /** Nothing open, every decision on the server, nothing ahead. */
  private void calm() {
    awaitCase();
    press(KeyCode.B);
    await("an empty desk", () -> window.desk().current().isEmpty());
    await(
        "every decision on the server",
        () -> window.desk().outbox().stream().allMatch(made -> made.state().settled()));
    window.desk().filter(CaseFilter.WAITING.withQueue(NO_QUEUE));
    await("nothing ahead", () -> window.desk().upNext().isEmpty());
    await("no work in the background", () -> onFx(window::isCalm));
    window.forget(); // the bench's own notes of some thirty cases, films among them or not
  }

  /** Has the renderer let go of pictures that are gone; waits for it. */
  void draw() {
    window.drawAnother();
  }

  private boolean says(String words) {
    return onFx(() -> window.says(words));
  }

  private void press(KeyCode code) {
    fx(() -> window.press(code));
  }

  private static void fx(Runnable act) {
    DeskWindow.onFx(
        () -> {
          act.run();
          return true;
        });
  }

  private static <T> T onFx(java.util.concurrent.Callable<T> work) {
    return DeskWindow.onFx(work);
  }

  private void await(String what, BooleanSupplier there) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!there.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "waited "
                + PATIENCE_SECONDS
                + " s at case "
                + decided
                + " for "
                + what
                + "; open "
                + window.desk().current().map(open -> open.loaded().id())
                + ", on screen "
                + onFx(window::texts));
      }
      pause(TimeUnit.MILLISECONDS.toNanos(4));
    }
  }

  private static void pause(long nanos) {
    try {
      new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
