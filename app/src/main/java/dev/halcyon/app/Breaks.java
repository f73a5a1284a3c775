package dev.halcyon.app;

import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.LoadState;
import dev.halcyon.app.review.ReviewViewModel;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.app.shell.FrameView;
import dev.halcyon.app.wellness.AtWork;
import dev.halcyon.app.wellness.BreakCommands;
import dev.halcyon.app.wellness.BreakLine;
import dev.halcyon.app.wellness.BreakPane;
import dev.halcyon.app.wellness.BreakViewModel;
import dev.halcyon.app.wellness.OwnBalance;
import dev.halcyon.client.desk.Desk;
import dev.halcyon.client.outbox.OutboxEntry;
import dev.halcyon.client.outbox.OutboxState;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import javafx.beans.value.ObservableValue;

/** Puts breaks between desk and frame of a session. Used on the JavaFX thread. */
final class Breaks implements AtWork {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Desk desk;
  private final Services services;
  private final DeskWatch watch;
  private final ReviewViewModel review;
  private final FrameView frame;
  private final Deque<Step> steps = new ArrayDeque<>();
  private boolean busy;

  /** What the desk is asked to do, and what follows on the screen. */
  private record Step(Runnable act, Runnable then) {}

  private Breaks(
      Desk desk, Services services, DeskWatch watch, ReviewViewModel review, FrameView frame) {
    this.desk = desk;
    this.services = services;
    this.watch = watch;
    this.review = review;
    this.frame = frame;
  }

  /** Begins to count; ends with the subscriptions. */
  static void begin(
      Desk desk,
      Services services,
      DeskWatch watch,
      Screens screens,
      FrameView frame,
      CommandRegistry registry,
      Subscriptions subscriptions) {
    ReviewViewModel review = screens.review();
    OwnBalance balance = screens.balance();
    Breaks breaks = new Breaks(desk, services, watch, review, frame);
    BreakViewModel model =
        new BreakViewModel(
            balance,
            breaks,
            services.kit().words(),
            System::nanoTime,
            services.kit().now().clock());
    install(services.kit(), model, System::nanoTime, frame, registry, subscriptions);
    subscriptions.onChange(
        review.state(),
        state -> {
          if (state instanceof LoadState.Resting) {
            balance.refresh(); // to say when it is over
          }
        });
    subscriptions.add(Fx.every(SECOND, model::tick));
  }

  /** Line, page and keys. */
  static void install(
      Kit kit,
      BreakViewModel model,
      LongSupplier nanos,
      FrameView frame,
      CommandRegistry registry,
      Subscriptions subscriptions) {
    BreakCommands commands = new BreakCommands(kit, model);
    registry.addGlobal(commands.all());
    frame.addLine(new BreakLine(kit, model, commands, subscriptions));
    frame.layOver(
        new BreakPane(
                kit, registry, model, commands, nanos, frame::cover, frame::uncover, subscriptions)
            .node());
  }

  @Override
  public ObservableValue<Optional<UUID>> open() {
    return watch.open();
  }

  @Override
  public int onTheirWay() {
    return (int)
        watch.outbox().stream()
            .map(OutboxEntry::state)
            .filter(state -> state == OutboxState.PENDING_UNDO || state == OutboxState.SENDING)
            .count();
  }

  @Override
  public void finish() {
    review.pause();
    inTurn(desk::pause, () -> {});
  }

  @Override
  public void rest() {
    review.pause();
    inTurn(
        () -> {
          desk.pause();
          desk.release();
        },
        () -> {});
  }

  @Override
  public void goOn(Optional<UUID> before) {
    inTurn(desk::resume, () -> review.resume(before));
  }

  /** One after the other: a case given back late must not be the one that was opened again. */
  private void inTurn(Runnable act, Runnable then) {
    steps.add(new Step(act, then));
    next();
  }

  private void next() {
    if (busy || steps.isEmpty()) {
      return;
    }
    busy = true;
    Step step = steps.remove();
    services
        .background()
        .run(services.kit().words().say("break.work"), step.act()::run)
        .then(
            _ -> {
              busy = false;
              step.then().run();
              next();
            })
        .fail(
            problem -> {
              busy = false;
              tell(problem);
              next();
            });
  }

  private void tell(UserProblem problem) {
    frame.problem(problem, Optional.empty());
  }
}
