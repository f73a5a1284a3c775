package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.ItemSubmission;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.RevealEnded;
import dev.halcyon.protocol.RevealGrant;
import dev.halcyon.protocol.RevealPurpose;
import dev.halcyon.protocol.RevealRequest;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.server.Eventually;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real server with the real engine, its worker and the shipped policy, over HTTP. */
@OnBothDatabases
class RealEngineIntakeTest {
  private static final String THREAT = "yo. I w1ll k1ll you, wait and see";

  @TempDir static Path data;

  private static HalcyonServer server;
  private static TestClient harbor;
  private static TestClient ana;
  private static int serial;

  @BeforeAll
  static void start() {
    server = HalcyonServer.start(TestDatabases.options(data).withSample(null));
    server
        .context()
        .policies()
        .install(
            PolicyDocuments.SHIPPED_VERSIONS.stream().map(PolicyDocuments::shipped).toList(), 1);
    harbor = TestClient.signedIn(server, "harbor");
    ana = TestClient.signedIn(server, "ana");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static IntakeAnswer send(String text, String... mediaIds) {
    String id = "real-" + ++serial;
    return harbor
        .post("/v1/items?deadlineMillis=60000", Samples.post(id, text, mediaIds))
        .as(IntakeAnswer.class);
  }

  private static String upload(byte[] bytes, String type) {
    return harbor.upload(type, bytes);
  }

  private static CaseDetail detail(IntakeAnswer answer) {
    assertThat(answer.caseId()).as("%s", answer).isNotNull();
    return ana.get("/v1/cases/" + answer.caseId()).as(CaseDetail.class);
  }

  private static Assessment decode(CaseDetail detail) {
    return detail.assessments().stream()
        .filter(said -> said.stage().equals("media.decode"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everydayWordsAreAllowed() {
    IntakeAnswer answer = send("The library on Elm Street is open on Saturdays.");
    assertThat(answer.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(answer.visibility()).isEqualTo(Visibility.VISIBLE);
    assertThat(answer.complete()).isTrue();
  }

  @Test
  void aLinkToAKnownPhishingHostIsBlocked() {
    IntakeAnswer answer = send("log in again at https://harbor-login.invalid/now");
    assertThat(answer.verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(answer.visibility()).isEqualTo(Visibility.REMOVED);
  }

  @Test
  void aThreatBecomesACaseWithItsRationaleAndClause() {
    IntakeAnswer answer = send(THREAT);
    assertThat(answer.verdict()).isEqualTo(Verdict.REVIEW);
    CaseDetail detail = detail(answer);
    assertThat(detail.rationale()).isNotNull();
    assertThat(detail.rationale().clause()).isNotNull();
    assertThat(detail.item().language()).isEqualTo("en");
    assertThat(detail.assessments())
        .extracting(Assessment::stage)
        .contains("text.rules", "text.linear", "fusion");
  }

  @Test
  void aPictureIsShownBlurredAndRevealedSharpUnderALease() throws IOException {
    byte[] original = Pictures.png(640, 480, 0xAA3311);
    String mediaId = upload(original, "image/png");
    IntakeAnswer answer = send(THREAT, mediaId);
    CaseDetail detail = detail(answer);
    MediaInfo info = detail.item().media().getFirst();
    assertThat(info.state()).isEqualTo(MediaState.READY);
    assertThat(info.width()).isEqualTo(640);

    Answer rendition =
        ana.get("/v1/cases/" + answer.caseId() + "/media/" + mediaId + "/renditions/0");
    assertThat(rendition.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(isGray(picture(rendition))).isTrue();

    long token =
        ana.post("/v1/cases/" + answer.caseId() + "/open").as(OpenedCase.class).lease().token();
    RevealGrant grant =
        ana.post(
                "/v1/cases/" + answer.caseId() + "/reveals",
                new RevealRequest(mediaId, 0, RevealPurpose.VIEW, token))
            .as(RevealGrant.class);
    Answer sharp = ana.get("/v1/reveals/" + grant.id() + "/content");
    assertThat(sharp.status()).isEqualTo(200);
    assertThat(sharp.response().body()).isNotEqualTo(original);
    assertThat(isGray(picture(sharp))).isFalse();
    assertThat(picture(sharp).getWidth()).isEqualTo(640);
    assertThat(ana.post("/v1/reveals/" + grant.id() + "/ended", new RevealEnded(10)).status())
        .isEqualTo(204);
  }

  /** One second of silence and one of a tone of 1 kHz at half of full scale. */
  private static byte[] tone() throws IOException {
    ByteBuffer pcm = ByteBuffer.allocate(64_000).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 32_000; i++) {
      double wave = i < 16_000 ? 0 : Math.sin(2 * Math.PI * 1000 * i / 16_000);
      pcm.putShort((short) Math.round(wave * 16_384));
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    AudioSystem.write(
        new AudioInputStream(
            new ByteArrayInputStream(pcm.array()),
            new AudioFormat(16_000, 16, 1, true, false),
            32_000),
        AudioFileFormat.Type.WAVE,
        file);
    return file.toByteArray();
  }

  @Test
  void theSoundOfAPartIsSeenAndReadByWhoMayReadTheCaseAndByNobodyElse() throws IOException {
    String mediaId = upload(tone(), "audio/wav");
    IntakeAnswer answer = send(THREAT + " Listen to what I recorded for you.", mediaId);
    String path = "/v1/cases/" + answer.caseId() + "/media/" + mediaId + "/sound";
    SoundTrack sound = ana.get(path).as(SoundTrack.class);
    assertThat(sound.mediaId()).isEqualTo(mediaId);
    assertThat(sound.seconds()).isEqualTo(2);
    int middle = sound.columns() / 2;
    assertThat(sound.peak(middle - 2)).as("silence").isZero();
    assertThat(sound.peak(sound.columns() - 2)).isCloseTo(0.5, within(0.02));
    assertThat(sound.said()).isEmpty();
    assertThat(ana.get(path).header("Cache-Control")).contains("no-store");

    assertThat(harbor.get(path).status()).as("a platform").isEqualTo(403);
    String picture = upload(Pictures.png(31, 20, 0x2266AA), "image/png");
    IntakeAnswer other = send(THREAT + " I drew you as well, and it is not pretty.", picture);
    String silent = "/v1/cases/" + other.caseId() + "/media/";
    assertThat(ana.get(silent + picture + "/sound").status()).as("a picture").isEqualTo(404);
    assertThat(ana.get(silent + mediaId + "/sound").status())
        .as("a part of another case")
        .isEqualTo(404);
  }

  private static BufferedImage picture(Answer answer) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(answer.response().body()));
  }

  private static boolean isGray(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y += 7) {
      for (int x = 0; x < image.getWidth(); x += 7) {
        int rgb = image.getRGB(x, y);
        int red = rgb >> 16 & 255;
        int green = rgb >> 8 & 255;
        int blue = rgb & 255;
        if (Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) > 12) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void aFileThatIsNoMediaGoesToReviewWithTheReason() {
    byte[] page = "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8);
    assertUndecodable(send("look", upload(page, "image/png")));
  }

  @Test
  void mediaWhoseTypeLiesIsJudgedAsWhatItIsAndShownAsSuch() {
    byte[] picture = Pictures.png(64, 64, 0x332211);
    // Words of its own: with the same ones and a like picture it would join another item's case.
    String words = THREAT + " Nobody in this whole street will ever hear from you again.";
    MediaInfo info = detail(send(words, upload(picture, "video/mp4"))).item().media().getFirst();
    assertThat(info.declaredType()).isEqualTo("video/mp4");
    assertThat(info.detectedType()).isEqualTo("image/png");
    assertThat(info.state()).isEqualTo(MediaState.READY);
  }

  @Test
  void truncatedMediaGoesToReviewWithTheReason() {
    byte[] whole = Pictures.png(400, 300, 0x445566);
    assertUndecodable(send("look", upload(Arrays.copyOf(whole, whole.length / 2), "image/png")));
  }

  @Test
  void aHeaderOfFiftyThousandPixelsSquareGoesToReviewAndCostsNothing() {
    assertUndecodable(send("look", upload(Pictures.bomb(50_000, 50_000), "image/png")));
    assertThat(send("The library on Elm Street is open.").verdict()).isEqualTo(Verdict.ALLOW);
  }

  private static void assertUndecodable(IntakeAnswer answer) {
    assertThat(answer.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(answer.complete()).isTrue();
    assertThat(answer.visibility()).isEqualTo(Visibility.PENDING);
    CaseDetail detail = detail(answer);
    MediaInfo info = detail.item().media().getFirst();
    assertThat(info.state()).isEqualTo(MediaState.FAILED);
    assertThat(info.problem()).isNotNull();
    assertThat(info.problem().code()).startsWith("media.");
    assertThat(info.problem().remedy()).isNotBlank();
    assertThat(decode(detail).status()).isEqualTo(AssessmentStatus.FAILED);
    assertThat(
            ana.get("/v1/cases/" + answer.caseId() + "/media/" + info.mediaId() + "/renditions/0")
                .status())
        .isEqualTo(404);
  }

  @Test
  void aKilledWorkerLeavesTheItemToAPersonWithTheProblemRecorded() throws Exception {
    IntakeAnswer answer = null;
    for (int attempt = 1; attempt <= 30 && answer == null; attempt++) {
      IntakeAnswer judged = judgedWhileItsWorkerDies(attempt);
      answer = judged.verdict() == Verdict.ALLOW ? null : judged;
    }
    assertThat(answer).as("a kill in the middle of a job").isNotNull();
    assertThat(answer.verdict()).isEqualTo(Verdict.REVIEW);
    CaseDetail detail = detail(answer);
    assertThat(decode(detail).status()).isIn(AssessmentStatus.FAILED, AssessmentStatus.TIMED_OUT);
    assertThat(decode(detail).note()).isNotBlank();
    assertThat(detail.item().media().getFirst().problem()).isNotNull();

    IntakeAnswer after = send(THREAT, upload(Pictures.png(50, 40, 0x99AABB), "image/png"));
    assertThat(detail(after).item().media().getFirst().state())
        .as("the next item gets a new worker")
        .isEqualTo(MediaState.READY);
  }

  /** Sends an item and waits for its verdict however long the machine takes. */
  private static IntakeAnswer judged(ItemSubmission item) {
    Supplier<IntakeAnswer> ask =
        () -> harbor.post("/v1/items?deadlineMillis=100", item).as(IntakeAnswer.class);
    Eventually.until("the item has its verdict", () -> ask.get().complete());
    return ask.get();
  }

  /**
   * Kills the worker that waits warm for the next file, a moment after that file was sent: each
   * attempt a little later, for nothing outside shows when the work on it begins. This process has
   * no other children than workers and the sandbox around them.
   */
  private static IntakeAnswer judgedWhileItsWorkerDies(int attempt) {
    send(THREAT, upload(Pictures.png(60, 40, 0x660000 + attempt), "image/png"));
    String mediaId = upload(Pictures.png(5000, 4000, 0x770000 + attempt), "image/png");
    List<ProcessHandle> warm = ProcessHandle.current().descendants().toList();
    ItemSubmission item = Samples.post("killed-" + attempt, "look", mediaId);
    harbor.post("/v1/items?deadlineMillis=1", item);
    LockSupport.parkNanos(attempt * 20_000_000L);
    warm.forEach(ProcessHandle::destroyForcibly);
    return judged(item);
  }

  @Test
  void theModelsAndTheAuditLogNameWhatJudged() {
    UUID item = send(THREAT).itemId();
    TestClient aud = TestClient.signedIn(server, "aud");
    String export = aud.get("/v1/audit/items/" + item).text();
    assertThat(export).contains("text.linear").contains("item.judged").contains("policyVersion");
    List<String> stages =
        server
            .context()
            .database()
            .read(
                handle ->
                    handle
                        .createQuery(
                            "select details from audit_entry where action = 'item.judged'"
                                + " and subject = :item")
                        .bind("item", item.toString())
                        .mapTo(String.class)
                        .list());
    assertThat(stages).singleElement().asString().contains("text.linear 1.0.0");
  }
}
