package dev.halcyon.server.trial;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.cascade.Replayed;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.policy.Policies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares what two versions of the policy say of stored items, both judged anew from what was
 * stored, so that nothing but the policy differs. Thread-safe.
 */
final class Comparison {
  private record Key(int version, String region) {}

  private final Trial trial;
  private final Policies policies;
  private final int version;
  private final int against;
  private final Function<Item, AuthorHistory> histories;
  private final AtomicInteger modelRuns;
  private final Map<Key, ResolvedPolicy> known = new ConcurrentHashMap<>();

  /**
   * @param modelRuns how many items may be judged by models again
   */
  Comparison(
      Trial trial,
      Policies policies,
      int version,
      int against,
      Function<Item, AuthorHistory> histories,
      int modelRuns) {
    this.trial = trial;
    this.policies = policies;
    this.version = version;
    this.against = against;
    this.histories = histories;
    this.modelRuns = new AtomicInteger(modelRuns);
  }

  /** Judges one item under both and counts what differs. */
  void compare(Stored stored, Tally tally) {
    Item item = stored.item();
    ResolvedPolicy one = policy(against, item.region());
    ResolvedPolicy other = policy(version, item.region());
    if (saysTheSame(one, other)) {
      Verdict verdict = stored.verdict();
      tally.judged(item, verdict, verdict, Category.UNKNOWN);
      return;
    }
    List<Assessment> said = Trial.said(stored);
    ResolvedPolicy own = policy(stored.version(), item.region());
    AuthorHistory history = histories.apply(item);
    Replayed after = trial.replay(item, said, own, other, history);
    @Nullable ScanResult now = after.result();
    if (now == null) {
      if (modelRuns.getAndDecrement() <= 0) {
        tally.unanswered(after.missing());
        return;
      }
      now = trial.scan(item, other, history);
      tally.byModel(after.missing());
    }
    Replayed before = trial.replay(item, said, own, one, history);
    Optional<ScanResult> then = Optional.ofNullable(before.result());
    Verdict was = then.map(ScanResult::verdict).orElse(stored.verdict());
    tally.judged(item, was, now.verdict(), category(then, now, was));
  }

  /** What the sterner of the two verdicts is about. */
  private static Category category(Optional<ScanResult> then, ScanResult now, Verdict was) {
    boolean milder = now.verdict().compareTo(was) < 0;
    Optional<Category> before = then.map(result -> result.rationale().category());
    Optional<Category> after = Optional.ofNullable(now.rationale().category());
    return (milder ? before.or(() -> after) : after.or(() -> before)).orElse(Category.UNKNOWN);
  }

  private ResolvedPolicy policy(int wanted, String region) {
    return known.computeIfAbsent(
        new Key(wanted, region), key -> policies.version(key.version(), key.region()));
  }

  /** Whether nothing that a verdict rests on differs. */
  private static boolean saysTheSame(ResolvedPolicy one, ResolvedPolicy other) {
    return one.categories().equals(other.categories())
        && one.rules().equals(other.rules())
        && one.stages().equals(other.stages())
        && one.unsupportedLanguage() == other.unsupportedLanguage()
        && Optional.ofNullable(one.judge()).equals(Optional.ofNullable(other.judge()))
        && one.banks().equals(other.banks());
  }
}
