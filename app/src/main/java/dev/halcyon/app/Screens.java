package dev.halcyon.app;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.machine.MachineScreen;
import dev.halcyon.app.machine.MachineViewModel;
import dev.halcyon.app.plan.PlanScreen;
import dev.halcyon.app.plan.PlanViewModel;
import dev.halcyon.app.queue.QueueScreen;
import dev.halcyon.app.queue.QueueViewModel;
import dev.halcyon.app.review.ReviewViewModel;
import dev.halcyon.app.settings.EngineFacts;
import dev.halcyon.app.settings.KeysViewModel;
import dev.halcyon.app.settings.OutboxScreen;
import dev.halcyon.app.settings.OutboxViewModel;
import dev.halcyon.app.settings.SettingsScreen;
import dev.halcyon.app.settings.SettingsViewModel;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.app.shell.GuardedServer;
import dev.halcyon.app.shell.GuardedWellness;
import dev.halcyon.app.shell.Place;
import dev.halcyon.app.shell.Preferences;
import dev.halcyon.app.shell.Screen;
import dev.halcyon.app.wellness.BalanceViewModel;
import dev.halcyon.app.wellness.ExposureRecorder;
import dev.halcyon.app.wellness.Metering;
import dev.halcyon.app.wellness.OwnBalance;
import dev.halcyon.app.wellness.WellnessScreen;
import dev.halcyon.app.wellness.WellnessViewModel;
import dev.halcyon.client.desk.Desk;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.protocol.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.input.KeyCode;
import org.kordamp.ikonli.feather.Feather;

/**
 * The screens of a session, each with its place on the rail. Immutable; JavaFX thread.
 *
 * @param places in the order of the rail
 * @param recorder meters what the review desk draws; it watches nothing yet
 * @param own what it has metered, in words
 * @param balance how the person stands with the server
 */
record Screens(
    List<Place> places,
    QueueViewModel queue,
    ReviewViewModel review,
    SettingsScreen settings,
    ExposureRecorder recorder,
    WellnessViewModel own,
    OwnBalance balance) {
  /** The screen a session begins with. */
  static final String FIRST = "queue";

  /** Who sees what the machine does; the server gives its figures to these. */
  private static final Set<Role> MACHINE = Set.of(Role.LEAD, Role.POLICY, Role.AUDITOR, Role.ADMIN);

  /** Who plans the team's hours. */
  private static final Set<Role> PLAN = Set.of(Role.LEAD, Role.ADMIN);

  /**
   * Makes them.
   *
   * @param go shows the screen with an id
   * @param signOut ends the session
   */
  static Screens of(
      Workday.Prepared prepared,
      Services services,
      DeskWatch watch,
      CommandRegistry registry,
      Consumer<String> go,
      Command signOut) {
    QueueViewModel queue = queueModel(prepared, services, watch, go);
    ReviewWiring.Wired review = ReviewWiring.of(prepared, services);
    SettingsScreen settings = settings(prepared, services, registry, signOut);
    QueueScreen list =
        new QueueScreen(
            services.kit(),
            queue,
            services.preferences().value().map(Preferences::look),
            prepared.account().languages());
    ExposureRecorder recorder =
        Metering.of(
            review.drawn().with(list.rows()),
            prepared.book(),
            services.kit(),
            services.background(),
            System::nanoTime);
    WellnessViewModel own =
        new WellnessViewModel(recorder.days(), recorder::exchange, services.kit());
    OwnBalance balance =
        new OwnBalance(
            new GuardedWellness(prepared.client().wellness()),
            () -> {
              Fx.mustNotBlock("asking for the policy");
              return prepared.client().basePolicy().resting();
            },
            services.background(),
            services.kit().words(),
            services.kit().now().clock()::instant);
    BalanceViewModel left = new BalanceViewModel(balance, services.kit());
    review.review().back().bind(left.back());
    List<Place> places =
        new ArrayList<>(places(prepared, services, watch, list, review, settings, own, left));
    if (!Collections.disjoint(prepared.account().roles(), MACHINE)) {
      places.add(
          new Place(machine(prepared, services), Feather.CPU, Keys.shortcut(KeyCode.DIGIT9), true));
    }
    if (!Collections.disjoint(prepared.account().roles(), PLAN)) {
      places.add(new Place(plan(services), Feather.USERS, Keys.shortcut(KeyCode.DIGIT6), true));
    }
    return new Screens(
        List.copyOf(places), queue, review.review(), settings, recorder, own, balance);
  }

  private static List<Place> places(
      Workday.Prepared prepared,
      Services services,
      DeskWatch watch,
      QueueScreen list,
      ReviewWiring.Wired review,
      SettingsScreen settings,
      WellnessViewModel own,
      BalanceViewModel left) {
    return List.of(
        new Place(list, Feather.INBOX, Keys.shortcut(KeyCode.DIGIT1), false),
        new Place(review.screen(), Feather.EYE, Keys.shortcut(KeyCode.DIGIT2), false),
        new Place(
            new WellnessScreen(services.kit(), own, left),
            Feather.PIE_CHART,
            Keys.shortcut(KeyCode.DIGIT7),
            true),
        new Place(
            outbox(prepared.desk(), services, watch),
            Feather.SEND,
            Keys.shortcut(KeyCode.DIGIT8),
            true),
        new Place(settings, Feather.SETTINGS, Keys.shortcut(KeyCode.COMMA), true));
  }

  private static QueueViewModel queueModel(
      Workday.Prepared prepared, Services services, DeskWatch watch, Consumer<String> go) {
    return new QueueViewModel(
        new GuardedServer(prepared.client())::cases,
        watch,
        opening(prepared.desk()),
        () -> go.accept("review"),
        services.background(),
        services.kit().words(),
        Fx::after);
  }

  private static QueueViewModel.Opening opening(Desk desk) {
    return new QueueViewModel.Opening() {
      @Override
      public void open(UUID caseId) {
        desk.open(caseId);
      }

      @Override
      public boolean openNext() {
        return desk.openNext().isPresent();
      }
    };
  }

  private static Screen outbox(Desk desk, Services services, DeskWatch watch) {
    OutboxViewModel.Acts acts =
        new OutboxViewModel.Acts() {
          @Override
          public void retry(UUID decisionId) {
            desk.retry(decisionId);
          }

          @Override
          public void giveUp(UUID decisionId) {
            desk.discard(decisionId);
          }
        };
    return new OutboxScreen(
        services.kit(),
        new OutboxViewModel(
            watch, acts, services.background(), services.kit().words(), services.kit().now()));
  }

  private static Screen machine(Workday.Prepared prepared, Services services) {
    return new MachineScreen(
        services.kit(),
        new MachineViewModel(
            new ServerMachine(prepared.client()), services.background(), services.kit().words()));
  }

  private static Screen plan(Services services) {
    return new PlanScreen(
        services.kit(), new PlanViewModel(services.background(), services.kit().words()));
  }

  private static SettingsScreen settings(
      Workday.Prepared prepared, Services services, CommandRegistry registry, Command signOut) {
    SettingsViewModel model =
        new SettingsViewModel(
            services.preferences(),
            services.background(),
            services.kit().words(),
            () -> {
              RescanEngine engine = services.engine().get();
              return new EngineFacts(engine.sandbox(), engine.models());
            });
    return new SettingsScreen(
        services.kit(),
        model,
        new KeysViewModel(registry, services.preferences(), services.kit().words()),
        new SettingsScreen.Session(prepared.account().displayName(), signOut),
        version());
  }

  /** The version in the jar, or "development" when run from class files. */
  private static String version() {
    return Optional.ofNullable(Screens.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
