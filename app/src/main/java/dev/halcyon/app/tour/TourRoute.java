package dev.halcyon.app.tour;

import dev.halcyon.app.Services;
import dev.halcyon.app.Workday;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.signin.SignInView;
import dev.halcyon.app.signin.SignInViewModel;
import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.Connection;
import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;

/** The tour's way through the workbench, screen by screen. Walks on a lane of its own. */
final class TourRoute {
  /** Cases looked into for one with a conversation before it, which shows more of the desk. */
  private static final int MOST_LOOKED_AT = 40;

  /** The pictures go into documents in English; the order of work is kept within. */
  private static final Comparator<CaseSummary> ENGLISH_FIRST =
      Comparator.comparing(summary -> !summary.language().equals("en"));

  private final Services services;
  private final Relay relay;
  private final Easel easel;
  private final CommandRegistry registry = new CommandRegistry();

  TourRoute(Services services, Relay relay, Path out) {
    this.services = services;
    this.relay = relay;
    this.easel = new Easel(out, services.background(), services.preferences().get().look());
  }

  /**
   * Walks it all; gives the pictures in order.
   *
   * @param token signs a reviewer in
   * @param lead signs a lead in, whose rail has more
   */
  List<Path> walk(String token, String lead) throws IOException {
    signIn();
    SyncClient client = new SyncClient(relay.address());
    Session session = client.signInOneTime(token);
    Morning.spend(services.data(), session.account().id(), services.kit().now().clock());
    Workday.Prepared prepared = Workday.prepare(client, session.account(), services);
    Workday day = Easel.onFx(() -> Workday.begin(prepared, services, registry, () -> {}));
    easel.hang(day.frame().node());
    easel.until("the queues are there", () -> !day.watch().queues().isEmpty());
    easel.until("the cases are loaded ahead", () -> !day.watch().upNext().isEmpty());
    easel.paint("02-queue");
    review(day, prepared);
    ownDay(day);
    show(day, "settings");
    easel.paint("07-settings");
    fire("go.keys");
    easel.paint("07-settings-keys");
    show(day, "outbox");
    easel.paint("08-outbox");
    machine(lead);
    easel.hang(day.frame().node());
    show(day, "queue");
    easel.until("the queue is there again", () -> true);
    Easel.onFx(
        () -> {
          day.frame().showKeys();
          return true;
        });
    easel.paint("09-actions-and-keys");
    fire("overlay.close");
    fire("frame.find");
    easel.paint("11-find-anything");
    fire("overlay.close");
    relay.cut();
    offline(day);
    Easel.onFx(
        () -> {
          day.leave();
          return true;
        });
    day.end();
    return easel.pictures();
  }

  /** The form, and what a real refusal looks like. */
  private void signIn() throws IOException {
    SignInViewModel<Session> model =
        Easel.onFx(
            () ->
                new SignInViewModel<>(
                    services.background(),
                    services.kit().words(),
                    (server, account, password) -> {
                      try (SyncClient client = new SyncClient(server)) {
                        return client.signIn(account, password);
                      }
                    },
                    _ -> {}));
    easel.hang(Easel.onFx(() -> new SignInView(services.kit(), model).node()));
    Easel.onFx(
        () -> {
          model.server().set(relay.address().toString());
          model.account().set("ana");
          return true;
        });
    easel.paint("00-sign-in");
    Easel.onFx(
        () -> {
          model.password().set("not the password");
          model.signIn();
          return true;
        });
    easel.until("the sign-in is refused", () -> model.state().get().problem().isPresent());
    easel.paint("01-sign-in-refused");
  }

  private void review(Workday day, Workday.Prepared prepared) throws IOException {
    review(day, prepared, "03-review-text", TourRoute::isText);
    fire("tab.next");
    fire("tab.next");
    easel.paint("03-review-history");
    review(day, prepared, "04-review-picture", picture -> has(picture, Modality.IMAGE));
    review(day, prepared, "05-review-video", video -> has(video, Modality.VIDEO));
    play(day);
    review(day, prepared, "", TourRoute::isText);
    fire("rescan.run");
    easel.until("the local engine has answered", () -> true);
    easel.paint("06-review-rescan");
    prepared.desk().release();
  }

  /** The film on show plays, filtered, and stands still where it is painted. */
  private void play(Workday day) throws IOException {
    fire("player.toggle");
    easel.until(
        "the film plays",
        () -> day.frame().node().lookup(".film") instanceof Node film && film.isVisible());
    fire("player.toggle");
    easel.paint("05-review-video-playing");
  }

  private static boolean isText(CaseSummary summary) {
    return summary.media().stream().allMatch(kind -> kind == Modality.TEXT);
  }

  private static boolean has(CaseSummary summary, Modality kind) {
    return summary.media().contains(kind);
  }

  private void review(
      Workday day, Workday.Prepared prepared, String name, Predicate<CaseSummary> wanted)
      throws IOException {
    List<CaseSummary> cases = prepared.client().cases(CaseFilter.WAITING.withLimit(500)).cases();
    List<CaseSummary> fitting = cases.stream().filter(wanted).sorted(ENGLISH_FIRST).toList();
    CaseSummary chosen =
        fitting.stream()
            .limit(MOST_LOOKED_AT)
            .filter(c -> !prepared.client().detail(c.id()).item().conversation().isEmpty())
            .findFirst()
            .or(() -> fitting.stream().findFirst())
            .orElseThrow(
                () ->
                    new UserProblem(
                        "tour.no-case",
                        "No case waits that the tour could show as " + name + ".",
                        "Start the server with --sample and send the sample items."));
    prepared.desk().open(chosen.id());
    show(day, "review");
    easel.until(
        "the case is on the desk", () -> day.watch().open().get().equals(Optional.of(chosen.id())));
    if (!name.isEmpty()) {
      easel.paint(name);
    }
  }

  /** What a lead sees of the machine, and of the policy where an overlay is merged in. */
  private void machine(String token) throws IOException {
    SyncClient client = new SyncClient(relay.address());
    Session session = client.signInOneTime(token);
    Workday.Prepared prepared = Workday.prepare(client, session.account(), services);
    Workday day =
        Easel.onFx(() -> Workday.begin(prepared, services, new CommandRegistry(), () -> {}));
    easel.hang(day.frame().node());
    show(day, "machine");
    easel.paint("11-machine");
    ScrollPane page = Easel.onFx(() -> (ScrollPane) day.frame().node().lookup(".machine-page"));
    Easel.onFx(
        () -> {
          @SuppressWarnings("unchecked")
          ComboBox<String> regions = (ComboBox<String>) page.getContent().lookup(".combo-box");
          regions.setValue("DE");
          return true;
        });
    easel.until("the policy of Germany is there", () -> true);
    Easel.onFx(
        () -> {
          page.setVvalue(0.5);
          return true;
        });
    easel.paint("12-machine-policy");
    show(day, "plan");
    easel.until("the plan is made", () -> day.frame().node().lookup(".plan-chart") != null);
    easel.paint("14-plan");
    Easel.onFx(
        () -> {
          day.leave();
          return true;
        });
    day.end();
  }

  /** The page of a made-up morning: the tour itself paints where nobody sees anything. */
  private void ownDay(Workday day) throws IOException {
    show(day, "wellness");
    fire("wellness.refresh");
    easel.until("the server has answered", () -> true);
    easel.paint("13-my-day");
    fire("break.begin");
    easel.until("the break is on", () -> day.frame().node().lookup(".break-page").isVisible());
    easel.paint("15-break");
    fire("break.end");
  }

  private void offline(Workday day) throws IOException {
    easel.until(
        "the workbench has noticed that the server is gone",
        () -> day.watch().connection().get() instanceof Connection.Offline);
    fire("queue.refresh");
    easel.until("the queue has noticed too", () -> true);
    easel.paint("10-offline");
  }

  private void show(Workday day, String id) {
    Easel.onFx(
        () -> {
          day.frame().show(id);
          return true;
        });
    easel.until("the screen " + id + " is loaded", () -> day.frame().showing().equals(id));
  }

  /** Does a command as its key would. */
  private void fire(String id) {
    Easel.onFx(
        () -> {
          registry.active().stream()
              .filter(command -> command.id().equals(id))
              .findFirst()
              .map(
                  command -> {
                    command.fire();
                    return command;
                  })
              .orElseThrow(() -> new IllegalStateException("no command " + id + " is active"));
          return true;
        });
  }
}
