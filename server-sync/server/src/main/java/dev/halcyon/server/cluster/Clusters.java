package dev.halcyon.server.cluster;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MemberKind;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.cluster.ClusterRows.Candidate;
import dev.halcyon.server.cluster.ClusterRows.Waiting;
import dev.halcyon.server.decision.DecisionLedger;
import dev.halcyon.server.decision.DecisionRepository;
import dev.halcyon.server.decision.VisibilityMachine;
import dev.halcyon.server.item.ItemRepository;
import dev.halcyon.server.queue.CaseRecord;
import dev.halcyon.server.queue.Cases;
import dev.halcyon.server.store.Database;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Lets items that are nearly the same share one case (docs/decisions/0206): finds the open case an
 * item belongs to, or makes one, and gives the members of a decided case what the decision means
 * for them. Thread-safe.
 */
public final class Clusters {
  /** How many members are settled in one transaction, so that a flood's holds nobody up. */
  private static final int TOGETHER = 100;

  private static final int MOST_CASES = 50;

  private final Database database;
  private final Clock clock;
  private final Cases cases;
  private final DecisionLedger ledger;
  private final AuditLog audit;
  private final Function<String, ResolvedPolicy> policies;
  private final ClusterRows rows = new ClusterRows();
  private final ItemRepository items = new ItemRepository();
  private final DecisionRepository decisions = new DecisionRepository();

  /**
   * @param policies the policy in force for a region
   */
  public Clusters(
      Database database,
      Clock clock,
      Cases cases,
      DecisionLedger ledger,
      AuditLog audit,
      Function<String, ResolvedPolicy> policies) {
    this.database = database;
    this.clock = clock;
    this.cases = cases;
    this.ledger = ledger;
    this.audit = audit;
    this.policies = policies;
  }

  /** An item about to be reviewed under a policy. */
  public record Arriving(Item item, List<MediaAnalysis> media, ResolvedPolicy policy) {}

  /**
   * Holds what several items need, so that a transaction with many takes them in one order. Only
   * for items that will be reviewed.
   */
  public void prepare(Handle handle, Collection<Arriving> arriving) {
    SortedSet<Integer> locks = new TreeSet<>();
    for (Arriving each : arriving) {
      if (each.policy().clustering().join()) {
        locks.addAll(Likeness.of(each.item(), each.media(), each.policy().ref()).locks());
      }
    }
    rows.lock(handle, locks);
  }

  /**
   * Gives an item under REVIEW its case: that of a like item which waits already, or one of its
   * own. The item, its reports and its rationale must be stored already; its row is held.
   *
   * @return the case
   */
  public UUID review(Handle handle, Item item, ScanResult result, ResolvedPolicy policy) {
    if (!policy.clustering().join()) {
      return cases.create(handle, item, result, policy).id();
    }
    Likeness likeness = Likeness.of(item, result.media(), policy.ref());
    Category category = Cases.leading(result);
    double score = Cases.score(result.scores(), category);
    Optional<UUID> joined = join(handle, item, likeness, category, score, policy);
    if (joined.isPresent()) {
      return joined.get();
    }
    UUID made = cases.create(handle, item, result, policy).id();
    rows.insertLikeness(handle, made, item.id(), likeness);
    return made;
  }

  private Optional<UUID> join(
      Handle handle,
      Item item,
      Likeness likeness,
      Category category,
      double score,
      ResolvedPolicy policy) {
    rows.lock(handle, likeness.locks());
    Optional<Candidate> near = Optional.empty();
    for (Candidate candidate : rows.candidates(handle, likeness)) {
      Optional<MemberKind> kind = candidate.likeness().compare(likeness);
      if (kind.isEmpty()) {
        continue;
      }
      if (kind.get() == MemberKind.EXACT) {
        if (join(handle, item, candidate, true, likeness, category, score, policy)) {
          return Optional.of(candidate.caseId());
        }
      } else if (near.isEmpty()) {
        near = Optional.of(candidate);
      }
    }
    return near.filter(found -> join(handle, item, found, false, likeness, category, score, policy))
        .map(Candidate::caseId);
  }

  /** Joins a case unless it was decided meanwhile or is full. */
  private boolean join(
      Handle handle,
      Item item,
      Candidate candidate,
      boolean exact,
      Likeness likeness,
      Category category,
      double score,
      ResolvedPolicy policy) {
    Optional<CaseRecord> open = cases.open().lockIfOpen(handle, candidate.caseId());
    if (open.isEmpty() || open.get().members() >= policy.clustering().most()) {
      return false;
    }
    rows.insertMember(
        handle,
        new Waiting(
            candidate.caseId(),
            item.id(),
            exact,
            Optional.of(likeness),
            category,
            score,
            candidate.likeness().apart(likeness),
            false),
        clock.instant());
    cases.open().joined(handle, open.get(), item, category, score, policy);
    log(handle, "case.joined", candidate.caseId(), item.id(), exact ? "exact" : "near");
    return true;
  }

  private void log(Handle handle, String what, UUID caseId, UUID item, String why) {
    audit.append(
        handle,
        "machine",
        what,
        caseId.toString(),
        Map.of("item", item.toString(), "why", why),
        Map.of());
  }

  /**
   * A report about an item that hangs on another's case was stored; the case, if it is open, and
   * the item's row are held. One that is merely near is looked at by itself from now on; one whose
   * case is decided already, too, for whoever decided did not know of the report.
   *
   * @return whether the item got a case of its own
   */
  public boolean reported(Handle handle, Item item, ResolvedPolicy policy) {
    Optional<Waiting> member = rows.waitingItem(handle, item.id());
    if (member.isEmpty()) {
      return false;
    }
    UUID caseId = member.get().caseId();
    boolean open = cases.open().lockIfOpen(handle, caseId).isPresent();
    if (open && member.get().exact()) {
      return false;
    }
    rows.settle(handle, caseId, item.id(), "RELEASED", clock.instant());
    if (open) {
      cases.open().left(handle, caseId);
    }
    log(handle, "case.released", caseId, item.id(), "report");
    cases.createReleased(handle, item, member.get().category(), member.get().score(), policy);
    return true;
  }

  /** An item was decided on otherwise and waits for no case any more; its row is held. */
  public void leave(Handle handle, UUID item) {
    rows.waitingItem(handle, item)
        .filter(member -> rows.settle(handle, member.caseId(), item, "LEFT", clock.instant()))
        .flatMap(member -> cases.open().lockIfOpen(handle, member.caseId()))
        .ifPresent(open -> cases.open().left(handle, open.id()));
  }

  /**
   * Settles members of decided cases: the exact ones get what their case's item got, as decisions
   * of the machine that name the person's; the near ones too where the policy says so, else they
   * are looked at by themselves, again together where they are alike. Those that the person took
   * out of the decision get a case each. What a kill leaves undone the next call does.
   *
   * @return how many members were settled
   */
  public int settle() {
    int settled = 0;
    for (UUID caseId : database.read(handle -> rows.decided(handle, MOST_CASES))) {
      int now;
      do {
        now = database.inTransaction(handle -> settle(handle, caseId));
        settled += now;
      } while (now == TOGETHER);
    }
    return settled;
  }

  private int settle(Handle handle, UUID caseId) {
    Optional<PastDecision> decided = decisions.settling(handle, caseId);
    if (decided.isEmpty()) {
      return 0;
    }
    List<Waiting> members = rows.waiting(handle, caseId, TOGETHER);
    SortedSet<Integer> locks = new TreeSet<>();
    members.stream()
        .filter(member -> !member.exact())
        .flatMap(member -> member.likeness().stream())
        .forEach(likeness -> locks.addAll(likeness.locks()));
    rows.lock(handle, locks);
    int settled = 0;
    for (Waiting member : members) {
      Visibility before = items.lockVisibility(handle, member.itemId()).orElseThrow();
      Item item = items.find(handle, member.itemId()).orElseThrow();
      ResolvedPolicy policy = policies.apply(item.region());
      if (member.excepted()) {
        except(handle, member, item, policy, decided.get());
      } else if (member.exact() || policy.clustering().nearFollows()) {
        follow(handle, member, before, decided.get());
      } else {
        release(handle, member, item, policy);
      }
      settled++;
    }
    return settled;
  }

  private void follow(Handle handle, Waiting member, Visibility before, PastDecision decided) {
    Optional<Visibility> after = VisibilityMachine.after(before, decided.action());
    String state = after.isPresent() ? "FOLLOWED" : "LEFT";
    if (!rows.settle(handle, member.caseId(), member.itemId(), state, clock.instant())
        || after.isEmpty()) {
      return;
    }
    UUID made = ledger.recordFollowing(handle, member.itemId(), decided, before, after.get());
    audit.append(
        handle,
        "machine",
        "case.followed",
        member.caseId().toString(),
        Map.of(
            "item", member.itemId().toString(),
            "decision", made.toString(),
            "follows", decided.id().toString()),
        Map.of());
  }

  /** Whoever decided looked at it and said that it is another matter: it stands alone. */
  private void except(
      Handle handle, Waiting member, Item item, ResolvedPolicy policy, PastDecision decided) {
    if (!rows.settle(handle, member.caseId(), item.id(), "RELEASED", clock.instant())) {
      return;
    }
    log(
        handle,
        "case.released",
        member.caseId(),
        item.id(),
        "exception of decision " + decided.id());
    // Without prints of its own: what comes later must not follow the one that was set apart.
    cases.createReleased(handle, item, member.category(), member.score(), policy);
  }

  private void release(Handle handle, Waiting member, Item item, ResolvedPolicy policy) {
    if (!rows.settle(handle, member.caseId(), item.id(), "RELEASED", clock.instant())) {
      return;
    }
    log(handle, "case.released", member.caseId(), item.id(), "near");
    Category category = member.category();
    // One whose key is gone looks like nothing any more: it stands alone.
    Optional<Likeness> likeness = member.likeness().filter(any -> policy.clustering().join());
    if (likeness
        .flatMap(own -> join(handle, item, own, category, member.score(), policy))
        .isPresent()) {
      return;
    }
    UUID made = cases.createReleased(handle, item, category, member.score(), policy);
    likeness.ifPresent(own -> rows.insertLikeness(handle, made, item.id(), own));
  }
}
