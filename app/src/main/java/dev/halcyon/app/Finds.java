package dev.halcyon.app;

import dev.halcyon.app.kit.Emoji;
import dev.halcyon.app.kit.Excerpts;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.queue.QueueFilter;
import dev.halcyon.app.review.DecisionForm;
import dev.halcyon.app.shell.DeskWatch;
import dev.halcyon.app.shell.FrameView;
import dev.halcyon.app.shell.PaletteEntry;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ResolvedPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the palette finds beside actions: the queues, the cases that are loaded, and the clauses of
 * the policy in force. Used on the JavaFX thread.
 *
 * <p>Choosing a clause puts it into the decision where a case is open, else it shows the waiting
 * cases of its category.
 */
final class Finds {
  /** The region of items that name none: the policy without an overlay. */
  private static final String NO_REGION = "ZZ";

  private final Workday.Prepared prepared;
  private final Services services;
  private final DeskWatch watch;
  private final Screens screens;
  private final FrameView frame;
  private Optional<ResolvedPolicy> policy = Optional.empty();
  private boolean asking;

  Finds(
      Workday.Prepared prepared,
      Services services,
      DeskWatch watch,
      Screens screens,
      FrameView frame) {
    this.prepared = prepared;
    this.services = services;
    this.watch = watch;
    this.screens = screens;
    this.frame = frame;
  }

  void install() {
    frame.find(this::queues);
    frame.find(this::cases);
    frame.find(this::clauses);
  }

  private Words words() {
    return services.kit().words();
  }

  private List<PaletteEntry> queues() {
    return watch.queues().stream()
        .map(
            queue ->
                new PaletteEntry(
                    PaletteEntry.Kind.QUEUE,
                    queue.title(),
                    words().say("find.queue", queue.depth()),
                    () -> filter(QueueFilter.ANY.withQueue(queue.id()))))
        .toList();
  }

  private void filter(QueueFilter filter) {
    frame.show("queue");
    screens.queue().filter(filter);
  }

  /** Those loaded ahead first, then the rows of the queue's list. */
  private List<PaletteEntry> cases() {
    Map<UUID, CaseSummary> found = new LinkedHashMap<>();
    watch.upNext().stream()
        .map(LoadedCase::summary)
        .forEach(summary -> found.put(summary.id(), summary));
    screens.queue().cases().forEach(summary -> found.putIfAbsent(summary.id(), summary));
    return found.values().stream().map(this::entry).toList();
  }

  private PaletteEntry entry(CaseSummary summary) {
    String line = Emoji.drawn(Excerpts.line(summary.excerpt()));
    return new PaletteEntry(
        PaletteEntry.Kind.CASE,
        words()
            .say(
                "find.case",
                words().name(summary.priority()),
                words().name(summary.category()),
                words().language(summary.language())),
        line.isEmpty() ? words().say("find.case.no_words") : line,
        () -> open(summary.id()));
  }

  private void open(UUID caseId) {
    services
        .background()
        .run(words().say("queue.opening"), () -> prepared.desk().open(caseId))
        .then(_ -> frame.show("review"))
        .fail(problem -> frame.problem(problem, Optional.empty()));
  }

  /** Those known; the policy in force is asked for anew each time, and shown as soon as it came. */
  private List<PaletteEntry> clauses() {
    if (!asking) {
      asking = true;
      services
          .background()
          .run(words().say("review.policy_work"), () -> prepared.client().currentPolicy(NO_REGION))
          .then(this::arrived)
          .fail(_ -> asking = false);
    }
    List<PaletteEntry> entries = new ArrayList<>();
    policy.ifPresent(known -> known.categories().forEach(of -> entries.addAll(entries(of))));
    return entries;
  }

  private void arrived(ResolvedPolicy known) {
    boolean news = !policy.map(ResolvedPolicy::ref).equals(Optional.of(known.ref()));
    policy = Optional.of(known);
    if (news) {
      frame.foundMore();
    }
    asking = false;
  }

  private List<PaletteEntry> entries(CategoryPolicy of) {
    String category = words().name(of.category());
    return of.clauses().stream()
        .map(
            clause ->
                new PaletteEntry(
                    PaletteEntry.Kind.CLAUSE,
                    words().say("find.clause", clause.id(), clause.title()),
                    words()
                        .say(
                            takes(of.category()) ? "find.clause.decide" : "find.clause.list",
                            category),
                    () -> choose(of.category(), clause)))
        .toList();
  }

  private boolean takes(Category category) {
    return screens.review().actable().get()
        && screens.review().form().categories().contains(category);
  }

  private void choose(Category category, Clause clause) {
    if (!takes(category)) {
      filter(QueueFilter.ANY.withCategory(category));
      return;
    }
    frame.show("review");
    DecisionForm form = screens.review().form();
    form.category().set(category);
    form.clauses().stream()
        .filter(of -> of.id().equals(clause.id()))
        .findFirst()
        .ifPresent(form.clause()::set);
  }
}
