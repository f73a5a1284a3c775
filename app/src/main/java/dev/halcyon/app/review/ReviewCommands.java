package dev.halcyon.app.review;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Restriction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.input.KeyCode;

/**
 * Everything a reviewer can do at the desk itself, with its key. Made once; the actions run on the
 * FX thread.
 */
final class ReviewCommands {
  /** The ways to restrict, in the order of their keys 1 to 4. */
  static final List<Restriction> WAYS =
      List.of(
          Restriction.DEMOTE,
          Restriction.LABEL,
          Restriction.AGE_GATE,
          Restriction.LIMIT_INTERACTION);

  private final Kit kit;
  private final ReviewViewModel vm;
  final Command allow;
  final Command restrict;
  final Command remove;
  final Command removePermanently;
  final Command escalate;
  final Command undo;
  final Command cancel;
  final Command next;
  final Command release;
  final Command takeOff;
  final Command endRelief;
  final List<Command> ways = new ArrayList<>();

  ReviewCommands(Kit kit, ReviewViewModel vm) {
    this.kit = kit;
    this.vm = vm;
    allow = act(DecisionAction.ALLOW, KeyCode.A);
    restrict = act(DecisionAction.RESTRICT, KeyCode.R);
    remove = act(DecisionAction.REMOVE, KeyCode.X);
    removePermanently = act(DecisionAction.REMOVE_PERMANENTLY, KeyCode.P);
    escalate = act(DecisionAction.ESCALATE, KeyCode.E);
    undo = command("review.undo", KeyCode.Z, vm::undo, vm.outbox().undoable());
    cancel =
        command(
            "review.cancel",
            KeyCode.ESCAPE,
            vm.form()::disarm,
            vm.form().armed().isNotEqualTo(DecisionForm.Armed.NOTHING));
    next = command("review.next", KeyCode.SPACE, vm::next, Command.always());
    release = command("review.release", KeyCode.B, vm::release, vm.actable());
    takeOff = command("review.take_off", KeyCode.U, vm::takeOff, vm.actable());
    endRelief = kit.command("review.relief_end", Optional.empty(), vm::endRelief, Command.always());
    ObservableBooleanValue asking =
        vm.form().armed().isEqualTo(DecisionForm.Armed.RESTRICT).and(vm.offered());
    for (int i = 0; i < WAYS.size(); i++) {
      Restriction way = WAYS.get(i);
      ways.add(
          command(
              "review.way." + way.name().toLowerCase(Locale.ROOT),
              KeyCode.valueOf("DIGIT" + (i + 1)),
              () -> vm.restrict(way),
              asking));
    }
  }

  private Command act(DecisionAction action, KeyCode key) {
    return command(
        "review." + action.name().toLowerCase(Locale.ROOT),
        key,
        () -> vm.act(action),
        vm.offered());
  }

  private Command command(String id, KeyCode key, Runnable action, ObservableBooleanValue enabled) {
    return kit.command(id, Optional.of(Keys.of(key)), action, enabled);
  }

  List<Command> all() {
    List<Command> all =
        new ArrayList<>(
            List.of(
                allow,
                restrict,
                remove,
                removePermanently,
                escalate,
                undo,
                cancel,
                next,
                release,
                takeOff,
                endRelief));
    all.addAll(ways);
    return all;
  }
}
