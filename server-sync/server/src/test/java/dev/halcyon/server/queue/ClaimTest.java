package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for a case's claim whatever people do to it, in whatever order. */
class ClaimTest {
  private static final Duration TTL = Duration.ofSeconds(120);
  private static final List<UUID> PEOPLE = List.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));

  /** What somebody does, and how long after the last. */
  record Step(int person, int session, Deed deed, int seconds) {
    String sessionName() {
      return "session-" + person + "-" + session;
    }
  }

  enum Deed {
    CLAIM,
    RENEW,
    RELEASE,
    SWEEP
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> step =
        Combinators.combine(
                Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(0, 1),
                Arbitraries.of(Deed.class),
                Arbitraries.integers().between(0, 100))
            .as(Step::new);
    return step.list().ofMinSize(1).ofMaxSize(60);
  }

  @Property
  void aTokenBelongsToOneSessionForEverAndOnlyGrows(@ForAll("steps") List<Step> steps) {
    Instant now = Instant.EPOCH;
    Claim claim = Claim.first("session-0-0", PEOPLE.get(0), now, TTL);
    Map<Long, String> owners = new HashMap<>(Map.of(1L, "session-0-0"));
    for (Step step : steps) {
      now = now.plusSeconds(step.seconds());
      Claim before = claim;
      claim = apply(claim, step, now);
      assertThat(claim.token()).isGreaterThanOrEqualTo(before.token());
      if (claim.token() > before.token()) {
        assertThat(step.deed()).isEqualTo(Deed.CLAIM);
        assertThat(owners.put(claim.token(), step.sessionName())).isNull();
      }
      if (claim.isLive(now)) {
        assertThat(claim.holder()).isEqualTo(owners.get(claim.token()));
      }
    }
  }

  @Property
  void nobodyTakesALiveClaimFromAnotherPerson(@ForAll("steps") List<Step> steps) {
    Instant now = Instant.EPOCH;
    Claim claim = Claim.first("session-0-0", PEOPLE.get(0), now, TTL);
    for (Step step : steps) {
      now = now.plusSeconds(step.seconds());
      Claim before = claim;
      claim = apply(claim, step, now);
      if (before.isLive(now) && !before.account().equals(PEOPLE.get(step.person()))) {
        assertThat(claim).isEqualTo(before);
      }
    }
  }

  @Property
  void atMostOnePersonMayActUnderAnyToken(@ForAll("steps") List<Step> steps) {
    Instant now = Instant.EPOCH;
    Claim claim = Claim.first("session-0-0", PEOPLE.get(0), now, TTL);
    for (Step step : steps) {
      now = now.plusSeconds(step.seconds());
      claim = apply(claim, step, now);
      Set<UUID> allowed = new HashSet<>();
      for (UUID person : PEOPLE) {
        for (long token = 0; token <= claim.token() + 1; token++) {
          if (claim.isNewest(token, person)) {
            allowed.add(person);
            assertThat(token).isEqualTo(claim.token());
          }
        }
      }
      assertThat(allowed).hasSize(claim.holder().isEmpty() ? 0 : 1);
    }
  }

  @Property
  void aClaimThatRanOutIsNewestUntilSomebodyElseClaims(@ForAll("steps") List<Step> steps) {
    Instant now = Instant.EPOCH;
    Claim claim = Claim.first("session-0-0", PEOPLE.get(0), now, TTL);
    for (Step step : steps) {
      now = now.plusSeconds(step.seconds());
      claim = apply(claim, step, now);
    }
    Instant late = claim.expires().plusSeconds(3600);
    assertThat(claim.isLive(late)).isFalse();
    assertThat(claim.isNewest(claim.token(), claim.account()))
        .as("unless it was given back")
        .isEqualTo(!claim.holder().isEmpty());
    UUID other = new UUID(0, 99);
    Claim taken = granted(claim.claim("session-other", other, late, TTL));
    assertThat(taken.token()).isEqualTo(claim.token() + 1);
    assertThat(taken.isNewest(claim.token(), claim.account())).isFalse();
  }

  @Property
  void nobodyActsUnderAClaimThatWasGivenBack(@ForAll("steps") List<Step> steps) {
    Instant now = Instant.EPOCH;
    Claim claim = Claim.first("session-0-0", PEOPLE.get(0), now, TTL);
    for (Step step : steps) {
      now = now.plusSeconds(step.seconds());
      Claim before = claim;
      claim = apply(claim, step, now);
      if (step.deed() == Deed.RELEASE && !claim.equals(before)) {
        assertThat(claim.isNewest(claim.token(), claim.account())).isFalse();
        assertThat(claim.renew(claim.token(), step.sessionName(), now, TTL))
            .isEqualTo(new Claim.Outcome.Lost());
      }
    }
  }

  private static Claim apply(Claim claim, Step step, Instant now) {
    UUID person = PEOPLE.get(step.person());
    Claim.Outcome outcome =
        switch (step.deed()) {
          case CLAIM -> claim.claim(step.sessionName(), person, now, TTL);
          case RENEW -> claim.renew(claim.token(), step.sessionName(), now, TTL);
          case RELEASE -> claim.release(claim.token(), step.sessionName(), now);
          case SWEEP -> claim.expire(now);
        };
    return switch (outcome) {
      case Claim.Outcome.Granted(Claim next) -> next;
      case Claim.Outcome.Held held -> claim;
      case Claim.Outcome.Lost lost -> claim;
    };
  }

  private static Claim granted(Claim.Outcome outcome) {
    return ((Claim.Outcome.Granted) outcome).claim();
  }
}
