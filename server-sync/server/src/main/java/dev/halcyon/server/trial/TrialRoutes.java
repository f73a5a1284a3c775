package dev.halcyon.server.trial;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.ChangedItem;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Rejudgement;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.WhatIfJob;
import dev.halcyon.protocol.WhatIfReport;
import dev.halcyon.protocol.WhatIfRequest;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.item.Excerpts;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.store.Database;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trials over HTTP. Excerpts go to those alone who may see content at the desk. Thread-safe. */
final class TrialRoutes {
  private static final Set<Role> SEE_CONTENT = EnumSet.of(Role.REVIEWER, Role.LEAD, Role.APPEALS);

  private final Database database;
  private final WhatIfs trials;
  private final Shadows shadows;
  private final Rejudgements rejudgements;
  private final ItemRepository items = new ItemRepository();

  TrialRoutes(Database database, WhatIfs trials, Shadows shadows, Rejudgements rejudgements) {
    this.database = database;
    this.trials = trials;
    this.shadows = shadows;
    this.rejudgements = rejudgements;
  }

  void bind(Router router) {
    router.on(
        Routes.WHAT_IF,
        exchange ->
            exchange.json(
                202,
                trials.begin(
                    exchange.principal().id().toString(),
                    version(exchange.path("version")),
                    exchange.bodyLength() == 0
                        ? new WhatIfRequest(null, null, null, null)
                        : exchange.body(WhatIfRequest.class))));
    router.on(
        Routes.WHAT_IF_JOB,
        exchange -> exchange.json(shown(exchange, trials.get(exchange.id("id")))));
    router.on(
        Routes.WHAT_IF_CANCEL,
        exchange -> exchange.json(shown(exchange, trials.cancel(exchange.id("id")))));
    router.on(
        Routes.POLICY_SHADOWED,
        exchange ->
            exchange.json(shown(exchange, shadows.report(version(exchange.path("version"))))));
    router.on(Routes.ITEM_REJUDGE, this::rejudge);
  }

  private void rejudge(Exchange exchange) {
    String version = exchange.query("version").orElse("");
    Rejudgement made =
        rejudgements.rejudge(
            exchange.principal().id().toString(), exchange.id("itemId"), version(version));
    exchange.json(exchange.principal().hasAny(SEE_CONTENT) ? made : withoutWords(made));
  }

  private static int version(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new UserProblem(
          "policy.unknown",
          "A policy version is a whole number.",
          "Use a version that GET /v1/policies lists.");
    }
  }

  private WhatIfJob shown(Exchange exchange, WhatIfJob job) {
    return new WhatIfJob(
        job.id(),
        job.version(),
        job.against(),
        job.state(),
        job.total(),
        job.done(),
        job.failure(),
        shown(exchange, job.report()),
        job.startedAt(),
        job.endedAt());
  }

  private WhatIfReport shown(Exchange exchange, WhatIfReport report) {
    if (!exchange.principal().hasAny(SEE_CONTENT)) {
      return report;
    }
    List<ChangedItem> examples = report.examples().stream().map(this::withExcerpt).toList();
    return new WhatIfReport(
        report.judged(),
        report.changed(),
        report.unanswered(),
        report.byModel(),
        report.missing(),
        report.categories(),
        report.regions(),
        report.languages(),
        examples);
  }

  private ChangedItem withExcerpt(ChangedItem example) {
    @Nullable String excerpt =
        database
            .read(handle -> items.find(handle, example.item()))
            .map(item -> Excerpts.of(item.text()))
            .orElse(null);
    return new ChangedItem(
        example.item(),
        example.before(),
        example.after(),
        example.category(),
        example.region(),
        example.language(),
        excerpt);
  }

  /** What a rule or model matched is content: its place and source are told, its words are not. */
  private static Rejudgement withoutWords(Rejudgement made) {
    return new Rejudgement(
        made.id(),
        made.item(),
        made.policy(),
        made.verdict(),
        made.complete(),
        made.assessments().stream().map(TrialRoutes::withoutWords).toList(),
        made.at());
  }

  private static Assessment withoutWords(Assessment said) {
    return new Assessment(
        said.id(),
        said.tier(),
        said.stage(),
        said.status(),
        said.note(),
        said.verdict(),
        said.scores(),
        said.evidence().stream().map(TrialRoutes::withoutWords).toList(),
        said.model(),
        said.policy(),
        said.inputHash(),
        said.origin(),
        said.latencyMicros(),
        said.costMicros(),
        said.at());
  }

  private static Evidence withoutWords(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Words words ->
          new Evidence.Words(
              words.category(), words.weight(), words.source(), words.start(), words.end(), "");
      case Evidence.Region region ->
          new Evidence.Region(
              region.category(),
              region.weight(),
              region.source(),
              region.mediaId(),
              region.frame(),
              region.box(),
              "");
      case Evidence.Seconds seconds ->
          new Evidence.Seconds(
              seconds.category(),
              seconds.weight(),
              seconds.source(),
              seconds.mediaId(),
              seconds.from(),
              seconds.to(),
              "");
      case Evidence.Frame frame -> frame;
      case Evidence.Unrecognised other -> other;
    };
  }
}
