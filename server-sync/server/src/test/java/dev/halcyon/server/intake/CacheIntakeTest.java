package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.MediaUploaded;
import dev.halcyon.protocol.Role;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestDatabases;
import dev.halcyon.server.item.ItemRepository;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Remembered verdicts through a whole server: what is not asked again, and when it is. */
@OnBothDatabases
class CacheIntakeTest {
  private static final String POLICY =
      """
      id: halcyon-default
      version: %d
      title: With a cache
      sla: [{priority: P0, seconds: 60, raise_at_reach: 1000000}]
      stages:
        - {stage: text.rules}
        - {stage: cache, required: false}
        - {stage: text.linear}
        - {stage: media.decode}
        - {stage: cache.media, required: false}
        - {stage: image.nsfw}
      categories:
        - {category: harassment, title: H, severity: moderate, priority: P0,
           thresholds: [{review: %s, block: 1.0}],
           clauses: [{id: B1, title: Insult, definition: k}]}
      queues: [{id: up, title: Up, escalation: true}, {id: all, title: All}]
      """;

  @TempDir Path data;
  private HalcyonServer server;
  private TestClient harbor;
  private TestClient admin;
  private int serial;

  @BeforeEach
  void start() {
    server = HalcyonServer.start(TestDatabases.options(data).withSample(null));
    publish(72, "0.99");
    harbor = TestClient.signedIn(server, "harbor");
    String token =
        server.context().accounts().ensure("adm", "Adm", Set.of(Role.ADMIN), List.of(), null);
    admin = TestClient.signedIn(server.url(), token);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void publish(int version, String review) {
    server.context().policies().add(PolicyDocuments.parse(POLICY.formatted(version, review), "p"));
    server.context().policies().publish("system", version);
  }

  private IntakeAnswer send(String text, String... media) {
    return harbor
        .post("/v1/items?deadlineMillis=60000", Samples.post("c-" + ++serial, text, media))
        .as(IntakeAnswer.class);
  }

  private String upload(byte[] bytes) {
    return harbor
        .send(
            harbor
                .request("/v1/media")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(bytes)))
        .as(MediaUploaded.class)
        .mediaId();
  }

  /** How often a stage came to an end as it should, by what the server shows of itself. */
  private int runs(String stage) {
    return admin
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("halcyon_stage_runs_total"))
        .filter(line -> line.contains("stage=\"" + stage + "\"") && line.contains("status=\"ok\""))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void theSameTextIsNotJudgedTwiceAndUnderANewPolicyItIs() {
    String insult = "you are a pathetic loser and nobody likes you";
    assertThat(send(insult).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(send(insult).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(runs("cache")).isEqualTo(2);
    assertThat(runs("text.linear")).isEqualTo(1);

    publish(73, "0.3");
    assertThat(send(insult).verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(runs("text.linear")).isEqualTo(2);
    assertThat(send(insult).verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(runs("text.linear")).isEqualTo(2);
  }

  @Test
  void theSamePictureIsDecodedAgainAndNotLookedAtAgain() throws IOException {
    String picture = upload(BankPictures.scene(false));
    assertThat(send("", picture).verdict()).isEqualTo(Verdict.ALLOW);
    IntakeAnswer again = send("", picture);
    assertThat(again.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(again.complete()).isTrue();
    assertThat(runs("media.decode")).isEqualTo(2);
    assertThat(runs("cache.media")).isEqualTo(2);
    assertThat(runs("image.nsfw")).isEqualTo(1);
    MediaInfo info =
        server
            .context()
            .database()
            .read(handle -> new ItemRepository().find(handle, again.itemId()))
            .orElseThrow()
            .media()
            .getFirst();
    assertThat(info.state()).isEqualTo(MediaState.READY);
    assertThat(info.keyframes().getFirst().scores()).isNotEmpty();
  }
}
