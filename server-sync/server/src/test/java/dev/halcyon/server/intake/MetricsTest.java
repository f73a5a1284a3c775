package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ReachedAt;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.StageShare;
import dev.halcyon.protocol.StageShares;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server counts of itself, read over HTTP after real work. */
class MetricsTest {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)(?:\\{((?:[a-z_]+=\"[^\"]*\",?)*)})? ([-+0-9.eEInfNa]+)(?: [0-9.]+)?");

  @TempDir Path data;

  private ScriptedServer server;
  private TestClient harbor;
  private TestClient admin;

  @BeforeEach
  void start() {
    server = new ScriptedServer(data);
    harbor = server.client("harbor", Role.SERVICE);
    admin = server.client("adm", Role.ADMIN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itemsAreCountedWhereTheirVerdictWasReachedAndLabelsNameNobody() {
    send("secret-id-1", "good morning from anna.secret@example.org");
    send("secret-id-2", "block this");
    send("secret-id-3", "review this");
    send("secret-id-4", "review that");
    Map<String, Double> samples = samples(text("text/plain"));
    assertThat(samples)
        .containsEntry("halcyon_verdicts_total{reached_at=\"rules\",verdict=\"allow\"}", 1.0)
        .containsEntry("halcyon_verdicts_total{reached_at=\"rules\",verdict=\"block\"}", 1.0)
        .containsEntry("halcyon_verdicts_total{reached_at=\"people\",verdict=\"review\"}", 2.0)
        .containsEntry("halcyon_stage_runs_total{stage=\"text.rules\",status=\"ok\"}", 4.0)
        .containsEntry("halcyon_stage_seconds_count{stage=\"text.rules\"}", 4.0)
        .containsEntry(
            "halcyon_cases_open{priority=\"P1\",queue=\"unrouted\",state=\"waiting\"}", 2.0)
        .containsEntry(
            "halcyon_cases_overdue{priority=\"P1\",queue=\"unrouted\",state=\"waiting\"}", 0.0)
        .containsEntry("halcyon_http_requests_total{route=\"items\",status=\"200\"}", 4.0)
        .containsEntry("halcyon_http_request_seconds_count{route=\"items\"}", 4.0)
        .containsEntry("halcyon_items_waiting", 0.0)
        .containsKey("halcyon_uptime_seconds");
    assertThat(text("text/plain"))
        .doesNotContain("secret")
        .doesNotContain("harbor")
        .doesNotContain("Somebody")
        .doesNotContain("anna");
  }

  @Test
  void overdueCasesShow() {
    send("1", "review this");
    server.execute(
        "update review_case set due_at = timestamp with time zone '2020-01-01 00:00:00Z'");
    assertThat(samples(text("text/plain")))
        .containsEntry(
            "halcyon_cases_overdue{priority=\"P1\",queue=\"unrouted\",state=\"waiting\"}", 1.0);
  }

  @Test
  void theFormIsTheOneTheReaderAsksForAndEveryLineIsOfIt() {
    send("1", "hello");
    Answer plain = page("*/*");
    assertThat(plain.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    assertThat(lines(plain.text())).isNotEmpty().allMatch(MetricsTest::isLine);
    Answer open = page("application/openmetrics-text; version=1.0.0");
    assertThat(open.header("Content-Type")).startsWith("application/openmetrics-text");
    assertThat(open.text()).endsWith("# EOF\n");
    assertThat(lines(open.text())).allMatch(MetricsTest::isLine);
  }

  @Test
  void sharesAreOfAllServersAndSurviveARestartBesideTheAim() {
    send("1", "hello");
    send("2", "hello again");
    send("3", "block this");
    send("4", "review this");
    stop();
    start();
    send("5", "hello");
    TestClient lead = server.client("lea", Role.LEAD);
    StageShares shares = lead.get("/v1/stages/shares").as(StageShares.class);
    assertThat(shares.items()).isEqualTo(5);
    assertThat(shares.places()).isEqualTo(Map.of("RULES", 4L, "PEOPLE", 1L));
    StageShare people = shares.shares().getLast();
    assertThat(people.places()).containsExactly(ReachedAt.PEOPLE);
    assertThat(people.share()).isEqualTo(0.2);
    assertThat(people.aimUntil()).isEqualTo(0.05);
    assertThat(shares.shares()).extracting(StageShare::items).containsExactly(4L, 0L, 1L);
    assertThat(lead.get("/v1/stages/shares?hours=0").problem().code()).isEqualTo("request.query");
    server.execute(
        "update stage_share set at_hour = timestamp with time zone '2020-01-01 00:00:00Z'");
    assertThat(lead.get("/v1/stages/shares?hours=5").as(StageShares.class).items()).isZero();
  }

  private void send(String id, String text) {
    harbor.post("/v1/items?deadlineMillis=20000", Samples.post(id, text)).as(IntakeAnswer.class);
  }

  private Answer page(String accept) {
    Answer answer = admin.send(admin.request("/metrics").header("Accept", accept).GET());
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }

  private String text(String accept) {
    return page(accept).text();
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }

  private static boolean isLine(String line) {
    return line.startsWith("# HELP halcyon_")
        || line.startsWith("# TYPE halcyon_")
        || line.equals("# EOF")
        || SAMPLE.matcher(line).matches();
  }

  private static Map<String, Double> samples(String text) {
    Map<String, Double> samples = new HashMap<>();
    for (String line : text.lines().toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        String labels = sample.group(2) == null ? "" : "{" + sample.group(2) + "}";
        samples.put(sample.group(1) + labels, Double.valueOf(sample.group(3)));
      }
    }
    return samples;
  }
}
