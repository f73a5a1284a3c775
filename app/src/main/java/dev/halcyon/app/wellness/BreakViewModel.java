package dev.halcyon.app.wellness;

import dev.halcyon.app.kit.Words;
import dev.halcyon.app.wellness.BreakClock.Phase;
import dev.halcyon.protocol.BreakState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/**
 * A person's breaks without their picture: when one would do good, when it is due, what is kept
 * meanwhile and how long it lasts. Goes on by the last known policy while the server is away, and
 * tells it later. Used on the JavaFX thread; somebody calls {@link #tick()} each second.
 */
public final class BreakViewModel {
  private static final int TICKS_BETWEEN_QUESTIONS = 60;

  private final BreakClock clock;
  private final OwnBalance balance;
  private final AtWork work;
  private final Words words;
  private final Clock wall;
  private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.WORKING);
  private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper saved = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper timer = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper canPutOff = new ReadOnlyBooleanWrapper(false);
  private final ReadOnlyBooleanWrapper canFinish = new ReadOnlyBooleanWrapper(false);
  private final BooleanProperty pacing = new SimpleBooleanProperty(false);
  private Optional<UUID> before = Optional.empty();
  private int ticks;
  // What the server knows, and whether it is just being told.
  private boolean told;
  private boolean telling;

  /**
   * @param nanos the machine's count, which no change of its clock touches
   * @param wall what time of day it is, for a break that began before this workbench did
   */
  public BreakViewModel(
      OwnBalance balance, AtWork work, Words words, LongSupplier nanos, Clock wall) {
    this.clock = new BreakClock(nanos);
    this.balance = balance;
    this.work = work;
    this.words = words;
    this.wall = wall;
    balance
        .policy()
        .subscribe(
            policy -> {
              clock.policy(policy);
              follow();
            });
    balance.answer().subscribe(answer -> answer.ifPresent(each -> heard(each.own().breaks())));
  }

  /** A second passed. */
  public void tick() {
    boolean finishing = phase.get() == Phase.FINISHING;
    clock.tick(work.open().getValue().isPresent());
    if (finishing && clock.phase() == Phase.LOCKED) {
      begin(); // the case is done: that was the promise
    }
    if (ticks++ % TICKS_BETWEEN_QUESTIONS == 0) {
      tell();
      balance.refresh();
    }
    follow();
  }

  /** A break begins now, whether or not one is due. */
  public void begin() {
    if (clock.isResting()) {
      return;
    }
    before = work.open().getValue();
    clock.begin();
    work.rest();
    tell();
    follow();
  }

  /** Back to work; after a break that was too short the next one is due as before. */
  public void end() {
    if (clock.isResting()) {
      clock.end();
      Optional<UUID> back = before;
      before = Optional.empty();
      work.goOn(back);
      tell();
      follow();
    }
  }

  /** Not now: nothing is said for a while, as often as the policy allows. */
  public void putOff() {
    clock.putOff();
    follow();
  }

  /** The case on the desk first, and then the break. */
  public void finishFirst() {
    if (canFinish.get()) {
      clock.finishFirst();
      work.finish();
      follow();
    }
  }

  /** Begins or ends pacing the breath. */
  public void pace() {
    pacing.set(!pacing.get());
  }

  /** One at a time; what is not heard is told again with the next question. */
  private void tell() {
    boolean wanted = clock.isResting() && !clock.hasEndedElsewhere();
    if (telling || wanted == told) {
      return;
    }
    telling = true;
    balance.tellBreak(
        wanted,
        () -> {
          telling = false;
          told = wanted;
          tell();
        },
        () -> telling = false);
  }

  private void heard(BreakState there) {
    Instant since = there.since();
    if (telling) {
      return;
    }
    if (since != null && !clock.isResting() && !told) {
      // Begun at another workbench, or here before a restart.
      told = true;
      before = work.open().getValue();
      clock.goOnWithBreak(Duration.between(since, wall.instant()));
      work.rest();
    } else if (since == null && clock.isResting() && told) {
      // Work began at another workbench: nobody may sit here, so no case is opened by itself.
      told = false;
      clock.endedElsewhere();
    } else {
      clock.heard(Duration.ofMillis(there.workedMillis()));
    }
    follow();
  }

  private void follow() {
    boolean open = work.open().getValue().isPresent();
    Phase now = clock.phase();
    long rest = Math.max(1, clock.wholeBreak().toMinutes());
    canPutOff.set((now == Phase.REMINDED || now == Phase.LOCKED) && clock.putOffsLeft() > 0);
    canFinish.set(now == Phase.LOCKED && open);
    line.set(
        switch (now) {
          case REMINDED -> words.say("break.reminder", worked(), rest);
          case FINISHING -> words.say("break.finishing");
          case WORKING, PUT_OFF, LOCKED, RESTING, RESTED -> "";
        });
    title.set(
        switch (now) {
          case LOCKED -> words.say("break.due", worked(), rest);
          case RESTING -> words.say("break.resting");
          case RESTED -> words.say("break.rested");
          case WORKING, REMINDED, PUT_OFF, FINISHING -> "";
        });
    saved.set(saved(now, open));
    timer.set(now == Phase.RESTING ? minutes(clock.left()) : "");
    phase.set(now);
  }

  private long worked() {
    return Math.max(1, clock.worked().toMinutes());
  }

  /** What is kept, and what is left to be saved. */
  private String saved(Phase now, boolean open) {
    boolean paused = now == Phase.RESTING || now == Phase.RESTED;
    if (now != Phase.LOCKED && !paused) {
      return "";
    }
    int sending = work.onTheirWay();
    String kept =
        paused
            ? words.say(before.isPresent() ? "break.kept.back" : "break.kept.nothing_open")
            : words.say(open ? "break.kept.open" : "break.kept.nothing_open");
    return sending == 0 ? kept : words.say("break.kept.sending", kept, sending);
  }

  /** "9:41". */
  private static String minutes(Duration left) {
    long seconds = (left.toMillis() + 999) / 1000;
    return "%d:%02d".formatted(seconds / 60, seconds % 60);
  }

  public ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  /** What is said over every screen, or the empty string. */
  public ReadOnlyStringProperty line() {
    return line.getReadOnlyProperty();
  }

  /** What the break's own page says first, or the empty string. */
  public ReadOnlyStringProperty title() {
    return title.getReadOnlyProperty();
  }

  /** What is kept and what is on its way. */
  public ReadOnlyStringProperty saved() {
    return saved.getReadOnlyProperty();
  }

  /** What is left of the break, or the empty string. */
  public ReadOnlyStringProperty timer() {
    return timer.getReadOnlyProperty();
  }

  /** Whether the break's own page lies over everything. */
  public BooleanBinding covering() {
    return Bindings.createBooleanBinding(() -> !title.get().isEmpty(), title);
  }

  /** Whether the person is on a break. */
  public BooleanBinding resting() {
    return Bindings.createBooleanBinding(
        () -> phase.get() == Phase.RESTING || phase.get() == Phase.RESTED, phase);
  }

  public ReadOnlyBooleanProperty canPutOff() {
    return canPutOff.getReadOnlyProperty();
  }

  /** For how many minutes, and how often that can still be done. */
  public String putOffWords() {
    return words.say("break.put_off.left", clock.putOffFor().toMinutes(), clock.putOffsLeft());
  }

  public ReadOnlyBooleanProperty canFinish() {
    return canFinish.getReadOnlyProperty();
  }

  /** Whether the breath is paced. */
  public BooleanProperty pacing() {
    return pacing;
  }
}
