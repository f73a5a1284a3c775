package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.RationaleSource;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.TranslateRequest;
import dev.halcyon.protocol.TranslatedText;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.crash.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A language model that the operator names in the environment of the server's process, from a
 * published policy that lists it to the argument a reviewer reads.
 */
@Timeout(240)
class JudgedIntakeTest {
  private static final String INSULT = "you are a pathetic loser and nobody likes you";

  private static final String PASSWORD = "a long password for a test";

  private static final String OPINION =
      """
      {"action": "review", "category": "harassment", "confidence": 0.9,
       "reasoning": ["It demeans one person."], "clauses": [], "exceptions": [],
       "quotes": ["pathetic loser", "I will find you"]}
      """;

  @TempDir private Path folder;
  private volatile String said = OPINION;
  private HttpServer model;
  private final List<JsonNode> questions = new CopyOnWriteArrayList<>();

  @BeforeEach
  void startModel() throws IOException {
    model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    model.createContext("/", this::answer);
    model.start();
  }

  @AfterEach
  void stopModel() {
    model.stop(0);
  }

  /** Holds to the schema it is asked for, as the probe wants to see; finds every item demeaning. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = Wire.mapper().readTree(exchange.getRequestBody().readAllBytes());
      JsonNode word = request.at("/response_format/json_schema/schema/properties/word/enum/0");
      String answer = word.isTextual() ? "{\"word\": \"" + word.asText() + "\"}" : this.said;
      if (!word.isTextual()) {
        questions.add(request);
      }
      ObjectNode root = Wire.mapper().createObjectNode();
      ObjectNode choice = root.putArray("choices").addObject().put("finish_reason", "stop");
      choice.putObject("message").put("role", "assistant").put("content", answer);
      root.putObject("usage").put("prompt_tokens", 900).put("completion_tokens", 60);
      byte[] bytes = root.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Makes accounts in the file database of a server that is not running yet. */
  private Path withAccounts() {
    Path data = folder.resolve("data");
    try (HalcyonServer first = HalcyonServer.start(ServerOptions.local(data))) {
      for (Role role : List.of(Role.POLICY, Role.SERVICE, Role.REVIEWER)) {
        first
            .context()
            .accounts()
            .ensure(role.name(), role.name(), Set.of(role), List.of(), PASSWORD);
      }
    }
    return data;
  }

  private static TestClient signedIn(URI url, Role role) {
    Session session =
        new TestClient(url, null)
            .post("/v1/sessions", new SignInRequest(role.name(), PASSWORD))
            .as(Session.class);
    return new TestClient(url, session.token());
  }

  /** The newest shipped policy as version 50, with the judge at the end of its stages. */
  private static String judged() {
    int newest = PolicyDocuments.SHIPPED_VERSIONS.getLast();
    return PolicyDocuments.shippedText(newest)
            .replaceFirst("(?m)^version: .*$", "version: 50")
            .replaceFirst("(?m)^stages:$", "stages:\n  - {stage: judge.llm, required: false}")
        + "\njudge: {prompt: judge-1, ask_from: 0}\n";
  }

  @Test
  void anItemIsJudgedByTheOperatorsModelAndTheReviewerReadsItsArgument() throws Exception {
    Path data = withAccounts();
    int port = ServerProcess.freePort();
    Map<String, String> environment =
        Map.of(
            "HALCYON_JUDGE_URL",
            "http://127.0.0.1:" + model.getAddress().getPort() + "/v1",
            "HALCYON_JUDGE_MODEL",
            "some-model");
    Process server = ServerProcess.start(environment, folder, data, port);
    try {
      URI url = URI.create("http://127.0.0.1:" + port);
      TestClient author = signedIn(url, Role.POLICY);
      assertThat(author.call("POST", "/v1/policies", BodyPublishers.ofString(judged())).status())
          .isEqualTo(201);
      assertThat(author.post("/v1/policies/50/publish").status()).isEqualTo(204);

      IntakeAnswer answer =
          signedIn(url, Role.SERVICE)
              .post("/v1/items?deadlineMillis=60000", Samples.post("judged", INSULT))
              .as(IntakeAnswer.class);
      assertThat(answer.verdict()).isEqualTo(Verdict.REVIEW);
      CaseDetail detail =
          signedIn(url, Role.REVIEWER).get("/v1/cases/" + answer.caseId()).as(CaseDetail.class);

      assertThat(questions).hasSize(1);
      assertThat(questions.getFirst().toString()).contains(INSULT);
      Assessment said = judgement(detail);
      assertThat(said.status()).isEqualTo(AssessmentStatus.OK);
      assertThat(said.model().name()).isEqualTo("some-model");
      assertThat(said.note()).contains("judge.quotes: 1 quotes stand nowhere");
      assertThat(said.policy().version()).isEqualTo(50);
      Evidence.Words quote = (Evidence.Words) said.evidence().getFirst();
      assertThat(INSULT.substring(quote.start(), quote.end())).isEqualTo("pathetic loser");
      assertThat(detail.rationale().source()).isEqualTo(RationaleSource.JUDGE);
      assertThat(detail.rationale().steps())
          .extracting(RationaleStep::label)
          .contains("It demeans one person.");
      assertThat(detail.rationale().steps())
          .filteredOn(step -> step.kind() == StepKind.QUOTE_STRUCK)
          .as("the quote that stands nowhere, stored and sent as struck")
          .extracting(RationaleStep::label)
          .containsExactly("I will find you");
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  @Test
  void aReviewerWhoAsksGetsATranslationByTheModelThatTheOperatorNamesForItAlone() throws Exception {
    Path settings = folder.resolve("judge.yaml");
    Files.writeString(
        settings,
        """
        endpoints:
          - {name: words, role: translator, model: tongue, url: "http://127.0.0.1:%d/v1"}
        """
            .formatted(model.getAddress().getPort()));
    said = "{\"translation\": \"you are nothing, call [phone]\"}";
    Path data = withAccounts();
    int port = ServerProcess.freePort();
    Process server =
        ServerProcess.start(
            Map.of("HALCYON_JUDGE_SETTINGS", settings.toString()), folder, data, port);
    try {
      URI url = URI.create("http://127.0.0.1:" + port);
      IntakeAnswer answer =
          signedIn(url, Role.SERVICE)
              .post("/v1/items?deadlineMillis=60000", Samples.post("judged", INSULT))
              .as(IntakeAnswer.class);
      assertThat(questions).as("who translates judges nothing").isEmpty();
      TestClient reviewer = signedIn(url, Role.REVIEWER);
      String route = "/v1/cases/" + answer.caseId() + "/translation";
      TranslatedText text =
          reviewer.post(route, new TranslateRequest("en")).as(TranslatedText.class);
      assertThat(text.text()).isEqualTo("you are nothing, call [phone]");
      assertThat(text.model()).isEqualTo("tongue");
      assertThat(text.prompt()).startsWith("translate-1@");
      assertThat(questions)
          .singleElement()
          .satisfies(question -> assertThat(question.toString()).contains(INSULT));
      assertThat(reviewer.post(route, new TranslateRequest("klingon")).problem().code())
          .isEqualTo("translation.language");
      assertThat(
              reviewer
                  .post(
                      "/v1/cases/" + UUID.randomUUID() + "/translation", new TranslateRequest("en"))
                  .problem()
                  .code())
          .isEqualTo("case.unknown");
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static Assessment judgement(CaseDetail detail) {
    return detail.assessments().stream()
        .filter(each -> each.stage().equals("judge.llm"))
        .findFirst()
        .orElseThrow();
  }
}
