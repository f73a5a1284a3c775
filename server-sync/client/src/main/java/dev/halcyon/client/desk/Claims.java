package dev.halcyon.client.desk;

import dev.halcyon.client.ReviewServer;
import dev.halcyon.protocol.DecisionRequest;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Claims a case at the server and completes it, or gives it back; a claim taken here is kept alive
 * by {@link Leases}. Thread-safe; every method blocks on the network.
 */
final class Claims {
  private final ReviewServer server;
  private final Loader loader;
  private final Leases leases;
  private final UpNext upNext;
  private final Events events;

  Claims(ReviewServer server, Loader loader, Leases leases, UpNext upNext, Events events) {
    this.server = server;
    this.loader = loader;
    this.leases = leases;
    this.upNext = upNext;
    this.events = events;
  }

  /** Whether a failure to claim says that somebody else was first, or that the case is gone. */
  static boolean isTaken(UserProblem problem) {
    String code = problem.code();
    return code.startsWith("case.") || code.startsWith("lease.") && !isFull(problem);
  }

  /** Whether the server hands out no further case before one of those held is decided or back. */
  static boolean isFull(UserProblem problem) {
    return problem.code().equals("lease.too_many");
  }

  /** Whether something waits that the person shall not be handed now, so that they may rest. */
  static boolean isRest(UserProblem problem) {
    return problem.code().equals("wellness.rest");
  }

  /** Claims a case; what cannot be completed goes back at once. */
  OpenCase take(UUID caseId) {
    return completed(server.open(caseId));
  }

  /**
   * Claims whatever the server hands out next; empty when nothing waits for this person.
   *
   * @throws UserProblem {@code wellness.rest}
   */
  Optional<OpenCase> takeAny() {
    return server.nextCase().map(next -> completed(next.opened()));
  }

  private OpenCase completed(OpenedCase opened) {
    LoadedCase loaded;
    try {
      @Nullable LoadedCase known = upNext.lineup().find(opened.lease().caseId());
      loaded = loader.complete(opened.detail(), known, true);
    } catch (UserProblem e) {
      giveBack(opened.lease());
      throw e;
    }
    leases.keep(opened.lease());
    return new OpenCase(loaded, opened.lease());
  }

  /** Goes on with the claim under which a decision was made; empty when that ended meanwhile. */
  Optional<OpenCase> resume(DecisionRequest decision) {
    UUID caseId = decision.caseId();
    leases.drop(caseId);
    Lease lease;
    try {
      lease = server.heartbeat(caseId, decision.leaseToken());
    } catch (UserProblem e) {
      if (Lanes.passing(e)) {
        throw e;
      }
      return Optional.empty();
    }
    var open = new OpenCase(loader.load(caseId, null, true), lease);
    leases.keep(lease);
    return Optional.of(open);
  }

  /** A claimed case as the server has it now. */
  LoadedCase reload(LoadedCase known) {
    return loader.load(known.id(), known, true);
  }

  /** Takes the person off the case and its like; the claim ends with it. */
  Relief takeOff(Lease lease) {
    return server.takeOff(lease.caseId(), lease.token());
  }

  /** Tells the server that we no longer want a claim; if it does not hear, the claim runs out. */
  void giveBack(Lease lease) {
    try {
      server.release(lease.caseId(), lease.token());
    } catch (UserProblem e) {
      if (Lanes.passing(e)) {
        events.post(each -> each.problem(e.problem()));
      }
    }
  }
}
