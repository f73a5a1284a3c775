package dev.halcyon.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.client.CaseFilter;
import dev.halcyon.client.SyncClient;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole corpus against a real server, its engine and its database. */
class SampleFeedTest {
  /** What the feed goes over to; see Arrivals. */
  private static final int NEWEST = 5;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void theFeedFillsEveryPriorityAndASecondRunAsksForOneItemOnly(@TempDir Path data) {
    long backlog = SampleItem.all().stream().filter(item -> !item.late()).count();
    Set<UUID> before;
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(data).withSample(null))) {
      FeedCount first = feed(server);
      assertThat(first.sent()).isEqualTo((int) backlog);
      assertThat(first.known()).isZero();
      assertThat(first.of(Verdict.ALLOW)).isGreaterThan(first.sent() / 4);
      assertThat(first.of(Verdict.BLOCK)).isPositive();
      try (SyncClient ana = reviewer(server)) {
        List<CaseSummary> cases = cases(ana);
        assertThat(cases).hasSizeBetween(60, 100);
        for (Priority priority : List.of(Priority.P0, Priority.P1, Priority.P2)) {
          assertThat(cases).anyMatch(waiting -> waiting.priority() == priority);
        }
        before = ids(cases);
        try (SyncClient lin = signedIn(server, "lin")) {
          Set<UUID> all = ids(cases(lin));
          assertThat(all)
              .as("a lead sees the cases that ana is not fit for too")
              .containsAll(before);
          assertThat(ana.queues().stream().mapToInt(QueueSummary::depth).sum())
              .isEqualTo(all.size());
        }
      }
    }
    // One-time tokens work once; the server gives fresh ones when it starts again on its data.
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(data).withSample(null))) {
      FeedCount second = feed(server);
      assertThat(second.sent()).as("sent again to ask for it").isEqualTo(1);
      assertThat(second.known()).isEqualTo(1);
      try (SyncClient ana = reviewer(server)) {
        assertThat(ids(cases(ana))).isEqualTo(before);
        assertThat(ana.currentPolicy("US").ref().version()).isEqualTo(NEWEST);
      }
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("policy " + NEWEST + " published")
        .contains("the server has the " + backlog + " items already");
  }

  @Test
  void aUsedTokenIsRefusedInWords(@TempDir Path data) {
    try (HalcyonServer server = HalcyonServer.start(ServerOptions.local(data).withSample(null))) {
      String used = server.oneTimeToken("harbor").orElseThrow();
      PlatformClient.signIn(server.url(), used).close();
      assertThatThrownBy(() -> PlatformClient.signIn(server.url(), used))
          .isInstanceOfSatisfying(
              UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("auth.failed"));
    }
  }

  private FeedCount feed(HalcyonServer server) {
    try (SampleFeed feed =
        SampleFeed.connect(
            server.url(),
            server.oneTimeToken("harbor").orElseThrow(),
            server.oneTimeToken("pol").orElseThrow(),
            new PrintStream(said, true, StandardCharsets.UTF_8))) {
      return feed.backlog();
    }
  }

  private static SyncClient reviewer(HalcyonServer server) {
    return signedIn(server, "ana");
  }

  private static SyncClient signedIn(HalcyonServer server, String account) {
    SyncClient client = new SyncClient(server.url());
    client.signInOneTime(server.oneTimeToken(account).orElseThrow());
    return client;
  }

  private static List<CaseSummary> cases(SyncClient client) {
    List<CaseSummary> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      CasePage page = client.cases(CaseFilter.ALL.withAfter(cursor));
      all.addAll(page.cases());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  private static Set<UUID> ids(List<CaseSummary> cases) {
    Set<UUID> ids = new TreeSet<>();
    cases.forEach(waiting -> ids.add(waiting.id()));
    return ids;
  }
}
