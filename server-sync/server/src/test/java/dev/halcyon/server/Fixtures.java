package dev.halcyon.server;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleSource;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.SlaSpec;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.item.JudgementRepository;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Policies, items and cases for tests, made as intake would make them. */
public final class Fixtures {
  private Fixtures() {}

  /** A policy with violence P0, hate P1, spam P2, an escalation queue and one queue for all. */
  public static ResolvedPolicy policy(int version) {
    return new ResolvedPolicy(
        new PolicyRef("test-policy", version, null),
        "Test policy " + version,
        List.of(
            category(Category.VIOLENCE, Priority.P0, "V1"),
            category(Category.HATE, Priority.P1, "H1"),
            category(Category.SPAM, Priority.P2, version == 1 ? "S1" : "S2")),
        List.of(),
        List.of(),
        List.of(
            new QueueSpec(
                "critical",
                "Critical",
                List.of(),
                List.of(),
                List.of(Priority.P0),
                List.of(),
                false),
            new QueueSpec(
                "german", "German", List.of(), List.of("de"), List.of(), List.of(), false),
            new QueueSpec("general", "General", List.of(), List.of(), List.of(), List.of(), false),
            new QueueSpec(
                "escalated", "Escalated", List.of(), List.of(), List.of(), List.of(), true)),
        List.of(
            new SlaSpec(Priority.P0, 900, 1_000_000),
            new SlaSpec(Priority.P1, 3600, 10_000),
            new SlaSpec(Priority.P2, 86_400, 0)),
        true,
        Verdict.REVIEW);
  }

  private static CategoryPolicy category(Category category, Priority priority, String clause) {
    return new CategoryPolicy(
        category,
        category.id(),
        SeverityBand.MODERATE,
        priority,
        List.of(new Clause(clause, category, "Clause " + clause, "What it forbids.", List.of())),
        List.of());
  }

  public static Item item(String text) {
    return item(text, "en", 10, Instant.now());
  }

  public static Item item(String text, String language, long reach, Instant received) {
    return item(text, language, reach, received, "author-1");
  }

  public static Item item(
      String text, String language, long reach, Instant received, String author) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    Instant at = received.truncatedTo(ChronoUnit.MICROS);
    return new Item(
        id,
        "harbor-social",
        "post-" + id,
        Surface.POST,
        language,
        "US",
        new Author(author, "Sam Rivers", 400, false),
        text,
        List.of(),
        List.of(),
        at,
        at,
        reach,
        Visibility.PENDING);
  }

  public static ScanResult review(Category category, double score, PolicyRef policy) {
    Rationale rationale =
        new Rationale(
            UuidCreator.getTimeOrderedEpoch(),
            RationaleSource.LOCAL,
            Verdict.REVIEW,
            category,
            null,
            score,
            List.of(),
            List.of(),
            policy,
            List.of(),
            Instant.now().truncatedTo(ChronoUnit.MICROS));
    return new ScanResult(
        Verdict.REVIEW,
        true,
        "en",
        List.of(new CategoryScore(category, score, new Threshold(0.5, 0.9))),
        List.of(),
        List.of(),
        rationale);
  }

  public static Report report(ReportSource source, Instant received) {
    return new Report(UuidCreator.getTimeOrderedEpoch(), source, Category.HATE, "", received);
  }

  /** Stores an item with its reports and makes its case, as intake does. */
  public static CaseSummary createCase(
      ServerContext context, Item item, Category category, double score, Report... reports) {
    return context
        .database()
        .inTransaction(handle -> createCase(handle, context, item, category, score, reports));
  }

  /** As above, in the caller's transaction. */
  public static CaseSummary createCase(
      Handle handle,
      ServerContext context,
      Item item,
      Category category,
      double score,
      Report... reports) {
    ResolvedPolicy policy = context.policies().current(handle, item.region());
    ScanResult result = review(category, score, policy.ref());
    JudgementRepository judgements = new JudgementRepository();
    new ItemRepository().insert(handle, item, false);
    judgements.addRationale(handle, item.id(), result.rationale());
    new ItemRepository()
        .conclude(
            handle,
            item.id(),
            true,
            Verdict.REVIEW,
            category,
            score,
            item.language(),
            policy.ref());
    for (Report report : reports) {
      addReport(handle, item.id(), report);
    }
    return context.cases().create(handle, item, result, policy);
  }

  /** Stores a report as one that came with its item. */
  public static void addReport(Handle handle, UUID item, Report report) {
    JudgementRepository.Notifier notifier =
        new JudgementRepository.Notifier(
            "reporter-1", null, null, null, null, report.receivedAt().plusSeconds(3600));
    new JudgementRepository().addReport(handle, item, report, notifier, Instant.now());
  }

  public static CaseSummary createCase(ServerContext context, String text) {
    return createCase(context, item(text), Category.HATE, 0.7);
  }

  /** A decision on an opened case, with hate as ground where the action needs one. */
  public static DecisionRequest decide(OpenedCase opened, DecisionAction action) {
    return decide(
        UuidCreator.getTimeOrderedEpoch(),
        opened.lease().caseId(),
        opened.detail().summary().version(),
        opened.lease().token(),
        action);
  }

  public static DecisionRequest decide(
      UUID id, UUID caseId, long version, long token, DecisionAction action) {
    boolean grounds = action != DecisionAction.ALLOW && action != DecisionAction.ESCALATE;
    @Nullable Category category = grounds ? Category.HATE : null;
    return new DecisionRequest(
        id,
        caseId,
        version,
        token,
        action,
        action == DecisionAction.RESTRICT
            ? List.of(dev.halcyon.protocol.Restriction.LABEL)
            : List.of(),
        category,
        grounds ? "H1" : null,
        "",
        null,
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        1500);
  }

  /**
   * The text of a policy with one category, spam, and one rule.
   *
   * @param block the score of the rule's match from which an item is blocked
   */
  public static String policyText(int version, String word, double block) {
    return """
    id: test
    version: %d
    title: Test
    sla: [{priority: P1, seconds: 60, raise_at_reach: 1000000}]
    stages: [{stage: text.rules}]
    categories:
      - category: spam
        title: Spam
        severity: neutral
        priority: P1
        thresholds: [{review: 0.5, block: %s}]
        clauses: [{id: A1, title: Scam, definition: A scam.}]
    queues:
      - {id: up, title: Up, escalation: true}
      - {id: all, title: All}
    rules:
      - {id: r1, title: Rule, kind: pattern, category: spam, clause: A1, terms: ['%s']}
    """
        .formatted(version, block, word);
  }
}
