package dev.halcyon.server.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.ChangedItem;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.OutcomeShift;
import dev.halcyon.protocol.Rejudgement;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.WhatIfJob;
import dev.halcyon.protocol.WhatIfReport;
import dev.halcyon.protocol.WhatIfRequest;
import dev.halcyon.protocol.WhatIfState;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies tried on stored items, in shadow and on one item, on a server with the real engine. */
@OnBothDatabases
class TrialTest {
  private static final int ITEMS = 40;

  @TempDir static Path data;
  private static HalcyonServer server;
  private static TestClient pol;
  private static TestClient both;
  private static TestClient auditor;
  private static TestClient harbor;
  private static int next = 200;
  private static Instant firstUntil = Instant.MAX;

  @BeforeAll
  static void start() {
    server = HalcyonServer.start(TestDatabases.options(data));
    pol = signedIn("pol", Role.POLICY);
    both = signedIn("both", Role.POLICY, Role.REVIEWER);
    auditor = signedIn("aud", Role.AUDITOR);
    harbor = signedIn("harbor", Role.SERVICE);
    draft(100, "gold", 0.95, "");
    pol.post("/v1/policies/100/publish");
    for (int i = 0; i < ITEMS; i++) {
      // Every fourth holds gold, every fourth silver; half of all are German.
      String word = i % 4 == 0 ? "gold" : i % 4 == 1 ? "silver" : "tin";
      post("a ring of " + word + " number " + i, i % 8 < 4 ? "DE" : "US");
    }
    firstUntil = Instant.now();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aRuleThatIsAddedChangesTheItemsItMatchesAndNothingElse() {
    int version = draft(next++, "gold|silver", 0.95, "");
    WhatIfReport report = finished(version, new WhatIfRequest(null, null, null, 0)).report();
    assertThat(report.judged()).isEqualTo(ITEMS);
    assertThat(report.unanswered()).isZero();
    assertThat(report.changed()).isEqualTo(ITEMS / 4);
    assertThat(report.categories())
        .containsExactly(new OutcomeShift("spam", Verdict.ALLOW, Verdict.REVIEW, ITEMS / 4));
    assertThat(report.regions())
        .containsExactlyInAnyOrder(
            new OutcomeShift("DE", Verdict.ALLOW, Verdict.REVIEW, ITEMS / 8),
            new OutcomeShift("US", Verdict.ALLOW, Verdict.REVIEW, ITEMS / 8));
    assertThat(report.languages())
        .containsExactly(new OutcomeShift("en", Verdict.ALLOW, Verdict.REVIEW, ITEMS / 4));
    assertThat(report.examples()).hasSize(5).allMatch(each -> each.excerpt() == null);
  }

  @Test
  void anOverlayChangesItsRegionAlone() {
    int version =
        draft(
            next++,
            "gold",
            0.95,
            "overlays: {DE: {rules: [{id: r1, remove: true}, {id: r2, title: R, kind: pattern,"
                + " category: spam, clause: A1, terms: [tin]}]}}");
    WhatIfReport report = finished(version, new WhatIfRequest(null, null, null, 0)).report();
    assertThat(report.regions())
        .containsExactly(
            new OutcomeShift("DE", Verdict.ALLOW, Verdict.REVIEW, ITEMS / 4),
            new OutcomeShift("DE", Verdict.REVIEW, Verdict.ALLOW, ITEMS / 8));
  }

  @Test
  void excerptsAreForThoseAloneWhoSeeContent() {
    int version = draft(next++, "gold|silver", 0.95, "");
    WhatIfJob job = finished(version, new WhatIfRequest(null, null, null, 0));
    List<ChangedItem> seen =
        both.get("/v1/what-ifs/" + job.id()).as(WhatIfJob.class).report().examples();
    assertThat(seen)
        .isNotEmpty()
        .allMatch(each -> String.valueOf(each.excerpt()).contains("silver"));
    assertThat(auditor.get("/v1/what-ifs/" + job.id()).text()).doesNotContain("silver");
  }

  @Test
  void whereAStageWouldHaveToRunItIsSaidAndRunWithinTheLimit() {
    int version = draft(next++, "gold", 0.95, "", "{stage: text.rules}, {stage: text.linear}");
    WhatIfReport none = finished(version, new WhatIfRequest(null, null, null, 0)).report();
    assertThat(none.unanswered()).isEqualTo(ITEMS);
    assertThat(none.judged()).isZero();
    assertThat(none.missing()).containsEntry("text.linear", (long) ITEMS);
    WhatIfReport some = finished(version, new WhatIfRequest(null, null, null, 3)).report();
    assertThat(some.byModel()).isEqualTo(3);
    assertThat(some.judged()).isEqualTo(3);
    assertThat(some.unanswered()).isEqualTo(ITEMS - 3);
  }

  @Test
  void aTrialThatWasStoppedGoesOnWhereItWas() {
    int version = draft(next++, "gold|silver", 0.95, "");
    Trial trial = new Trial(server.context().engine(), server.context().media());
    WhatIfReport whole = finished(version, new WhatIfRequest(null, null, null, 0)).report();
    WhatIfRequest all = new WhatIfRequest(null, firstItemsUntil(), null, 0);
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<WhatIfs> first = new AtomicReference<>();
    Clock stopping = new StoppingClock(asked, () -> first.get().stop());
    UUID id = pol.post("/v1/policies/" + version + "/what-if", all).as(WhatIfJob.class).id();
    first.set(
        new WhatIfs(server.context().database(), server.context().policies(), trial, stopping, 3));
    // Its clock is read once when it takes the trial and once a page: it stops after two pages.
    // Should the server's own thread have taken the trial before, it goes on with it all the same.
    first.get().work();
    first.get().close();
    try (WhatIfs second = idle()) {
      second.work();
    }
    Eventually.until("the trial is done", () -> job(id).state() == WhatIfState.DONE);
    assertThat(job(id).report())
        .usingRecursiveComparison()
        .ignoringFields("examples")
        .isEqualTo(whole);
    assertThat(job(id).done()).isEqualTo(ITEMS);
  }

  @Test
  void aSampleAndARangeAreAsManyItemsAsAsked() {
    int version = draft(next++, "gold|silver", 0.95, "");
    WhatIfJob sampled = finished(version, new WhatIfRequest(null, null, ITEMS / 2, 0));
    assertThat(sampled.total()).isEqualTo(ITEMS / 2);
    assertThat(sampled.report().judged()).isBetween(4L, ITEMS - 4L).isEqualTo(sampled.done());
    WhatIfJob early =
        finished(
            version,
            new WhatIfRequest(Instant.EPOCH, Instant.parse("2001-01-01T00:00:00Z"), null, 0));
    assertThat(early.total()).isZero();
    assertThat(early.report()).isEqualTo(WhatIfReport.EMPTY);
  }

  @Test
  void cancellingAndWrongRequestsAreAnsweredPlainly() {
    Answer missing = pol.post("/v1/policies/9999/what-if");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.problem().code()).isEqualTo("policy.unknown");
    int version = draft(next++, "gold", 0.95, "");
    String path = "/v1/policies/" + version + "/what-if";
    Instant now = Instant.now();
    assertThat(pol.post(path, new WhatIfRequest(now, now, null, 0)).status()).isEqualTo(400);
    assertThat(pol.post(path, new WhatIfRequest(now, now, null, 0)).problem().message())
        .contains("\"from\" does not lie before \"until\"");
    assertThat(pol.post(path, new WhatIfRequest(null, null, 0, 0)).problem().message())
        .contains("\"sample\"");
    assertThat(pol.post(path, new WhatIfRequest(null, null, null, -1)).problem().message())
        .contains("\"modelRuns\"");
    WhatIfJob job = finished(version, new WhatIfRequest(null, null, null, 0));
    Answer late = pol.call("DELETE", "/v1/what-ifs/" + job.id(), BodyPublishers.noBody());
    assertThat(late.as(WhatIfJob.class).state()).isEqualTo(WhatIfState.DONE);
    assertThat(pol.get("/v1/what-ifs/" + UUID.randomUUID()).status()).isEqualTo(404);
    WhatIfs idle = idle();
    WhatIfJob begun = idle.begin("test", version, new WhatIfRequest(null, null, null, 0));
    assertThat(idle.cancel(begun.id()).state()).isIn(WhatIfState.CANCELLED, WhatIfState.DONE);
  }

  @Test
  void aShadowRecordsWhatItWouldHaveSaidAndChangesNothing() {
    int version = draft(next++, "gold|copper", 0.95, "");
    assertThat(pol.post("/v1/policies/" + version + "/shadow").status()).isEqualTo(200);
    try {
      IntakeAnswer live = post("a ring of copper", "US");
      assertThat(live.verdict()).isEqualTo(Verdict.ALLOW);
      post("a ring of lead", "US");
      Eventually.until("the shadow spoke", () -> shadow(version).judged() == 2);
      assertThat(shadow(version).changed()).isEqualTo(1);
      assertThat(shadow(version).examples())
          .singleElement()
          .satisfies(each -> assertThat(each.item()).isEqualTo(live.itemId()))
          .satisfies(each -> assertThat(each.after()).isEqualTo(Verdict.REVIEW));
      String verdict =
          server
              .context()
              .database()
              .read(
                  handle ->
                      handle
                          .createQuery("select verdict from item where id = :id")
                          .bind("id", live.itemId())
                          .mapTo(String.class)
                          .one());
      assertThat(verdict).isEqualTo("ALLOW");
    } finally {
      pol.post("/v1/policies/" + version + "/draft");
    }
  }

  @Test
  void anItemIsJudgedAnewUnderAnyVersionAndItsVerdictStays() {
    int version = draft(next++, "gold|bronze", 0.95, "");
    IntakeAnswer live = post("a ring of bronze", "DE");
    String path = "/v1/items/" + live.itemId() + "/rejudgements?version=";
    String before = standing(live);
    Rejudgement made = auditor.post(path + version).as(Rejudgement.class);
    assertThat(made.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(made.policy().version()).isEqualTo(version);
    assertThat(made.assessments())
        .extracting(Assessment::stage)
        .containsExactly("text.rules", "fusion");
    assertThat(auditor.post(path + version).text()).doesNotContain("\"label\":\"bronze\"");
    assertThat(auditor.post(path + 100).as(Rejudgement.class).verdict()).isEqualTo(Verdict.ALLOW);
    int kept =
        server
            .context()
            .database()
            .read(
                handle ->
                    handle
                        .createQuery(
                            "select count(*) from rejudgement r join item i on i.id = r.item_id"
                                + " where i.id = :id and i.verdict = 'ALLOW'")
                        .bind("id", live.itemId())
                        .mapTo(Integer.class)
                        .one());
    assertThat(kept).isEqualTo(3);
    assertThat(standing(live)).as("it shows, and moves nothing").isEqualTo(before);
    String timeline = auditor.get("/v1/items/" + live.itemId() + "/timeline").text();
    assertThat(timeline)
        .contains("\"item.rejudged\"")
        .contains("\"policy_version\":\"" + version + "\"")
        .as("who asked is in the audit log alone")
        .doesNotContain("asked_by");
    // What was judged by a draft names it, so the draft can no longer change.
    Answer rewritten =
        pol.call(
            "PUT",
            "/v1/policies/" + version,
            BodyPublishers.ofString(document(version, "iron", 0.95, "", "{stage: text.rules}")));
    assertThat(rewritten.status()).isEqualTo(409);
    assertThat(auditor.post(path + 9999).problem().code()).isEqualTo("policy.unknown");
    assertThat(
            auditor
                .post("/v1/items/" + UUID.randomUUID() + "/rejudgements?version=100")
                .problem()
                .code())
        .isEqualTo("item.unknown");
  }

  /** All that holds about an item, and all that people or platforms are told of it. */
  private static String standing(IntakeAnswer item) {
    return server
        .context()
        .database()
        .read(
            handle ->
                handle
                    .createQuery(
                        """
                        select concat_ws('/', i.verdict, i.visibility, i.complete, i.score,
                          i.policy_version,
                          (select count(*) from review_case c where c.item_id = i.id),
                          (select count(*) from every_decision d where d.item_id = i.id),
                          (select count(*) from assessment a where a.item_id = i.id),
                          (select count(*) from effect e where e.item_id = i.id))
                        from item i where i.id = :id
                        """)
                    .bind("id", item.itemId())
                    .mapTo(String.class)
                    .one());
  }

  @Test
  void anErasedItemIsNeitherTriedNorJudgedAnew() {
    int version = draft(next++, "gold", 0.95, "");
    Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
    IntakeAnswer item = post("a ring of lead", "DE");
    WhatIfRequest since = new WhatIfRequest(before, null, null, 0);
    String path = "/v1/policies/" + version + "/what-if";
    assertThat(pol.post(path, since).as(WhatIfJob.class).total()).isEqualTo(1);
    assertThat(
            harbor.call("DELETE", "/v1/items/" + item.itemId(), BodyPublishers.noBody()).status())
        .isEqualTo(204);
    assertThat(pol.post(path, since).as(WhatIfJob.class).total()).isZero();
    Answer anew = auditor.post("/v1/items/" + item.itemId() + "/rejudgements?version=100");
    assertThat(anew.status()).isEqualTo(409);
    assertThat(anew.problem().code()).isEqualTo("item.erased.conflict");
  }

  private static WhatIfs idle() {
    Trial trial = new Trial(server.context().engine(), server.context().media());
    return new WhatIfs(
        server.context().database(), server.context().policies(), trial, Clock.systemUTC(), 3);
  }

  /** Waits for a trial of the items that were there at first. */
  private static WhatIfJob finished(int version, WhatIfRequest request) {
    WhatIfRequest first =
        request.until() == null
            ? new WhatIfRequest(
                request.from(), firstItemsUntil(), request.sample(), request.modelRuns())
            : request;
    Answer begun = pol.post("/v1/policies/" + version + "/what-if", first);
    assertThat(begun.status()).isEqualTo(202);
    UUID id = begun.as(WhatIfJob.class).id();
    Eventually.until("the trial ended", () -> job(id).state() != WhatIfState.RUNNING);
    assertThat(job(id).state()).isEqualTo(WhatIfState.DONE);
    return job(id);
  }

  /** A clock that has something stopped when it is read the third time. */
  private static final class StoppingClock extends Clock {
    private final AtomicInteger asked;
    private final Runnable stop;

    StoppingClock(AtomicInteger asked, Runnable stop) {
      this.asked = asked;
      this.stop = stop;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      if (asked.incrementAndGet() == 3) {
        stop.run();
      }
      return Instant.now();
    }
  }

  private static Instant firstItemsUntil() {
    return firstUntil;
  }

  private static WhatIfJob job(UUID id) {
    return pol.get("/v1/what-ifs/" + id).as(WhatIfJob.class);
  }

  private static WhatIfReport shadow(int version) {
    return pol.get("/v1/policies/" + version + "/shadow").as(WhatIfReport.class);
  }

  private static TestClient signedIn(String name, Role... roles) {
    return TestClient.signedIn(
        server.url(),
        server
            .context()
            .accounts()
            .ensure(name, name, EnumSet.copyOf(List.of(roles)), List.of(), null));
  }

  private static IntakeAnswer post(String text, String region) {
    return harbor
        .post(
            "/v1/items?deadlineMillis=60000",
            new ItemSubmission(
                "harbor",
                UUID.randomUUID().toString(),
                Surface.POST,
                "en",
                region,
                new Author("a", "A", 10, false),
                text,
                List.of(),
                List.of(),
                Instant.now(),
                1,
                false,
                List.of()))
        .as(IntakeAnswer.class);
  }

  private static int draft(int version, String pattern, double score, String more) {
    return draft(version, pattern, score, more, "{stage: text.rules}");
  }

  private static int draft(int version, String pattern, double score, String more, String stages) {
    Answer made =
        pol.call(
            "POST",
            "/v1/policies",
            BodyPublishers.ofString(document(version, pattern, score, more, stages)));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return version;
  }

  private static String document(
      int version, String pattern, double score, String more, String stages) {
    return """
    id: test
    version: %d
    title: Test
    sla: [{priority: P1, seconds: 60, raise_at_reach: 1000000}]
    stages: [%s]
    categories:
      - category: spam
        title: Spam
        severity: neutral
        priority: P1
        thresholds: [{review: 0.5, block: 1.0}]
        clauses: [{id: A1, title: Scam, definition: A scam.}]
    queues:
      - {id: up, title: Up, escalation: true}
      - {id: all, title: All}
    rules:
      - {id: r1, title: Rule, kind: pattern, category: spam, clause: A1, score: %s, terms: ['%s']}
    %s
    """
        .formatted(version, stages, score, pattern, more);
  }
}
