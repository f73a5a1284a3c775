package dev.halcyon.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerContext;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.access.Staff;
import dev.halcyon.server.wellness.Wellness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many people reaching for the same cases at the same moment, on a real database. */
@OnBothDatabases
@Timeout(120)
class ConcurrentClaimsTest {
  private static final int PEOPLE = 12;

  @TempDir Path directory;
  private HalcyonServer server;
  private ServerContext context;
  private Leases leases;
  private final List<Principal> people = new ArrayList<>();

  @BeforeEach
  void startServer() {
    server = HalcyonServer.start(TestDatabases.options(directory));
    context = server.context();
    context.policies().add(Fixtures.policy(1001));
    context.policies().publish("system", 1001);
    leases =
        new Leases(
            context.database(),
            context.clock(),
            context.changes(),
            context.audit(),
            new CaseDetails(context.clock()),
            new Staffing(
                new Staff(context.database(), context.audit()),
                context.policies(),
                context.clock()),
            new Wellness(context.policies(), context.clock()),
            LeaseTerms.BASE_SECONDS);
    for (int i = 0; i < PEOPLE; i++) {
      String oneTime =
          context
              .accounts()
              .ensure("person" + i, "Person " + i, Set.of(Role.REVIEWER), List.of(), null);
      Account account = context.accounts().signInOnce(oneTime, "test").account();
      people.add(new Principal(account, "session-" + i));
    }
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void onlyOneOfManyGetsTheCaseAndTheOthersLearnWho() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      CaseSummary made = Fixtures.createCase(context, "contested " + round);
      Queue<OpenedCase> winners = new ConcurrentLinkedQueue<>();
      Queue<UserProblem> losers = new ConcurrentLinkedQueue<>();
      allAtOnce(
          person -> {
            try {
              winners.add(leases.open(person, made.id()));
            } catch (UserProblem held) {
              losers.add(held);
            }
          });
      assertThat(winners).hasSize(1);
      assertThat(losers).hasSize(PEOPLE - 1);
      assertThat(losers).extracting(UserProblem::code).containsOnly("lease.held");
      String winner = winners.element().detail().summary().holder();
      assertThat(losers)
          .allSatisfy(held -> assertThat(held.getMessage()).startsWith(String.valueOf(winner)));
    }
  }

  @Test
  void tokensOnlyGrowWhenEverybodyTakesAndGivesBackAtOnce() throws InterruptedException {
    UUID caseId = Fixtures.createCase(context, "passed round").id();
    Queue<Long> tokens = new ConcurrentLinkedQueue<>();
    allAtOnce(
        person -> {
          for (int i = 0; i < 10; i++) {
            try {
              long token = leases.open(person, caseId).lease().token();
              tokens.add(token);
              leases.release(person, caseId, token);
            } catch (UserProblem held) {
              assertThat(held.code()).isEqualTo("lease.held");
            }
          }
        });
    assertThat(tokens).isNotEmpty().doesNotHaveDuplicates();
    long last =
        context
            .database()
            .read(handle -> new LeaseRepository().find(handle, caseId).orElseThrow().token());
    assertThat(last).isEqualTo(tokens.size());
  }

  private void allAtOnce(java.util.function.Consumer<Principal> deed) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (Principal person : people) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      start.await();
                      deed.accept(person);
                    } catch (Throwable e) {
                      failures.add(e);
                    }
                  }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }
}
