package dev.halcyon.app;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.command.CommandRegistry;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.review.ReviewViewModel;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.app.shell.FrameView;
import dev.halcyon.app.shell.FrameViewModel;
import dev.halcyon.app.shell.GuardedServer;
import dev.halcyon.app.wellness.ExposureArc;
import dev.halcyon.app.wellness.ExposureBook;
import dev.halcyon.app.wellness.ExposureRecorder;
import dev.halcyon.client.SyncClient;
import dev.halcyon.client.desk.Desk;
import dev.halcyon.client.desk.DeskOptions;
import dev.halcyon.client.draft.DraftStore;
import dev.halcyon.client.exposure.ExposureLedger;
import dev.halcyon.client.outbox.Outbox;
import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.UserProblem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One person's session from sign-in to close: the desk, the screens on it and the frame round them.
 * Used on the JavaFX thread, except {@link #prepare} {@link #end} and {@link #signOut}, which
 * block.
 */
public final class Workday {
  private final Prepared prepared;
  private final Words words;
  private final DeskWatch watch;
  private final FrameViewModel frameModel;
  private final FrameView frame;
  private final ReviewViewModel review;
  private final ExposureRecorder recorder;
  private final Subscriptions subscriptions;

  /**
   * What a session starts from.
   *
   * @param book what this person saw, on disk
   * @param drafts what this person typed for cases not decided yet, on disk
   * @param notice what was found damaged in the outbox or the drafts, and where it is kept
   */
  public record Prepared(
      SyncClient client,
      Account account,
      Desk desk,
      ExposureBook book,
      DraftStore drafts,
      Optional<UserProblem> notice) {}

  /**
   * Where a person was when their session ended.
   *
   * @param account whose it was; nobody else is brought there
   * @param screen the id of the screen that showed
   * @param caseId the case that was theirs
   */
  public record Whereabouts(UUID account, String screen, Optional<UUID> caseId) {}

  private Workday(
      Prepared prepared,
      Words words,
      DeskWatch watch,
      FrameViewModel frameModel,
      FrameView frame,
      Screens screens,
      Subscriptions subscriptions) {
    this.prepared = prepared;
    this.words = words;
    this.watch = watch;
    this.frameModel = frameModel;
    this.frame = frame;
    this.review = screens.review();
    this.recorder = screens.recorder();
    this.subscriptions = subscriptions;
  }

  /**
   * Opens the signed-in account's outbox, drafts and exposure ledger and makes its desk. Blocks for
   * the disk.
   *
   * @throws UserProblem when one of them cannot be opened
   */
  public static Prepared prepare(SyncClient client, Account account, Services services) {
    Fx.mustNotBlock("opening the outbox");
    services.kit().words().warm();
    Outbox outbox =
        Outbox.open(
            Outbox.fileFor(services.data(), account.id()),
            account.id(),
            services.kit().now().clock());
    DraftStore drafts = drafts(account, services, outbox);
    ExposureBook book = book(client, account, services, outbox, drafts);
    Optional<UserProblem> notice =
        Optional.ofNullable(outbox.notice())
            .or(() -> Optional.ofNullable(drafts.notice()))
            .map(UserProblem::new);
    Duration undo = Duration.ofSeconds(services.preferences().get().undoSeconds());
    Desk desk =
        Desk.on(new GuardedServer(client), outbox, DeskOptions.DEFAULT.withUndoWindow(undo));
    return new Prepared(client, account, desk, book, drafts, notice);
  }

  private static DraftStore drafts(Account account, Services services, Outbox outbox) {
    try {
      DraftStore drafts =
          DraftStore.open(
              DraftStore.fileFor(services.data(), account.id()),
              account.id(),
              services.kit().now().clock());
      // Decided just before a crash: the outbox has all of it.
      outbox.entries().forEach(made -> drafts.drop(made.caseId()));
      return drafts;
    } catch (UserProblem e) {
      outbox.close();
      throw e;
    }
  }

  private static ExposureBook book(
      SyncClient client, Account account, Services services, Outbox outbox, DraftStore drafts) {
    try {
      ExposureLedger ledger =
          ExposureLedger.open(
              ExposureLedger.fileFor(services.data(), account.id()),
              account.id(),
              services.kit().now().clock());
      return new ExposureBook(ledger, client, services.kit().now().zone());
    } catch (UserProblem e) {
      drafts.close();
      outbox.close();
      throw e;
    }
  }

  /**
   * Builds the screens and begins.
   *
   * @param signOut what the person asks for who signs out
   */
  public static Workday begin(
      Prepared prepared, Services services, CommandRegistry registry, Runnable signOut) {
    DeskWatch watch = new DeskWatch();
    FrameViewModel frameModel =
        new FrameViewModel(prepared.account(), watch, services.kit().words(), services.kit().now());
    AtomicReference<Consumer<String>> go = new AtomicReference<>(_ -> {});
    Command leave =
        services.kit().command("session.sign_out", Optional.empty(), signOut, Command.always());
    Screens screens =
        Screens.of(prepared, services, watch, registry, id -> go.get().accept(id), leave);
    Subscriptions subscriptions = new Subscriptions();
    ExposureArc arc =
        new ExposureArc(
            services.kit(), screens.own(), () -> go.get().accept("wellness"), subscriptions);
    FrameView frame =
        new FrameView(services.kit(), frameModel, registry, screens.places(), List.of(arc));
    Command keys =
        services
            .kit()
            .command(
                "go.keys",
                Optional.empty(),
                () -> {
                  frame.show("settings");
                  screens.settings().showKeys();
                },
                Command.always());
    registry.addGlobal(List.of(keys, leave));
    go.set(frame::show);
    new Finds(prepared, services, watch, screens, frame).install();
    Workday day =
        new Workday(
            prepared, services.kit().words(), watch, frameModel, frame, screens, subscriptions);
    screens.recorder().watch(frame.node());
    Breaks.begin(prepared.desk(), services, watch, screens, frame, registry, subscriptions);
    prepared.notice().ifPresent(problem -> frame.problem(problem, Optional.empty()));
    day.subscriptions.add(
        watch.onProblem(
            problem -> {
              // The review desk says it beside its case.
              if (!frame.showing().equals("review")) {
                frame.problem(new UserProblem(problem), Optional.empty());
              }
            }));
    services
        .background()
        .run(
            services.kit().words().say("workday.starting"),
            () -> {
              AutoCloseable listening = prepared.desk().listen(watch);
              prepared.desk().start();
              return listening;
            })
        .then(
            listening -> {
              day.subscriptions.add(listening);
              // After the desk, which has to hear first when the session is over already.
              day.recorder.exchange();
            })
        .fail(problem -> frame.problem(problem, Optional.empty()));
    frame.show(Screens.FIRST);
    return day;
  }

  /** The frame, to put into the scene. */
  public FrameView frame() {
    return frame;
  }

  /** The desk's state. */
  public DeskWatch watch() {
    return watch;
  }

  /** Where the person is, to come back to after signing in again. */
  public Whereabouts whereabouts() {
    return new Whereabouts(prepared.account().id(), frame.showing(), review.mine());
  }

  /** Goes on where the person was, if it was they: the same screen, the same case. */
  public void goOn(Whereabouts place) {
    if (place.account().equals(prepared.account().id())) {
      if (frame.has(place.screen())) {
        frame.show(place.screen());
      }
      place.caseId().ifPresent(review::open);
    }
  }

  /** Takes the screens down; on the JavaFX thread, before {@link #end}. */
  public void leave() {
    recorder.close();
    frame.close();
    frameModel.close();
    subscriptions.close();
  }

  /**
   * Returns the open case, sends what is due and closes the outbox. Blocks some seconds at most.
   */
  public void end() {
    Fx.mustNotBlock("closing the desk");
    prepared.desk().close();
    try (DraftStore _ = prepared.drafts()) {
      prepared.book().close();
    } finally {
      prepared.client().close();
    }
  }

  /**
   * Like {@link #end}, and ends the session on the server too.
   *
   * @throws UserProblem {@code session.not-told} when the server did not hear of it: here nobody is
   *     signed in any more all the same
   */
  public void signOut() {
    Fx.mustNotBlock("signing out");
    prepared.desk().close();
    try (DraftStore _ = prepared.drafts()) {
      prepared.book().close();
      prepared.client().signOut();
    } catch (UserProblem e) {
      throw new UserProblem(
          "session.not-told",
          words.say("session.not_told", String.valueOf(e.getMessage())),
          words.say("session.not_told.remedy"),
          e);
    } finally {
      prepared.client().close();
    }
  }
}
