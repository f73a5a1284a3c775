package dev.halcyon.app.review;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Sight;
import dev.halcyon.app.kit.SightOfRows;
import dev.halcyon.app.shell.Screen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.IntegerProperty;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;

/** The review desk as a screen of the workbench. FX thread only. */
public final class ReviewScreen implements Screen {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Kit kit;
  private final ReviewViewModel vm;
  private final Part media;
  private final Part argument;
  private final ReviewView view;
  private final List<Command> commands;
  private final Subscriptions subscriptions = new Subscriptions();

  /**
   * @param lit the step of the argument both ends of which are lit, 0 for none; shared with the
   *     argument
   * @param media what shows the case's media
   * @param argument what shows the machine's argument; its node is a Region
   * @param background where a long text is brought into its other form
   * @param translations where the words in the reader's language come from
   */
  public ReviewScreen(
      Kit kit,
      ReviewViewModel vm,
      IntegerProperty lit,
      Part media,
      Part argument,
      Background background,
      TranslationViewModel.Source translations) {
    this.kit = kit;
    this.vm = vm;
    this.media = media;
    this.argument = argument;
    ReviewCommands acts = new ReviewCommands(kit, vm);
    ReadingViewModel reading = new ReadingViewModel(background, kit.words(), vm::tell);
    TranslationViewModel translation =
        new TranslationViewModel(translations, background, kit.words());
    Command turn =
        kit.command(
            "text.turn", Optional.of(Keys.of(KeyCode.D)), reading::turn, vm.current().isNotNull());
    this.view = new ReviewView(kit, vm, acts, lit, media, argument, reading, turn, translation);
    List<Command> all = new ArrayList<>(acts.all());
    all.add(
        kit.command(
            "review.note",
            Optional.of(Keys.of(KeyCode.N)),
            view.bar()::focusNote,
            vm.current().isNotNull()));
    all.add(
        kit.command(
            "review.category",
            Optional.of(Keys.of(KeyCode.C)),
            view.bar()::chooseCategory,
            vm.actable()));
    all.add(
        kit.command(
            "review.clause",
            Optional.of(Keys.of(KeyCode.G)),
            view.bar()::chooseClause,
            vm.actable()));
    all.add(turn);
    all.add(
        kit.command(
            "text.translate",
            Optional.of(Keys.of(KeyCode.Y)),
            translation::turn,
            translation.possible()));
    all.addAll(media.commands());
    all.addAll(argument.commands());
    this.commands = List.copyOf(all);
  }

  /** The list of what comes next. */
  public SightOfRows<UpNextRow> rows() {
    return view.rows();
  }

  /** What draws the words of the case on the desk. */
  public List<Sight> sights() {
    return view.sights();
  }

  @Override
  public String id() {
    return "review";
  }

  @Override
  public Node node() {
    return view;
  }

  @Override
  public void shown() {
    subscriptions.close();
    vm.outbox().tick(kit.now().clock().instant());
    view.attach(subscriptions);
    subscriptions.add(Fx.every(SECOND, () -> vm.outbox().tick(kit.now().clock().instant())));
    media.shown().run();
    argument.shown().run();
    view.requestFocus();
  }

  @Override
  public void hidden() {
    subscriptions.close();
    media.hidden().run();
    argument.hidden().run();
  }

  @Override
  public List<Command> commands() {
    return commands;
  }
}
