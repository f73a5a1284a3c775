package dev.halcyon.server.queue;

import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.changes.Changes;
import dev.halcyon.server.http.Quiet;
import dev.halcyon.server.store.Database;
import dev.halcyon.server.wellness.Opening;
import dev.halcyon.server.wellness.Wellness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens cases for one person at a time, keeps their claims alive and takes back what ran out.
 * Thread-safe. A claim is on disk before it is answered, so that no token is ever given twice.
 */
public final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private static final int SWEEP = 200;

  /**
   * Cases one person may hold at once; without a bound one account could take all of them from
   * everybody. A workbench holds the open case and each whose decision can still be undone: with
   * the longest window, 60 s, and a decision every two seconds, 31.
   */
  static final int MOST_HELD = 32;

  private final Database database;
  private final Clock clock;
  private final Changes changes;
  private final AuditLog audit;
  private final CaseDetails details;
  private final Staffing staffing;
  private final Wellness wellness;
  private final Hands hands;
  private final int baseSeconds;
  private final CaseRepository cases = new CaseRepository();
  private final LeaseRepository leases = new LeaseRepository();

  /**
   * @param baseSeconds how long a claim lasts without a sign of life, before reading time is added
   */
  public Leases(
      Database database,
      Clock clock,
      Changes changes,
      AuditLog audit,
      CaseDetails details,
      Staffing staffing,
      Wellness wellness,
      int baseSeconds) {
    this.database = database;
    this.clock = clock;
    this.changes = changes;
    this.audit = audit;
    this.details = details;
    this.staffing = staffing;
    this.wellness = wellness;
    this.hands = new Hands(staffing, wellness, clock);
    this.baseSeconds = baseSeconds;
  }

  /**
   * Opens a case: takes or renews the claim and reads the case in the same transaction.
   *
   * @throws UserProblem {@code case.unknown}, {@code case.decided}, {@code case.own_escalation},
   *     {@code case.skill}, {@code case.relief}, {@code case.rest}, {@code case.turn}, {@code
   *     lease.held}, {@code lease.too_many}
   */
  public OpenedCase open(Principal principal, UUID caseId) {
    OpenedCase opened = database.inTransaction(handle -> open(handle, principal, caseId, false));
    database.durable().await();
    return opened;
  }

  /**
   * As {@link #open(Principal, UUID)}, but only a case that nobody works on, not even the asker in
   * a request made at the same moment.
   */
  OpenedCase take(Principal principal, UUID caseId) {
    OpenedCase opened = database.inTransaction(handle -> open(handle, principal, caseId, true));
    database.durable().await();
    return opened;
  }

  private OpenedCase open(Handle handle, Principal principal, UUID caseId, boolean waitingOnly) {
    CaseRecord found = cases.lock(handle, caseId).orElseThrow(Leases::unknownCase);
    if (waitingOnly && found.state() == CaseState.IN_REVIEW) {
      throw held(handle, caseId, leases.find(handle, caseId).orElseThrow(Leases::lost));
    }
    CaseState next =
        CaseMachine.next(found.state(), CaseEvent.OPENED).orElseThrow(() -> decided(found.state()));
    if (found.escalated() && cases.escalatedBy(handle, caseId, principal.id())) {
      throw ownEscalation();
    }
    Instant now = leases.now(handle);
    Duration ttl = LeaseTerms.ttl(baseSeconds, found.readingSeconds());
    Optional<Claim> before = leases.find(handle, caseId);
    boolean goesOn =
        before
            .filter(claim -> claim.isLive(now) && claim.account().equals(principal.id()))
            .isPresent();
    if (!goesOn) {
      // Whoever works on it keeps it, whatever a lead changes meanwhile.
      staffing.check(handle, principal, found);
    }
    before
        .filter(claim -> claim.live() && !claim.account().equals(principal.id()))
        .filter(claim -> !claim.isLive(now))
        .ifPresent(
            claim ->
                wellness.ranOut(
                    handle,
                    claim.account(),
                    principal.id(),
                    caseId,
                    Duration.between(claim.expires(), now)));
    Claim claim = claim(handle, principal, found, before, now, ttl);
    if (found.state() != next) {
      cases.setState(handle, caseId, next);
    }
    if (before.isEmpty() || before.get().token() != claim.token()) {
      if (wellness.opened(handle, principal.id(), principal.session(), opening(found), goesOn)) {
        hands.mustNotWait(handle, principal);
      }
      if (found.rationaleId() != null) {
        leases.rationaleSeen(handle, found.rationaleId(), caseId, principal.id(), clock.instant());
      }
      changes.recordCase(handle, ChangeKind.CASE_OPENED, caseId);
      record(handle, principal.id().toString(), "case.opened", caseId, claim.token());
    }
    return new OpenedCase(lease(caseId, claim, ttl), details.read(handle, caseId));
  }

  private Claim claim(
      Handle handle,
      Principal principal,
      CaseRecord found,
      Optional<Claim> before,
      Instant now,
      Duration ttl) {
    if (before.isEmpty()) {
      checkRoom(handle, principal);
      Claim first = Claim.first(principal.session(), principal.id(), now, ttl);
      leases.insert(handle, found.id(), first, now);
      return first;
    }
    return switch (before.get().claim(principal.session(), principal.id(), now, ttl)) {
      case Claim.Outcome.Granted(Claim claim) -> {
        if (!before.get().isLive(now)) {
          checkRoom(handle, principal);
        }
        leases.replace(handle, found.id(), before.get(), claim);
        yield claim;
      }
      case Claim.Outcome.Held(Claim by) -> throw held(handle, found.id(), by);
      case Claim.Outcome.Lost() -> throw lost();
    };
  }

  /** The person's row is held, or claims made at the same moment would each find room. */
  private void checkRoom(Handle handle, Principal principal) {
    leases.lockPerson(handle, principal.id());
    if (leases.live(handle, principal.id()) >= MOST_HELD) {
      throw new UserProblem(
          "lease.too_many",
          "You hold " + MOST_HELD + " cases at once already, as many as one person may.",
          "Decide them or give them back (POST /v1/cases/{id}/release); one that no workbench"
              + " renews returns by itself when its lease runs out.");
    }
  }

  /**
   * Renews a claim.
   *
   * @throws UserProblem {@code lease.lost} when somebody else claimed meanwhile; {@code
   *     lease.too_many} when the claim had run out and the person holds too many others
   */
  public Lease heartbeat(Principal principal, UUID caseId, long token) {
    return database.inTransaction(
        handle -> {
          CaseRecord found = cases.lock(handle, caseId).orElseThrow(Leases::unknownCase);
          Claim before = leases.find(handle, caseId).orElseThrow(Leases::lost);
          CaseState next =
              CaseMachine.next(found.state(), CaseEvent.OPENED)
                  .orElseThrow(() -> decided(found.state()));
          Duration ttl = LeaseTerms.ttl(baseSeconds, found.readingSeconds());
          Instant now = leases.now(handle);
          Claim after = granted(before.renew(token, principal.session(), now, ttl));
          if (!before.isLive(now)) {
            checkRoom(handle, principal);
            wellness.opened(handle, principal.id(), principal.session(), opening(found), true);
          }
          leases.replace(handle, caseId, before, after);
          if (found.state() != next) {
            cases.setState(handle, caseId, next);
            changes.recordCase(handle, ChangeKind.CASE_OPENED, caseId);
          }
          return lease(caseId, after, ttl);
        });
  }

  /**
   * Gives a case back to its queue.
   *
   * @throws UserProblem {@code lease.lost}
   */
  public void release(Principal principal, UUID caseId, long token) {
    database.useTransaction(handle -> release(handle, principal, caseId, token));
  }

  /** As {@link #release(Principal, UUID, long)}, within a transaction of somebody else. */
  void release(Handle handle, Principal principal, UUID caseId, long token) {
    CaseRecord found = cases.lock(handle, caseId).orElseThrow(Leases::unknownCase);
    Claim before = leases.find(handle, caseId).orElseThrow(Leases::lost);
    Claim after = granted(before.release(token, principal.session(), leases.now(handle)));
    leases.replace(handle, caseId, before, after);
    wellness.ended(handle, principal.id(), caseId, Duration.ZERO);
    giveBack(handle, found, CaseEvent.RELEASED);
    record(handle, principal.id().toString(), "case.released", caseId, token);
  }

  /** Returns every case whose claim ran out; returns how many. */
  public int sweep() {
    int swept = 0;
    for (UUID caseId : database.read(handle -> leases.expired(handle, SWEEP))) {
      try {
        swept += database.inTransaction(handle -> expire(handle, caseId)) ? 1 : 0;
      } catch (RuntimeException e) {
        // The claims of everybody else must not wait for this one.
        LOG.warn("the claim on {} could not be taken back: {}", caseId, Quiet.line(e));
      }
    }
    return swept;
  }

  private boolean expire(Handle handle, UUID caseId) {
    Optional<CaseRecord> found = cases.lock(handle, caseId);
    Optional<Claim> before = leases.find(handle, caseId);
    if (found.isEmpty() || before.isEmpty()) {
      return false;
    }
    Instant now = leases.now(handle);
    if (!(before.get().expire(now) instanceof Claim.Outcome.Granted(Claim after))) {
      return false;
    }
    leases.replace(handle, caseId, before.get(), after);
    wellness.ended(handle, after.account(), caseId, Duration.between(after.expires(), now));
    giveBack(handle, found.get(), CaseEvent.EXPIRED);
    record(handle, "system", "lease.expired", caseId, after.token());
    return true;
  }

  private void giveBack(Handle handle, CaseRecord found, CaseEvent event) {
    CaseMachine.next(found.state(), event)
        .ifPresent(
            next -> {
              cases.setState(handle, found.id(), next);
              changes.recordCase(handle, ChangeKind.CASE_RELEASED, found.id());
            });
  }

  private void record(Handle handle, String actor, String action, UUID caseId, long token) {
    audit.append(handle, actor, action, caseId.toString(), Map.of("token", token), Map.of());
  }

  private static Opening opening(CaseRecord found) {
    return new Opening(
        found.id(),
        found.category(),
        found.region(),
        found.priority(),
        found.media(),
        found.readingSeconds(),
        found.dueAt());
  }

  private static Claim granted(Claim.Outcome outcome) {
    return switch (outcome) {
      case Claim.Outcome.Granted(Claim claim) -> claim;
      case Claim.Outcome.Held held -> throw lost();
      case Claim.Outcome.Lost lost -> throw lost();
    };
  }

  private static Lease lease(UUID caseId, Claim claim, Duration ttl) {
    return new Lease(
        caseId, claim.token(), claim.expires(), ttl.toSeconds(), LeaseTerms.heartbeatSeconds(ttl));
  }

  static UserProblem unknownCase() {
    return new UserProblem(
        "case.unknown",
        "There is no case with this id.",
        "Load the queue anew; the case may belong to another server.");
  }

  private static UserProblem decided(CaseState state) {
    return new UserProblem(
        "case.decided",
        "The case was " + CaseMachine.pastWord(state) + " already and cannot be opened.",
        "Take the next case of the queue.");
  }

  private static UserProblem ownEscalation() {
    return new UserProblem(
        "case.own_escalation",
        "You escalated this case so that another person looks at it.",
        "Take the next case of the queue; your reasons are with this one.");
  }

  private static UserProblem lost() {
    return new UserProblem(
        "lease.lost",
        "The claim on this case is no longer yours: it was given back, or another person or window"
            + " claimed it since.",
        "Open the case again to see how it stands now.");
  }

  private UserProblem held(Handle handle, UUID caseId, Claim by) {
    String who =
        cases
            .summary(handle, caseId, clock.instant())
            .map(CaseSummary::holder)
            .orElse("Somebody else");
    return new UserProblem(
        "lease.held",
        who + " is working on this case until " + by.expires() + " at the latest.",
        "Take another case; this one comes back to the queue if they do not decide it.");
  }
}
