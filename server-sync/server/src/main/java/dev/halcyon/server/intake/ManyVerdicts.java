package dev.halcyon.server.intake;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.cluster.Clusters;
import dev.halcyon.server.decision.DecisionRecord;
import dev.halcyon.server.intake.IntakeRepository.Known;
import dev.halcyon.server.intake.TextLane.Entry;
import dev.halcyon.server.item.AllowedRecords;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Writes new items with what was concluded about them, many in the caller's transaction. What the
 * machine allows at once costs a row in each of few tables: nobody can have it on a screen yet, so
 * it is no change to anybody, and receipt, verdict and decision are one entry of the audit log.
 * Everything else goes the way of a single item. Thread-safe.
 */
final class ManyVerdicts {
  private final AuditLog audit;
  private final Verdicts verdicts;
  private final Clock clock;
  private final ManyItems many = new ManyItems();
  private final AllowedRecords records = new AllowedRecords();
  private final IntakeRepository repository = new IntakeRepository();

  ManyVerdicts(AuditLog audit, Verdicts verdicts, Clock clock) {
    this.audit = audit;
    this.verdicts = verdicts;
    this.clock = clock;
  }

  /** Writes items that nobody knows yet; gives what their senders are answered. */
  Map<Entry, Known> write(Handle handle, List<Entry> fresh) {
    if (fresh.isEmpty()) {
      return Map.of();
    }
    List<ManyItems.NewItem> items = fresh.stream().map(ManyVerdicts::item).toList();
    many.saveAuthors(handle, items);
    many.insertItems(handle, items);
    List<Entry> plain = fresh.stream().filter(TextLane::isPlain).toList();
    Map<Entry, Known> outcome = new HashMap<>();
    allow(handle, plain, outcome);
    verdicts.prepare(
        handle,
        fresh.stream().filter(ManyVerdicts::isReviewed).map(ManyVerdicts::arriving).toList());
    for (Entry entry : fresh) {
      if (!outcome.containsKey(entry)) {
        outcome.put(entry, one(handle, entry));
      }
    }
    return outcome;
  }

  private static boolean isReviewed(Entry entry) {
    return entry.isJudged() && result(entry).verdict() == Verdict.REVIEW;
  }

  private static Clusters.Arriving arriving(Entry entry) {
    return new Clusters.Arriving(entry.item, result(entry).media(), policyOf(entry));
  }

  private static ManyItems.NewItem item(Entry entry) {
    boolean plain = TextLane.isPlain(entry);
    return new ManyItems.NewItem(
        entry.item,
        entry.consent,
        entry.hash,
        plain ? policy(entry) : null,
        plain ? score(entry) : 0,
        plain ? Objects.requireNonNull(entry.result).language() : entry.item.language());
  }

  private static PolicyRef policy(Entry entry) {
    return Objects.requireNonNull(entry.policy).ref();
  }

  private static double score(Entry entry) {
    return Objects.requireNonNull(entry.result).scores().stream()
        .mapToDouble(CategoryScore::score)
        .max()
        .orElse(0);
  }

  private Known one(Handle handle, Entry entry) {
    Intake.logReceipt(audit, handle, entry.sender, entry.item);
    if (entry.isJudged()) {
      verdicts.concludeNew(
          handle,
          entry.item.id(),
          Objects.requireNonNull(entry.policy),
          Objects.requireNonNull(entry.result),
          !entry.heard);
    }
    return repository.get(handle, entry.item.id());
  }

  private void allow(Handle handle, List<Entry> plain, Map<Entry, Known> outcome) {
    if (plain.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    List<DecisionRecord> decisions = new ArrayList<>();
    List<AuditLog.Fact> facts = new ArrayList<>();
    for (Entry entry : plain) {
      DecisionRecord decision = decision(entry, now);
      decisions.add(decision);
      facts.add(fact(entry, decision));
      outcome.put(
          entry,
          new Known(
              entry.item.id(), true, Verdict.ALLOW, Visibility.VISIBLE, category(entry), null));
    }
    records.insert(
        handle, plain.stream().map(entry -> Objects.requireNonNull(entry.record)).toList());
    many.insertAllowances(handle, decisions, now);
    audit.appendAll(handle, facts);
    plain.stream()
        .filter(entry -> !entry.heard)
        .forEach(entry -> verdicts.tell(handle, outcome.get(entry), true));
  }

  private static dev.halcyon.protocol.@org.jspecify.annotations.Nullable Category category(
      Entry entry) {
    return Objects.requireNonNull(entry.result).rationale().category();
  }

  private static DecisionRecord decision(Entry entry, Instant now) {
    return new DecisionRecord(
        UuidCreator.getTimeOrderedEpoch(),
        entry.item.id(),
        null,
        null,
        DecisionAction.ALLOW,
        List.of(),
        null,
        null,
        "",
        policy(entry),
        Objects.requireNonNull(entry.result).rationale().id(),
        Visibility.PENDING,
        Visibility.VISIBLE,
        now,
        0);
  }

  private static AuditLog.Fact fact(Entry entry, DecisionRecord decision) {
    Map<String, Object> details = new TreeMap<>(Verdicts.facts(policyOf(entry), result(entry)));
    details.putAll(Intake.receipt(entry.item));
    details.put("decision", decision.id().toString());
    details.put("visibility", Visibility.VISIBLE.name());
    return new AuditLog.Fact(
        entry.sender.id().toString(),
        "item.allowed",
        entry.item.id().toString(),
        details,
        Map.of("author", entry.item.author().id()),
        "author:" + entry.item.source() + ":" + entry.item.author().id());
  }

  private static dev.halcyon.protocol.ResolvedPolicy policyOf(Entry entry) {
    return Objects.requireNonNull(entry.policy);
  }

  private static dev.halcyon.engine.ScanResult result(Entry entry) {
    return Objects.requireNonNull(entry.result);
  }
}
