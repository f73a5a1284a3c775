package dev.halcyon.server.queue;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.QueueSpec;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.access.Staff;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.wellness.OptOuts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Says what each person may be handed now. Thread-safe; queues and people are read anew each
 * second, and at once after a change in this process.
 */
public final class Staffing {
  private static final Duration KEPT = Duration.ofSeconds(1);

  private record Known(Instant at, List<QueueSpec> queues, List<Account> staff) {}

  private final Staff staff;
  private final Policies policies;
  private final Clock clock;
  private final ReliefRepository reliefs = new ReliefRepository();
  private final OptOuts optOuts = new OptOuts();
  private final CoverRepository covers = new CoverRepository();
  private volatile Known known = new Known(Instant.EPOCH, List.of(), List.of());

  public Staffing(Staff staff, Policies policies, Clock clock) {
    this.staff = staff;
    this.policies = policies;
    this.clock = clock;
    staff.onChange(this::forget);
  }

  private void forget() {
    known = new Known(Instant.EPOCH, List.of(), List.of());
  }

  /** What a person may be handed. */
  Eligibility of(Handle handle, Principal principal) {
    Known now = known(handle);
    return new Eligibility(now.queues(), now.staff(), principal.account());
  }

  /**
   * Everybody who may be handed a case of a queue.
   *
   * @param language empty for any
   */
  List<Account> takers(Handle handle, String queue, String language) {
    Known now = known(handle);
    return now.staff().stream()
        .filter(
            person ->
                language.isEmpty()
                    ? new Eligibility(now.queues(), now.staff(), person).mayTakeOf(queue)
                    : new Eligibility(now.queues(), now.staff(), person).mayTake(queue, language))
        .toList();
  }

  /**
   * What people may take.
   *
   * @param people ids of accounts; who does not work on cases any more takes nothing
   * @return for each of them the places of the streams that they may take
   */
  public List<int[]> takes(Handle handle, Collection<UUID> people, List<QueueLanguage> streams) {
    Known now = known(handle);
    return now.staff().stream()
        .filter(account -> people.contains(account.id()))
        .map(account -> new Eligibility(now.queues(), now.staff(), account))
        .map(
            person ->
                IntStream.range(0, streams.size())
                    .filter(
                        place ->
                            person.mayTake(
                                streams.get(place).queue(), streams.get(place).language()))
                    .toArray())
        .toList();
  }

  private Known known(Handle handle) {
    Known now = known;
    Instant at = clock.instant();
    // A clock set back must not keep what it knew for hours.
    if (now.at().isAfter(at) || !now.at().plus(KEPT).isAfter(at)) {
      now =
          new Known(
              at,
              policies.inForce(handle).stream()
                  .map(ResolvedPolicy::queues)
                  .flatMap(List::stream)
                  .toList(),
              staff.working(handle));
      known = now;
    }
    return now;
  }

  /**
   * Refuses a case that is for somebody else.
   *
   * @throws UserProblem {@code case.skill}, or {@code case.relief} when the person asked not to be
   *     handed it
   */
  void check(Handle handle, Principal principal, CaseRecord found) {
    if (reliefs.covers(handle, principal.id(), found.id(), found.category(), clock.instant())
        || optOuts.covers(handle, principal.id(), found.category())) {
      throw new UserProblem(
          "case.relief",
          "You were taken off this case and its like, as you asked.",
          "Take the next case, or take such cases again (DELETE /v1/relief, or"
              + " /v1/wellness/opt-outs/{category}).");
    }
    List<String> lacking = of(handle, principal).lacking(found.queue(), found.language());
    if (!lacking.isEmpty() && !covers.isForOthers(handle, found.id())) {
      throw new UserProblem(
          "case.skill",
          "This case is for people with "
              + String.join(", ", lacking)
              + ", which your account does not have.",
          "Take the next case; a lead can change what you are handed (PUT /v1/staff/{id}).");
    }
  }
}
