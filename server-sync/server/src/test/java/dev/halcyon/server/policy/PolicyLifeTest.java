package dev.halcyon.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.PolicyState;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.PolicyVersions;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of the policy from draft to roll-back, over HTTP. */
@OnBothDatabases
class PolicyLifeTest {
  @TempDir static Path data;
  private static HalcyonServer server;
  private static TestClient pol;
  private static TestClient reviewer;
  private static int next = 100;

  @BeforeAll
  static void start() {
    server = HalcyonServer.start(TestDatabases.options(data));
    pol = signedIn(server, "pol", Role.POLICY);
    reviewer = signedIn(server, "rev", Role.REVIEWER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aDraftIsStoredReadBackAndListed() {
    int version = next++;
    Answer made = send("POST", "/v1/policies", document(version, "gold"));
    assertThat(made.status()).isEqualTo(201);
    PolicyVersion draft = made.as(PolicyVersion.class);
    assertThat(draft.state()).isEqualTo(PolicyState.DRAFT);
    assertThat(draft.overlays()).containsExactly("DE");
    assertThat(reviewer.get("/v1/policies/" + version + "/document").text())
        .isEqualTo(document(version, "gold"));
    assertThat(reviewer.get("/v1/policies").as(PolicyVersions.class).versions()).contains(draft);
    assertThat(policy(version + "?region=DE").ref().overlay()).isEqualTo("DE");
    assertThat(policy(version + "?region=ZZ").ref().overlay()).isEqualTo("ZZ");
    assertThat(policy(version + "?region=BR").ref().overlay()).isNull();
    assertThat(policy("current").ref().version()).isNotEqualTo(version);
  }

  @Test
  void aDraftMayBeRewrittenUntilItJudgedAnything() {
    int version = next++;
    String first =
        send("POST", "/v1/policies", document(version, "gold")).as(PolicyVersion.class).hash();
    Answer other = send("PUT", "/v1/policies/" + version, document(version, "silver"));
    assertThat(other.as(PolicyVersion.class).hash()).isNotEqualTo(first);
    assertThat(policy(version + "").rules().getFirst().terms()).containsExactly("silver");
    assertThat(move(version, "shadow").as(PolicyVersion.class).state())
        .isEqualTo(PolicyState.SHADOW);
    refused(send("PUT", "/v1/policies/" + version, document(version, "tin")), "in shadow");
    assertThat(move(version, "draft").as(PolicyVersion.class).fixed()).isTrue();
    refused(send("PUT", "/v1/policies/" + version, document(version, "tin")), "judgements name it");
    assertThat(policy(version + "").rules().getFirst().terms()).containsExactly("silver");
  }

  @Test
  void whatWasPublishedIsNeverRewritten() {
    int version = next++;
    send("POST", "/v1/policies", document(version, "gold"));
    assertThat(move(version, "publish").status()).isEqualTo(204);
    refused(send("PUT", "/v1/policies/" + version, document(version, "tin")), "in force");
    refused(send("POST", "/v1/policies", document(version, "tin")), "in force");
  }

  @Test
  void rollingBackGoesToTheVersionBeforeAndIsLogged() {
    int before = policy("current").ref().version();
    int version = next++;
    send("POST", "/v1/policies", document(version, "gold"));
    move(version, "publish");
    assertThat(policy("current").ref().version()).isEqualTo(version);
    PolicyVersion now = move(version, "rollback").as(PolicyVersion.class);
    assertThat(now.version()).isEqualTo(before);
    assertThat(now.state()).isEqualTo(PolicyState.PUBLISHED);
    assertThat(policy("current").ref().version()).isEqualTo(before);
    assertThat(state(version)).isEqualTo(PolicyState.ROLLED_BACK);
    refused(move(version, "rollback"), "Only what is in force");
    List<String> actions =
        server
            .context()
            .database()
            .read(
                handle ->
                    handle
                        .createQuery(
                            "select action from audit_entry where subject = :subject order by id")
                        .bind("subject", "policy " + version)
                        .mapTo(String.class)
                        .list());
    assertThat(actions).containsExactly("policy.drafted", "policy.published", "policy.rolled_back");
  }

  @Test
  void thereIsNothingBeforeTheFirst(@TempDir Path other) {
    try (HalcyonServer fresh = HalcyonServer.start(TestDatabases.options(other))) {
      TestClient author = signedIn(fresh, "pol", Role.POLICY);
      int first = author.get("/v1/policies/current").as(ResolvedPolicy.class).ref().version();
      Answer answer = author.post("/v1/policies/" + first + "/rollback");
      refused(answer, "There is nothing to roll back to");
      assertThat(answer.problem().remedy()).contains("publish");
    }
  }

  @Test
  void oneVersionAtATimeIsInShadow() {
    int one = next++;
    int two = next++;
    send("POST", "/v1/policies", document(one, "gold"));
    send("POST", "/v1/policies", document(two, "gold"));
    move(one, "shadow");
    refused(move(two, "shadow"), "Version " + one + " is in shadow");
    refused(move(two, "draft"), "is a draft. Only a shadow can be ended");
    move(one, "draft");
    assertThat(move(two, "shadow").status()).isEqualTo(200);
    move(two, "draft");
  }

  @Test
  void aWrongDocumentIsRefusedWithItsLineAndNothingIsStored() {
    int version = next++;
    Answer answer =
        send(
            "POST",
            "/v1/policies",
            document(version, "gold").replace("terms: ['gold']", "terms: ['go(ld']"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem().code()).isEqualTo("policy.invalid");
    assertThat(answer.problem().message()).contains("line 20: rule r1: the pattern 'go(ld'");
    assertThat(reviewer.get("/v1/policies/" + version).status()).isEqualTo(404);
    Answer none = send("PUT", "/v1/policies/999", document(999, "gold"));
    assertThat(none.problem().code()).isEqualTo("policy.unknown");
    refused(
        send("PUT", "/v1/policies/998", document(999, "gold")), "The document says version 999");
    assertThat(send("POST", "/v1/policies", "id: [").problem().message()).contains("line");
    assertThat(move(999, "publish").problem().code()).isEqualTo("policy.unknown");
  }

  private static HalcyonServer second(Path one, Path two, String shared) throws IOException {
    TestDatabases.shareKeys(one, two);
    return HalcyonServer.start(ServerOptions.local(two).withDatabase(shared));
  }

  @Test
  void theOtherServerOfADatabaseJudgesByWhatWasPublishedHere(@TempDir Path one, @TempDir Path two)
      throws IOException {
    String shared =
        TestDatabases.isPostgresql()
            ? TestDatabases.schema(one)
            : "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    try (HalcyonServer here = HalcyonServer.start(ServerOptions.local(one).withDatabase(shared));
        HalcyonServer there = second(one, two, shared)) {
      TestClient author = signedIn(here, "pol", Role.POLICY);
      TestClient harbor = signedIn(there, "harbor", Role.SERVICE);
      author.call("POST", "/v1/policies", BodyPublishers.ofString(document(700, "gold")));
      // Warm what the other process remembers of the policy in force.
      assertThat(item(harbor, "all that glitters is gold").verdict()).isEqualTo(Verdict.ALLOW);
      assertThat(author.post("/v1/policies/700/publish").status()).isEqualTo(204);
      IntakeAnswer judged = item(harbor, "all that glitters is gold");
      assertThat(judged.verdict()).isEqualTo(Verdict.REVIEW);
      int named =
          there
              .context()
              .database()
              .read(
                  handle ->
                      handle
                          .createQuery("select policy_version from item where id = :id")
                          .bind("id", judged.itemId())
                          .mapTo(Integer.class)
                          .one());
      assertThat(named).isEqualTo(700);
      assertThat(harbor.get("/v1/policies/current").as(ResolvedPolicy.class).ref().version())
          .isEqualTo(700);
    }
  }

  private static IntakeAnswer item(TestClient harbor, String text) {
    return harbor
        .post(
            "/v1/items?deadlineMillis=30000",
            new ItemSubmission(
                "harbor",
                UUID.randomUUID().toString(),
                Surface.POST,
                "en",
                "US",
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

  private static TestClient signedIn(HalcyonServer at, String name, Role role) {
    return TestClient.signedIn(
        at.url(), at.context().accounts().ensure(name, name, Set.of(role), List.of(), null));
  }

  private static Answer send(String method, String path, String yaml) {
    return pol.call(method, path, BodyPublishers.ofString(yaml));
  }

  private static Answer move(int version, String to) {
    return pol.post("/v1/policies/" + version + "/" + to);
  }

  private static ResolvedPolicy policy(String which) {
    return reviewer.get("/v1/policies/" + which).as(ResolvedPolicy.class);
  }

  private static PolicyState state(int version) {
    return reviewer.get("/v1/policies").as(PolicyVersions.class).versions().stream()
        .filter(each -> each.version() == version)
        .findFirst()
        .orElseThrow()
        .state();
  }

  private static void refused(Answer answer, String why) {
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem().code()).isEqualTo("policy.conflict");
    assertThat(answer.problem().message()).contains(why);
    assertThat(answer.problem().remedy()).isNotBlank();
  }

  private static String document(int version, String word) {
    return Fixtures.policyText(version, word, 1)
        .replace("rules:", "overlays:\n  DE:\n    review_hides: false\nrules:");
  }
}
