package dev.halcyon.app.bench;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.fx.Background;
import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Look;
import dev.halcyon.app.kit.Now;
import dev.halcyon.app.kit.Problems;
import dev.halcyon.app.kit.Theme;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.queue.QueueFilter;
import dev.halcyon.app.queue.QueueScreen;
import dev.halcyon.app.queue.QueueViewModel;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.app.testing.Cases;
import dev.halcyon.app.testing.ModelServer;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.Priority;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.stage.Stage;

/**
 * The queue screen over 100,000 cases, on the Headless platform: processor time of the JavaFX
 * thread from each act to the end of the frame that shows it, and of the longest single frame.
 * Prints {@code figure queue.<act> <ms> ms} and {@code figure queue.<act>.longest-frame <ms> ms}.
 */
public final class QueueBench {
  private static final int CASES = 100_000;
  private static final int TIMES = 5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final ModelServer server = new ModelServer();
  private final DeskWatch watch = new DeskWatch();
  private final QueueViewModel model;
  private final QueueScreen screen;
  private final ListView<?> list;

  private QueueBench(Background background) {
    Words words = Words.in(Locale.ENGLISH);
    Kit kit = new Kit(words, new Now(Clock.systemDefaultZone()));
    List<CaseSummary> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      Category category = Category.values()[i % 13];
      cases.add(Cases.waiting(i, Priority.values()[i % 3], 60 + i, category, "Words of case " + i));
    }
    server.cases.addAll(cases);
    model =
        new QueueViewModel(
            server::cases,
            watch,
            new QueueViewModel.Opening() {
              @Override
              public void open(UUID caseId) {}

              @Override
              public boolean openNext() {
                return false;
              }
            },
            () -> {},
            background,
            words,
            Fx::after);
    screen = new QueueScreen(kit, model, new SimpleObjectProperty<>(Look.DEFAULT), List.of("en"));
    Scene scene = new Scene((Parent) screen.node(), 1000, 900);
    Theme.apply(scene, Look.DEFAULT.withAppearance(Look.Appearance.LIGHT));
    Stage stage = new Stage();
    stage.setScene(scene);
    stage.show();
    list =
        screen.node().lookupAll(".list-view").stream()
            .map(ListView.class::cast)
            .filter(each -> words.say("queue.cases").equals(each.getAccessibleText()))
            .findFirst()
            .orElseThrow();
  }

  public static void main(String[] args) {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    Words words = Words.in(Locale.ENGLISH);
    Background background =
        Background.lanes((title, thrown) -> new Problems(words).explain(title, thrown));
    Fx.startToolkit();
    words.warm(); // as signing in does, off the JavaFX thread
    QueueBench bench = onFx(() -> new QueueBench(background));
    bench.run();
    System.exit(0);
  }

  private static <T> T onFx(java.util.concurrent.Callable<T> work) {
    return Fx.onFx(work).toCompletableFuture().join();
  }

  private void run() {
    // The first time also loads classes and fonts, see FirstOpen; then it is left and opened again.
    act("bare-first-open", screen::shown, () -> !model.cases().isEmpty());
    for (int time = 0; time < TIMES; time++) {
      act("leave", screen::hidden, () -> true);
      act("open", screen::shown, () -> !model.cases().isEmpty());
    }
    for (int time = 0; time < TIMES; time++) {
      Priority wanted = Priority.values()[time % 3];
      act(
          "filter",
          () -> model.filter(new QueueFilter(null, wanted, null, null, null)),
          () -> !model.cases().isEmpty() && model.cases().getFirst().priority() == wanted);
    }
    act("filter", () -> model.filter(QueueFilter.ANY), () -> model.cases().size() >= 100);
    loadAll();
    for (int time = 1; time <= TIMES; time++) {
      int to = time * CASES / (TIMES + 1);
      act("scroll", () -> list.scrollTo(to), () -> true);
    }
    for (int time = 0; time < TIMES; time++) {
      act("select-all", () -> command("queue.choose_all").fire(), () -> true);
      act("copy-ids", () -> command("queue.copy_ids").fire(), () -> true);
      act("select-none", () -> command("queue.choose_none").fire(), () -> true);
    }
    onFx(
        () -> {
          command("queue.choose_all").fire(); // one of many chosen is resolved below
          return true;
        });
    for (int time = 0; time < TIMES; time++) {
      CaseSummary gone = onFx(() -> model.cases().get(CASES / 2));
      act(
          "resolve-one",
          () -> watch.caseChanged(decided(gone)),
          () -> !model.cases().get(CASES / 2).id().equals(gone.id()));
    }
    report();
  }

  private Command command(String id) {
    return screen.commands().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** As a reader does who scrolls to the end: page after page. */
  private void loadAll() {
    while (onFx(() -> model.cases().size()) < CASES) {
      int before = onFx(() -> model.cases().size());
      act("next-page", model::nearEnd, () -> model.cases().size() > before);
    }
  }

  private static Change decided(CaseSummary of) {
    CaseSummary now =
        Cases.summary(
            (int) (of.id().getLeastSignificantBits() & 0xffffff),
            of.priority(),
            60,
            of.category(),
            "en",
            "",
            List.of(),
            CaseState.DECIDED,
            null);
    return new Change(1, ChangeKind.CASE_DECIDED, of.id().toString(), now, Cases.NOON);
  }

  private record Took(String name, double total, double frame) {}

  private final List<Took> took = new ArrayList<>();

  private void act(String name, Runnable act, BooleanSupplier done) {
    CompletableFuture<Took> end = new CompletableFuture<>();
    Fx.run(
        () -> {
          long begun = THREADS.getCurrentThreadCpuTime();
          act.run();
          new AnimationTimer() {
            private long frame = begun;
            private double longest;
            private int afterwards;

            @Override
            public void handle(long now) {
              long time = THREADS.getCurrentThreadCpuTime();
              longest = Math.max(longest, (time - frame) / 1e6);
              frame = time;
              // The frame after the one in which it is there has drawn it.
              afterwards += done.getAsBoolean() ? 1 : 0;
              if (afterwards == 2) {
                stop();
                end.complete(new Took(name, (time - begun) / 1e6, longest));
              }
            }
          }.start();
        });
    took.add(end.orTimeout(60, TimeUnit.SECONDS).join());
  }

  private void report() {
    took.stream()
        .map(Took::name)
        .distinct()
        .forEach(
            name -> {
              List<Took> all = took.stream().filter(each -> each.name().equals(name)).toList();
              figure("queue." + name, all.stream().mapToDouble(Took::total).max().orElseThrow());
              figure(
                  "queue." + name + ".longest-frame",
                  all.stream().mapToDouble(Took::frame).max().orElseThrow());
            });
  }

  private static void figure(String name, double millis) {
    System.out.printf(Locale.ROOT, "figure %s %.1f ms%n", name, millis);
  }
}
