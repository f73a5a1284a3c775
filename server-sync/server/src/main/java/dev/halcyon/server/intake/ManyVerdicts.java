package dev.halcyon.server.intake;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.cluster.Clusters;
import dev.halcyon.server.intake.IntakeRepository.Known;
import dev.halcyon.server.intake.ManyItems.Allowance;
import dev.halcyon.server.intake.ManyItems.NewItem;
import dev.halcyon.server.seal.ItemWords;
import dev.halcyon.server.seal.Seals;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes new items with what was concluded about them, many in the caller's transaction. What the
 * machine allows at once costs the item's row alone: nobody can have it on a screen yet, so it is
 * no change to anybody, its decision follows from the row, and one entry of the audit log commits
 * to all of them. Everything else goes the way of a single item. Thread-safe.
 */
final class ManyVerdicts {
  private final AuditLog audit;
  private final Verdicts verdicts;
  private final Clock clock;
  private final ManyItems many = new ManyItems();
  private final IntakeRepository repository = new IntakeRepository();

  ManyVerdicts(AuditLog audit, Verdicts verdicts, Clock clock) {
    this.audit = audit;
    this.verdicts = verdicts;
    this.clock = clock;
  }

  /** Writes items that nobody knows yet; gives what their senders are answered. */
  Map<TextEntry, Known> write(Handle handle, List<TextEntry> fresh) {
    if (fresh.isEmpty()) {
      return Map.of();
    }
    Instant now = clock.instant();
    Map<UUID, UUID> entryOf = new HashMap<>();
    Map<UUID, Map<String, String>> commitments = new HashMap<>();
    Map<TextEntry, Known> outcome = new HashMap<>();
    List<NewItem> items = new ArrayList<>(fresh.size());
    for (TextEntry entry : fresh) {
      @Nullable Allowance allowance = null;
      if (TextLane.isPlain(entry)) {
        UUID sender = entry.sender.id();
        UUID made = entryOf.computeIfAbsent(sender, who -> UuidCreator.getTimeOrderedEpoch());
        TextEntry.Packed packed = Objects.requireNonNull(entry.packed);
        commitments
            .computeIfAbsent(sender, who -> new TreeMap<>())
            .put(entry.item.id().toString(), packed.commitment());
        allowance = allowance(entry, packed, now, made);
        outcome.put(entry, allowed(entry));
      }
      items.add(new NewItem(entry.item, entry.consent, words(handle, entry, allowance), allowance));
    }
    many.saveAuthors(handle, items);
    many.insertItems(handle, items);
    commitments.forEach(
        (sender, each) ->
            audit.appendAllowed(handle, sender.toString(), entryOf.get(sender).toString(), each));
    outcome.forEach(
        (entry, known) -> {
          if (!entry.heard) {
            verdicts.tell(handle, known, true);
          }
        });
    verdicts.prepare(
        handle,
        fresh.stream().filter(ManyVerdicts::isReviewed).map(ManyVerdicts::arriving).toList());
    for (TextEntry entry : fresh) {
      if (!outcome.containsKey(entry)) {
        outcome.put(entry, one(handle, entry));
      }
    }
    return outcome;
  }

  /** Those of an allowance were sealed where it was judged, since many do that at once. */
  private static byte[] words(Handle handle, TextEntry entry, @Nullable Allowance allowance) {
    return allowance == null
        ? ItemWords.of(entry.item, entry.hash, null).seal(Seals.of(handle).next(handle))
        : Objects.requireNonNull(entry.packed).words();
  }

  private static boolean isReviewed(TextEntry entry) {
    return entry.isJudged() && result(entry).verdict() == Verdict.REVIEW;
  }

  private static Clusters.Arriving arriving(TextEntry entry) {
    return new Clusters.Arriving(
        entry.item, result(entry).media(), Objects.requireNonNull(entry.policy));
  }

  private static ScanResult result(TextEntry entry) {
    return Objects.requireNonNull(entry.result);
  }

  private static Allowance allowance(
      TextEntry entry, TextEntry.Packed packed, Instant now, UUID auditEntry) {
    ScanResult result = Objects.requireNonNull(entry.result);
    double score = result.scores().stream().mapToDouble(CategoryScore::score).max().orElse(0);
    return new Allowance(
        Objects.requireNonNull(entry.policy).ref(),
        score,
        result.language(),
        now,
        auditEntry,
        packed.key());
  }

  private static Known allowed(TextEntry entry) {
    return new Known(
        entry.item.id(),
        true,
        Verdict.ALLOW,
        Visibility.VISIBLE,
        Objects.requireNonNull(entry.result).rationale().category(),
        null);
  }

  private Known one(Handle handle, TextEntry entry) {
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
}
