package dev.halcyon.server.queue;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.Cover;
import dev.halcyon.protocol.LimitRule;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueCover;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.queue.CoverRepository.Due;
import dev.halcyon.server.queue.CoverRepository.Group;
import dev.halcyon.server.queue.CoverRepository.Kind;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.wellness.Need;
import dev.halcyon.server.wellness.Standing;
import dev.halcyon.server.wellness.Wellness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no critical case waits in silence because nobody who may take it can be handed
 * it: says beforehand where that is near, and applies the policy's rule when it has come.
 * Thread-safe. It names queues and never people.
 */
public final class Covers {
  private static final Logger LOG = LoggerFactory.getLogger(Covers.class);

  /** With fewer at work than this, thin cover would tell how one of them stands. */
  private static final int SEVERAL = 5;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int AT_ONCE = 100;

  private final Database database;
  private final Policies policies;
  private final OpenCases open;
  private final Staffing staffing;
  private final Wellness wellness;
  private final Changes changes;
  private final AuditLog audit;
  private final Clock clock;
  private final CoverRepository repository = new CoverRepository();
  private final CaseRepository cases = new CaseRepository();
  private final ReliefRepository reliefs = new ReliefRepository();

  public Covers(
      Database database,
      Policies policies,
      Cases cases,
      Staffing staffing,
      Wellness wellness,
      Changes changes,
      AuditLog audit,
      Clock clock) {
    this.database = database;
    this.policies = policies;
    this.open = cases.open();
    this.staffing = staffing;
    this.wellness = wellness;
    this.changes = changes;
    this.audit = audit;
    this.clock = clock;
  }

  /** Each queue of the policy in force, and any other with critical cases. */
  List<QueueCover> all() {
    return database.read(this::all);
  }

  private List<QueueCover> all(Handle handle) {
    Instant now = clock.instant();
    ResolvedPolicy policy = policies.current(handle, null);
    Map<UUID, Standing> standings = wellness.standings(handle);
    Map<String, Cover> covers = new LinkedHashMap<>();
    for (QueueSpec queue : policy.queues()) {
      // Nothing waits: could one be taken if it came?
      covers.put(
          queue.id(),
          cover(
              handle,
              new Group(queue.id(), "", Category.UNKNOWN, Set.of(), 1, 0, 1, 0),
              standings,
              now));
    }
    Map<String, Cover> busy = new HashMap<>();
    for (Group group : repository.groups(handle, now.minus(HOUR))) {
      busy.merge(
          group.queue(),
          cover(handle, group, standings, now),
          (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }
    covers.putAll(busy);
    Map<String, Integer> uncovered = repository.counts(handle, now.minus(DAY));
    return covers.entrySet().stream()
        .map(
            each ->
                new QueueCover(
                    each.getKey(), each.getValue(), uncovered.getOrDefault(each.getKey(), 0)))
        .toList();
  }

  private Cover cover(Handle handle, Group group, Map<UUID, Standing> standings, Instant now) {
    ResolvedPolicy policy = policies.current(handle, null);
    long number = Math.max(1, (long) group.waiting() + group.arrived());
    Need one =
        Need.of(
            policy,
            group.category(),
            Priority.P0,
            List.copyOf(group.media()),
            group.readingSeconds() / group.cases());
    List<Standing> takers =
        takers(handle, group.queue(), group.language(), group.category(), standings, now);
    if (takers.stream().noneMatch(each -> each.canTake(one))) {
      return Cover.NONE;
    }
    if (takers.stream().filter(each -> !each.away()).count() < SEVERAL) {
      return Cover.ENOUGH;
    }
    long hour = takers.stream().mapToLong(each -> each.hour(one)).sum();
    return hour < one.millis() * number ? Cover.THIN : Cover.ENOUGH;
  }

  /** Those of this shift who may take a case and did not ask not to. */
  private List<Standing> takers(
      Handle handle,
      String queue,
      String language,
      Category category,
      Map<UUID, Standing> standings,
      Instant now) {
    Set<UUID> wishing = reliefs.wishing(handle, category, now);
    return staffing.takers(handle, queue, language).stream()
        .map(Account::id)
        .filter(id -> !wishing.contains(id))
        .map(standings::get)
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Applies the policy's rule to critical cases that are due soon while nobody who may take them
   * can be handed one, for whatever reason; returns to how many.
   */
  public int sweep() {
    ResolvedPolicy policy = database.read(handle -> policies.current(handle, null));
    if (policy.wellness() == null) {
      return 0;
    }
    Instant before = clock.instant().plusSeconds(policy.resting().atLimit().beforeSeconds());
    Map<Kind, Boolean> known = new HashMap<>();
    int applied = 0;
    @Nullable Due last = null;
    List<Due> page;
    do {
      @Nullable Due after = last;
      page = database.read(handle -> repository.due(handle, before, after, AT_ONCE));
      for (Due due : page) {
        if (known.computeIfAbsent(due.kind(), kind -> isUncovered(kind, policy))) {
          applied += applied(due, policy) ? 1 : 0;
        }
        last = due;
      }
    } while (page.size() == AT_ONCE);
    return applied;
  }

  private boolean isUncovered(Kind kind, ResolvedPolicy policy) {
    Need one = Need.of(policy, kind.category(), Priority.P0, kind.media(), kind.readingSeconds());
    return database.read(
        handle -> {
          Map<UUID, Standing> standings = wellness.standings(handle);
          // Where nobody works at all, or nobody ever may, it is no limit that keeps it waiting.
          return !standings.isEmpty()
              && !staffing.takers(handle, kind.queue(), kind.language()).isEmpty()
              && takers(
                      handle,
                      kind.queue(),
                      kind.language(),
                      kind.category(),
                      standings,
                      clock.instant())
                  .stream()
                  .noneMatch(each -> each.canTake(one));
        });
  }

  private boolean applied(Due due, ResolvedPolicy policy) {
    try {
      return database.inTransaction(handle -> apply(handle, due, policy));
    } catch (RuntimeException e) {
      // Those after it must not wait for this one.
      LOG.warn("the rule could not be applied to {}: {}", due.id(), Quiet.line(e));
      return false;
    }
  }

  boolean apply(Handle handle, Due due, ResolvedPolicy policy) {
    Optional<CaseRecord> found =
        cases
            .lock(handle, due.id())
            // Somebody may have opened it since it was read.
            .filter(each -> each.state() == CaseState.WAITING)
            .filter(each -> each.queue().equals(due.kind().queue()));
    if (found.isEmpty() || repository.isKnown(handle, due.id())) {
      return false;
    }
    LimitRule.Effect effect = carryOut(handle, found.get(), policy);
    repository.add(handle, due.id(), due.kind().queue(), effect, clock.instant());
    changes.recordCase(handle, ChangeKind.CASE_CHANGED, due.id());
    audit.append(
        handle,
        "system",
        "case.uncovered",
        due.id().toString(),
        Map.of("queue", due.kind().queue(), "effect", effect.name()),
        Map.of());
    return true;
  }

  /** What could be done: leads are told in any case. */
  private LimitRule.Effect carryOut(Handle handle, CaseRecord found, ResolvedPolicy policy) {
    LimitRule.Effect effect = policy.resting().atLimit().effect();
    if (effect != LimitRule.Effect.ESCALATE) {
      return effect == LimitRule.Effect.OTHERS ? effect : LimitRule.Effect.NOTIFY;
    }
    try {
      open.escalate(handle, found, policies.current(handle, found.region()));
      return effect;
    } catch (UserProblem nowhere) {
      return LimitRule.Effect.NOTIFY;
    }
  }
}
